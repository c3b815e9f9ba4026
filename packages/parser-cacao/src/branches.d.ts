/**
 * Which steps belong to which branch, and what a flow means there.
 *
 * THEORY OF OPERATION. CACAO opens branches (`on_true`, `cases`, `next_steps`, …) and says that each ends in an `end` step,
 * whereupon control returns to the step that opened it, which then takes its own `on_completion`, `on_success` or
 * `on_failure`. Authors often draw a flowchart instead: a branch simply points at the step behind its opener, at the opener
 * itself, or at a step far outside. Followed to the letter, those flows would run the steps behind the opener inside the
 * branch and then once more behind it. So a flow is read by where it leads:
 *
 * - A *frame* is one reading of a chain of steps: the steps that `on_*` flows reach from the frame's entry (its *chain*).
 *   The root frame begins at the start step; each branch of each opener has a frame of its own inside the opener's frame.
 * - Each frame has *exits*: steps that are not its own, each with what a flow to it means. For a branch these are
 *   - its opener, and the step that the opener continues with: **return** (end the branch, the opener continues);
 *   - any other step of the opener's chain: **leave** the branch's scope, for that step in the opener's frame;
 *   - the exits of the opener's frame: where that was a return, leave for the end of the opener's frame; else the same exit.
 * - Every other step that a branch reaches is its own, even when several branches reach it.
 * - `end` steps are never exits: reaching one ends the innermost branch, whoever else uses it.
 * - A parallel step that names no continuation while two of its branches meet in a step is a flowchart's fork and join: the
 *   first such step is taken for its continuation, since its author drew it once and means it to happen once.
 * - A loop's body that begins with the step behind the loop is a body all the same.
 *
 * Steps are lowered once per frame *key*, not once per frame. Frames whose flows all mean the same share the key: the
 * relevant exits, and, where a branch inside leaves for a step of the frame's own chain, the frame itself (the scope to be
 * left differs). Without that sharing, n choices drawn one behind the other would need 2^n copies.
 */
import type { NodeId } from "@rb/ir";
import type { Branch, Playbook, Ref, Step } from "./playbook.js";
export type Exit =
  | {
      readonly kind: "return";
    }
  /** Cancel everything up to that scope and go on in `into`: at a step, or, with null, at the end of that frame. */
  | {
      readonly kind: "leave";
      readonly scope: NodeId;
      readonly step: string | null;
      readonly into: Frame;
    };
export interface Frame {
  /** Frames with equal keys read every step alike. */
  readonly key: string;
  /** For ids: the id of the branch's scope; empty at the root. */
  readonly label: string;
  readonly depth: number;
  readonly chain: ReadonlySet<string>;
  readonly exits: ReadonlyMap<string, Exit>;
  /** What parallel steps of the chain that name no continuation continue with. */
  readonly implied: ReadonlyMap<string, string>;
}
type Surroundings = Pick<Frame, "chain" | "exits" | "implied">;
/** What one branch reaches: its own steps, and the exits of its surroundings that it runs into. */
export interface Reach {
  readonly steps: ReadonlySet<string>;
  readonly hits: ReadonlySet<string>;
}
export declare class TooEntangled extends Error {}
export declare class Branches {
  private readonly steps;
  private readonly reached;
  private visits;
  constructor(playbook: Playbook);
  rootFrame(entry: string, label: string): Frame;
  /** The frame of a branch of `opener`, which stands in `frame`; leaving the branch means leaving `scope`. */
  branchFrame(frame: Frame, opener: Step, branch: Branch, scope: NodeId, label: string): Frame;
  /** What follows a step of the frame when all went well. */
  continuation(frame: Frame, step: Step): Ref | undefined;
  reach(frame: Surroundings, opener: Step, branch: Branch): Reach;
  private frame;
  /** Whether a branch inside leaves for a step of the chain. */
  private hasJumps;
  private meetingPoint;
  /** Breadth first along every flow, into branches too; stops at what isn't the branch's own and at end steps. */
  private walk;
  private visit;
}
