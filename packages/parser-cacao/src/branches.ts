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
 * - A choice that names no continuation, and has nothing else of its own to do afterwards, is a flowchart's decision: its
 *   branches end where the chain around them ends, so they need no frame, and their steps belong to that chain. (Else a
 *   hundred decisions drawn one behind the other would nest a hundred deep.)
 * - A loop's body that begins with the step behind the loop is a body all the same.
 *
 * Steps are lowered once per frame *key*, not once per frame. Frames whose flows all mean the same share the key: the
 * relevant exits, and, where a branch inside leaves for a step of the frame's own chain, the frame itself (the scope to be
 * left differs). Without that sharing, n choices drawn one behind the other would need 2^n copies.
 */
import type { NodeId } from "@rb/ir";
import type { Branch, Playbook, Ref, Step } from "./playbook.js";

export type Exit =
  | { readonly kind: "return"; readonly opener: string }
  /** Cancel everything up to that scope and go on in `into`: at a step, or, with null, at the end of that frame. */
  | { readonly kind: "leave"; readonly scope: NodeId; readonly step: string | null; readonly into: Frame };

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
  /** Where its ends lead, for a branch that is no instance of its own. */
  readonly after?: NodeId | undefined;
}

type Surroundings = Pick<Frame, "chain" | "exits" | "implied">;

/** What one branch reaches: its own steps, and the exits of its surroundings that it runs into. */
export interface Reach {
  readonly steps: ReadonlySet<string>;
  readonly hits: ReadonlySet<string>;
}

export class TooEntangled extends Error {}

/** Steps visited at most while following branches; only documents made for it come near. */
const visitLimit = 3_000_000;

export class Branches {
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly reached = new WeakMap<ReadonlySet<string>, Map<Branch, Reach>>();
  private visits = 0;

  constructor(playbook: Playbook) {
    this.steps = playbook.steps;
  }

  rootFrame(entry: string, label: string): Frame {
    return this.frame(entry, label, new Map(), 0, undefined);
  }

  /** The frame of a branch of `opener`, which stands in `frame`; leaving the branch means leaving `scope`. */
  branchFrame(frame: Frame, opener: Step, branch: Branch, scope: NodeId, label: string, after?: NodeId): Frame {
    const returns = returnsOf(frame, opener, branch);
    const exits = new Map<string, Exit>();
    for (const id of this.reach(frame, opener, branch).hits) {
      const outer = frame.exits.get(id);
      if (returns.has(id)) exits.set(id, { kind: "return", opener: opener.id });
      else if (outer === undefined) exits.set(id, { kind: "leave", scope, step: id, into: frame });
      else if (outer.kind === "return") exits.set(id, { kind: "leave", scope, step: null, into: frame });
      else exits.set(id, outer);
    }
    return this.frame(branch.entry.id, label, exits, frame.depth + 1, after);
  }

  /** What follows a step of the frame when all went well. */
  continuation(frame: Frame, step: Step): Ref | undefined {
    if (step.next !== undefined) return step.next;
    const implied = frame.implied.get(step.id);
    return implied === undefined ? undefined : { id: implied, at: impliedAt(step) };
  }

  reach(frame: Surroundings, opener: Step, branch: Branch): Reach {
    let known = this.reached.get(frame.chain);
    if (known === undefined) {
      known = new Map();
      this.reached.set(frame.chain, known);
    }
    const before = known.get(branch);
    if (before !== undefined) return before;
    const reach = this.walk(frame, opener, branch);
    known.set(branch, reach);
    return reach;
  }

  private frame(
    entry: string,
    label: string,
    exits: ReadonlyMap<string, Exit>,
    depth: number,
    after: NodeId | undefined,
  ): Frame {
    const chain = new Set<string>();
    const implied = new Map<string, string>();
    const waiting = [entry];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const step = this.steps.get(id);
      if (step === undefined || step.type === "end" || chain.has(id) || exits.has(id)) continue;
      this.visit();
      chain.add(id);
      let next = step.next?.id;
      if (next === undefined && step.type === "parallel") {
        next = this.meetingPoint({ chain, exits, implied }, step);
        if (next !== undefined) implied.set(id, next);
      }
      if (isPlainChoice(step)) for (const branch of step.branches) waiting.push(branch.entry.id);
      for (const { id: other } of step.own?.others ?? []) waiting.push(other);
      // Pushed last, the continuation is followed first: what it reaches counts before what failures reach.
      if (step.onFailure !== undefined) waiting.push(step.onFailure.id);
      if (next !== undefined) waiting.push(next);
    }
    const key = [...exits].map(([id, exit]) => JSON.stringify([id, exitKey(exit)])).sort();
    if (after !== undefined || this.hasJumps({ chain, exits, implied })) key.push(label);
    return { key: key.join(), label, depth, chain, exits, implied, after };
  }

  /** Whether a branch inside leaves for a step of the chain. */
  private hasJumps(frame: Surroundings): boolean {
    for (const id of frame.chain) {
      const opener = this.steps.get(id) as Step;
      if (isPlainChoice(opener)) continue;
      for (const branch of opener.branches) {
        const returns = returnsOf(frame, opener, branch);
        for (const hit of this.reach(frame, opener, branch).hits) {
          if (frame.chain.has(hit) && !returns.has(hit)) return true;
        }
      }
    }
    return false;
  }

  private meetingPoint(frame: Surroundings, opener: Step): string | undefined {
    const seen = new Set<string>();
    for (const branch of opener.branches) {
      const { steps, hits } = this.walk(frame, opener, branch);
      const reached = [...steps, ...hits].filter((id) => id !== opener.id);
      const common = reached.find((id) => seen.has(id));
      if (common !== undefined) return common;
      for (const id of reached) seen.add(id);
    }
    return undefined;
  }

  /** Breadth first along every flow, into branches too; stops at what isn't the branch's own and at end steps. */
  private walk(frame: Surroundings, opener: Step, branch: Branch): Reach {
    const returns = returnsOf(frame, opener, branch);
    const steps = new Set<string>();
    const hits = new Set<string>();
    const queue = [branch.entry.id];
    for (let at = 0; at < queue.length; at++) {
      const id = queue[at] as string;
      const own = isBodyBehindLoop(frame, opener, branch) && id === branch.entry.id;
      if (!own && (returns.has(id) || frame.chain.has(id) || frame.exits.has(id))) {
        hits.add(id);
        continue;
      }
      const step = this.steps.get(id);
      if (step === undefined || step.type === "end" || steps.has(id)) continue;
      this.visit();
      steps.add(id);
      for (const branch of step.branches) queue.push(branch.entry.id);
      for (const other of step.own?.others ?? []) queue.push(other.id);
      if (step.next !== undefined) queue.push(step.next.id);
      if (step.onFailure !== undefined) queue.push(step.onFailure.id);
    }
    return { steps, hits };
  }

  private visit(): void {
    if (++this.visits > visitLimit) throw new TooEntangled();
  }
}

function returnsOf(frame: Pick<Surroundings, "implied">, opener: Step, branch: Branch): ReadonlySet<string> {
  const returns = new Set([opener.id]);
  const next = nextOf(frame, opener);
  if (next !== undefined && !isBodyBehindLoop(frame, opener, branch)) returns.add(next);
  return returns;
}

function nextOf(frame: Pick<Surroundings, "implied">, step: Step): string | undefined {
  return step.next?.id ?? frame.implied.get(step.id);
}

function isBodyBehindLoop(frame: Pick<Surroundings, "implied">, opener: Step, branch: Branch): boolean {
  return branch.role === "body" && branch.entry.id === nextOf(frame, opener);
}

/** Whether the branches of a step are ways on from it, no more. */
export function isPlainChoice({ type, next, onFailure, variables, timeoutMs, own }: Step): boolean {
  if ((type !== "if-condition" && type !== "switch-condition") || own?.isInline === true) return false;
  return next === undefined && onFailure === undefined && variables.size === 0 && timeoutMs === 0;
}

function exitKey(exit: Exit): readonly (string | null)[] {
  return exit.kind === "return" ? [] : [exit.scope, exit.step];
}

/** An implied continuation has no text of its own; the first branch of the step stands for it. */
function impliedAt(step: Step): Ref["at"] {
  return (step.branches[0] as Branch).entry.at;
}
