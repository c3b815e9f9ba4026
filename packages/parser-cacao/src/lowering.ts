/**
 * The state of lowering one playbook: the nodes and flows made so far, and which step stands where.
 *
 * A step is lowered once for each frame key that it is reached with (see branches.ts); the first of these instances bears
 * the step's own id, others `<id>@<branch>`. Instances wait in a queue, so that a long chain of steps needs no deep stack.
 */
import {
  type Flow,
  type FlowId,
  type JsonObject,
  type Node,
  type NodeId,
  type Origin,
  sourceOf,
  synthesized,
} from "@rb/ir";
import { Branches, type Exit, type Frame } from "./branches.js";
import { computedTypes } from "./computed-results.js";
import type { Document } from "./document.js";
import type { ObjectTree } from "./json-tree.js";
import type { Branch, Playbook, Ref, Step } from "./playbook.js";
import { Requests } from "./request.js";
import { VariableScope } from "./variable-scope.js";

/** One step in one frame. */
export interface Instance {
  readonly step: Step;
  readonly frame: Frame;
  /** Of the node that stands for the step. */
  readonly id: NodeId;
  /** Of the scope around it, where it needs one for variables, a timeout or types that it can't have itself. */
  readonly wrapper: NodeId | undefined;
  /** Where flows to the step lead: to its delay, its wrapper or itself. */
  readonly entry: NodeId;
  readonly origin: Origin;
}

const deepestBranches = 500;

export class Lowering {
  readonly document: Document;
  readonly playbook: Playbook;
  readonly branches: Branches;
  readonly scope: VariableScope;
  readonly requests: Requests;
  readonly nodes: Node[] = [];
  readonly flows: Flow[] = [];
  /** End steps, and the branches that end in them. */
  readonly endings: Map<string, Set<string>> = new Map();
  /** Languages that some step needs besides those of every playbook, by name. */
  readonly languages: Map<string, { readonly name: string; readonly version: string }> = new Map();

  /** What nodes are in rb's own words, with the place of these. */
  readonly ownNodes: Map<NodeId, { readonly at: ObjectTree; readonly members: JsonObject }> = new Map();
  /** What joins count the flows of a node's ports as. */
  readonly ownSlots: Map<NodeId, ReadonlyMap<string, string>> = new Map();
  /** The order in which an extension says the ways of a node, by the role of each flow. */
  readonly ownWays: Map<NodeId, readonly string[]> = new Map();
  /** Steps whose ways are those of the step in front of them, and steps that stand for the entries of a region. */
  readonly spread: Set<NodeId> = new Set();
  readonly entryForks: Set<NodeId> = new Set();

  /** By frame key and step. */
  private readonly instances = new Map<string, Map<string, Instance>>();
  /** What steps lead to that are none for rb. */
  private readonly passed = new Map<string, Ref>();
  private readonly queue: Instance[] = [];
  private taken = 0;
  private readonly lowered = new Set<string>();
  private readonly nodeIds = new Set<string>();
  private readonly flowIds = new Set<string>();
  /** Flows of jumps that are there already, by scope and port. */
  private readonly jumps = new Set<string>();
  private readonly reported = new Set<unknown>();
  private overLimit = false;

  constructor(document: Document, playbook: Playbook) {
    this.document = document;
    this.playbook = playbook;
    this.branches = new Branches(playbook);
    this.scope = new VariableScope(document, playbook);
    this.requests = new Requests(playbook, this.scope);
  }

  /** The next step to lower; undefined when the graph is complete. */
  take(): Instance | undefined {
    return this.queue[this.taken++];
  }

  isLowered(stepId: string): boolean {
    return this.lowered.has(stepId);
  }

  add(node: Node): void {
    this.nodes.push(node);
  }

  /** An id that nothing else has, the wish if possible. */
  freshId(wish: string): NodeId {
    // What lowering names must never take the id of a step that comes later.
    const id = fresh(wish, (taken) => this.playbook.steps.has(taken) || this.nodeIds.has(taken));
    this.nodeIds.add(id);
    return id;
  }

  /** `role` names it among the flows of its port. */
  flow(
    from: NodeId,
    to: NodeId,
    origin: Origin,
    rest?: Partial<Omit<Flow, "id" | "from" | "to" | "origin">>,
    role?: string,
  ): FlowId {
    const id = fresh(`${from}/${role ?? rest?.port ?? "out"}`, (taken) => this.flowIds.has(taken));
    this.flowIds.add(id);
    this.flows.push(rest === undefined ? { id, from, to, origin } : { id, from, to, origin, ...rest });
    return id;
  }

  /** Once for each place, however often the place is lowered. */
  reportOnce(place: unknown, report: () => void): void {
    if (this.reported.has(place)) return;
    this.reported.add(place);
    report();
  }

  /** The node that a flow from `from` to a step has to lead to; undefined when there is no such step. */
  target(frame: Frame, ref: Ref, from: NodeId): NodeId | undefined {
    const exit = frame.exits.get(ref.id);
    if (exit !== undefined) return this.exitNode(exit, ref, from);
    return this.stepNode(frame, ref);
  }

  private stepNode(frame: Frame, ref: Ref): NodeId | undefined {
    const step = this.behindStarts(this.behindPassed(ref));
    if (step === undefined) return undefined;
    if (step.type !== "end") return this.instance(step, frame)?.entry;
    this.endings.set(step.id, (this.endings.get(step.id) ?? new Set<string>()).add(frame.label));
    return this.instance(step, isBranchEnd(step, frame) ? frame : endFrame)?.entry;
  }

  /** A step that only stands there for the format is looked at all the same. */
  passOver({ id }: { readonly id: string }): void {
    this.lowered.add(id);
  }

  /** A step that only tells others when its branch is run is none for rb. */
  private behindPassed(ref: Ref): Ref {
    const path: string[] = [];
    const seen = new Set<string>();
    let at = ref;
    for (
      let step = this.playbook.steps.get(at.id);
      step?.own?.isPassed === true;
      step = this.playbook.steps.get(at.id)
    ) {
      const [branch] = step.branches;
      const known = this.passed.get(step.id);
      if (branch === undefined || seen.has(step.id)) break;
      seen.add(step.id);
      path.push(step.id);
      at = known ?? branch.entry;
    }
    for (const id of path) {
      this.passOver({ id });
      this.passed.set(id, at);
    }
    return at;
  }

  /** A flow into a start step goes on behind it. */
  private behindStarts(ref: Ref): Step | undefined {
    const first = this.playbook.steps.get(ref.id);
    if (first?.type !== "start") return first;
    this.reportOnce(ref.at, () => this.document.report("flow-into-start", this.document.originOf(ref.at), {}));
    const seen = new Set<string>();
    let step: Step | undefined = first;
    while (step?.type === "start" && !seen.has(step.id)) {
      seen.add(step.id);
      step = step.next === undefined ? undefined : this.playbook.steps.get(step.next.id);
    }
    return step?.type === "start" ? undefined : step;
  }

  /** The instance of a step in a frame, to be lowered if it wasn't yet; undefined once the graph is too large. */
  instance(step: Step, frame: Frame): Instance | undefined {
    let ofFrame = this.instances.get(frame.key);
    if (ofFrame === undefined) {
      ofFrame = new Map();
      this.instances.set(frame.key, ofFrame);
    }
    const known = ofFrame.get(step.id);
    if (known !== undefined) return known;
    if (this.nodes.length + this.queue.length - this.taken >= this.document.limits.maxNodes) {
      if (!this.overLimit) {
        const limit = this.document.limits.maxNodes;
        this.document.report("too-many-nodes", this.document.originOf(step.tree), { limit });
      }
      this.overLimit = true;
      return undefined;
    }
    const instance = this.placed(step, frame);
    ofFrame.set(step.id, instance);
    this.lowered.add(step.id);
    this.queue.push(instance);
    return instance;
  }

  private placed(step: Step, frame: Frame): Instance {
    const id = this.lowered.has(step.id) ? this.freshId(`${step.id}@${frame.label || "main"}`) : step.id;
    const choice = step.type === "if-condition" || step.type === "while-condition" || step.type === "switch-condition";
    const wrapped = choice ? step.variables.size > 0 || step.timeoutMs > 0 : computedTypes(this, step).length > 0;
    const wrapper = wrapped ? this.freshId(`${id}/scope`) : undefined;
    const entry = step.delayMs > 0 ? this.freshId(`${id}/delay`) : (wrapper ?? id);
    return { step, frame, id, wrapper, entry, origin: this.document.originOf(step.tree, step.type) };
  }

  /** The scope of one branch of a choice or loop. */
  branchScope(instance: Instance, branch: Branch): NodeId {
    const id = this.freshId(`${instance.id}/${branch.role}`);
    const entry = this.branchEntry(instance, branch, id, instance.wrapper ?? id);
    const origin = synthesized("cacao/branch-scope", this.document.originOf(branch.entry.at));
    this.add({ id, kind: "scope", region: { entries: entry === undefined ? [] : [entry] }, origin });
    return id;
  }

  /** Where a branch begins, or nothing where branches nest too deep; `label` names the branch, `scope` is what a jump out of it leaves. */
  branchEntry(instance: Instance, branch: Branch, label: NodeId, scope: NodeId, after?: NodeId): NodeId | undefined {
    const { frame, step } = instance;
    if (frame.depth >= deepestBranches) {
      this.reportOnce("branches-too-deep", () =>
        this.document.report("branches-too-deep", this.document.originOf(branch.entry.at), { limit: deepestBranches }),
      );
      return undefined;
    }
    const inner = this.branches.branchFrame(frame, step, branch, scope, label, after);
    return this.target(inner, branch.entry, label);
  }

  /** A flow that means the end of its branch, or a jump out of it. */
  private exitNode(exit: Exit, ref: Ref, from: NodeId): NodeId {
    const origin = this.document.originOf(ref.at);
    if (exit.kind === "return") {
      this.reportOnce(ref.at, () => this.document.report("branch-returns-by-flow", origin, { opener: exit.opener }));
      const id = this.freshId(`${from}/return`);
      this.add({ id, kind: "end", origin: synthesized("cacao/return", origin) });
      return id;
    }
    const port = this.jumpPort(exit, ref, origin);
    const id = this.freshId(`${from}/leave`);
    const leave = { scope: exit.scope, port };
    this.add({ id, kind: "end", leave, origin: synthesized("cacao/branch-jump", origin) });
    return id;
  }

  private jumpPort(exit: Exit & { readonly kind: "leave" }, ref: Ref, origin: Origin): string {
    const port = exit.step === null ? "return" : `jump:${exit.step}`;
    const key = JSON.stringify([exit.scope, port]);
    if (this.jumps.has(key)) return port;
    this.jumps.add(key);
    const rule = synthesized("cacao/branch-jump", sourceOf(origin));
    if (exit.step === null) {
      const end = this.freshId(`${exit.scope}/return`);
      this.add({ id: end, kind: "end", origin: rule });
      this.flow(exit.scope, end, rule, { port });
    } else {
      this.reportOnce(ref.at, () => this.document.report("branch-jumps", sourceOf(origin), { target: ref.id }));
      const to = this.target(exit.into, ref, exit.scope);
      if (to !== undefined) this.flow(exit.scope, to, rule, { port });
    }
    return port;
  }
}

/** Whether something follows the end step, in a branch that is no instance of its own. One that says what it is ends all the same. */
export function isBranchEnd({ type, own }: Step, { after }: Frame): boolean {
  return type === "end" && after !== undefined && own?.node === undefined;
}

/** End steps mean the same in every frame: the end of whatever instance the token is in. */
const endFrame: Frame = { key: "end", label: "", depth: 0, chain: new Set(), exits: new Map(), implied: new Map() };

function fresh(wish: string, isTaken: (id: string) => boolean): string {
  let id = wish;
  for (let copy = 2; isTaken(id); copy++) id = `${wish}~${copy}`;
  return id;
}
