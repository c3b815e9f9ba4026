/**
 * The state of lowering one playbook: the nodes and flows made so far, and which step stands where.
 *
 * A step is lowered once for each frame key that it is reached with (see branches.ts); the first of these instances bears
 * the step's own id, others `<id>@<branch>`. Instances wait in a queue, so that a long chain of steps needs no deep stack.
 */
import { type Flow, type FlowId, type Node, type NodeId, type Origin } from "@rb/ir";
import { Branches, type Frame } from "./branches.js";
import type { Document } from "./document.js";
import type { Branch, Playbook, Ref, Step } from "./playbook.js";
import { Requests } from "./request.js";
import { VariableScope } from "./variable-scope.js";
/** One step in one frame. */
export interface Instance {
  readonly step: Step;
  readonly frame: Frame;
  /** Of the node that stands for the step. */
  readonly id: NodeId;
  /** Of the scope around it, where it needs one for variables or a timeout that it can't have itself. */
  readonly wrapper?: NodeId;
  /** Where flows to the step lead: to its delay, its wrapper or itself. */
  readonly entry: NodeId;
  readonly origin: Origin;
}
export declare class Lowering {
  readonly document: Document;
  readonly playbook: Playbook;
  readonly branches: Branches;
  readonly scope: VariableScope;
  readonly requests: Requests;
  readonly nodes: Node[];
  readonly flows: Flow[];
  /** End steps, and the branches that end in them. */
  readonly endings: Map<string, Set<string>>;
  private readonly instances;
  private readonly queue;
  private readonly lowered;
  private readonly nodeIds;
  private readonly flowIds;
  /** Flows of jumps that are there already, by scope and port. */
  private readonly jumps;
  private readonly reported;
  private overLimit;
  constructor(document: Document, playbook: Playbook);
  /** The next step to lower; undefined when the graph is complete. */
  take(): Instance | undefined;
  isLowered(stepId: string): boolean;
  add(node: Node): void;
  /** An id that nothing else has, the wish if possible. */
  freshId(wish: string): NodeId;
  flow(from: NodeId, to: NodeId, origin: Origin, rest?: Partial<Omit<Flow, "id" | "from" | "to" | "origin">>): FlowId;
  /** Once for each place, however often the place is lowered. */
  reportOnce(place: unknown, report: () => void): void;
  /** The node that a flow from `from` to a step has to lead to; undefined when there is no such step. */
  target(frame: Frame, ref: Ref, from: NodeId): NodeId | undefined;
  private stepNode;
  /** A flow into a start step goes on behind it. */
  private behindStarts;
  /** The instance of a step in a frame, to be lowered if it wasn't yet; undefined once the graph is too large. */
  instance(step: Step, frame: Frame): Instance | undefined;
  private placed;
  /** The scope of one branch of a choice or loop. */
  branchScope(instance: Instance, branch: Branch): NodeId;
  /** Where a branch begins, or nothing where branches nest too deep; `label` names the branch, `scope` is what a jump out of it leaves. */
  branchEntry(instance: Instance, branch: Branch, label: NodeId, scope: NodeId): NodeId | undefined;
  /** A flow that means the end of its branch, or a jump out of it. */
  private exitNode;
  private jumpPort;
}
