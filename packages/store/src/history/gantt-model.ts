/** What the picture of a run shows: a row for each step that people would name, nested as scopes are, with bars and marks in time. */
import { MANUAL } from "@rb/ir";
import type { WaitKind } from "@rb/kernel";
import { nodeKey } from "./scene.js";
import type { Step, StepJob } from "./step.js";
import type { RunSteps } from "./steps.js";

/** How a bar looks: what became of an attempt, or what was waited for. `box` is the whole of a scope, a call or a loop. */
export type BarLook = "ok" | "failed" | "unknown" | "cancelled" | "running" | "review" | "wait" | "box";

export interface GanttBar {
  readonly look: BarLook;
  readonly fromMs: number;
  readonly toMs: number;
  /** Not over yet. */
  readonly isOpen: boolean;
  readonly title: string;
}

export interface GanttMark {
  readonly kind: "incident" | "resolved" | WaitKind | "throw";
  readonly atMs: number;
  readonly title: string;
}

export interface GanttRow {
  readonly label: string;
  readonly depth: number;
  readonly bars: readonly GanttBar[];
  readonly marks: readonly GanttMark[];
}

export interface GanttModel {
  readonly rows: readonly GanttRow[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly shown: number;
  /** What a picture can't hold, counted: steps, by how they ended. */
  readonly left: ReadonlyMap<string, number>;
}

/** Bars and marks that a picture holds. */
const MOST_BARS = 2000;

/** At most `MOST_BARS` bars and marks, of the first steps; the others are counted. */
export function ganttModel({ steps, beganAtMs, endedAtMs }: RunSteps): GanttModel {
  const tree = new Tree(endedAtMs);
  const left = new Map<string, number>();
  for (const step of steps) {
    if (!isShown(step)) tree.pass(step);
    else if (tree.shown >= MOST_BARS) left.set(`steps ${step.status}`, (left.get(`steps ${step.status}`) ?? 0) + 1);
    else if (!tree.add(step)) left.set("steps in part", 1);
  }
  return { rows: tree.rows(), fromMs: beganAtMs, toMs: Math.max(endedAtMs, beganAtMs), shown: tree.shown, left };
}

function isShown({ kind }: Step): boolean {
  return kind !== "start" && kind !== "end" && kind !== "gateway";
}

/** What is drawn for one step; in a lane, nothing overlaps. */
interface Lane {
  endMs: number;
  readonly bars: GanttBar[];
  readonly marks: GanttMark[];
}

interface Branch {
  readonly label: string;
  readonly depth: number;
  readonly lanes: Lane[];
  readonly children: Map<string, Branch>;
}

class Tree {
  shown = 0;
  readonly #endMs: number;
  readonly #roots = new Map<string, Branch>();
  /** The row that each step is in, or, where it has none of its own, that of what is around it. */
  readonly #branches = new Map<number, Branch>();

  constructor(endMs: number) {
    this.#endMs = endMs;
  }

  /** For a step that has no row. */
  pass(step: Step): void {
    const around = this.#branches.get(step.inside ?? -1);
    if (around !== undefined) this.#branches.set(step.index, around);
  }

  /** False when not all of it can be shown. */
  add(step: Step): boolean {
    const branch = this.#branch(step);
    const room = MOST_BARS - this.shown;
    const [allBars, allMarks] = [this.#barsOf(step), marksOf(step)];
    const bars = allBars.slice(0, room);
    const marks = allMarks.slice(0, room - bars.length);
    const fromMs = step.beganAtMs;
    const endMs = step.endedAtMs ?? this.#endMs;
    let lane = branch.lanes.find((one) => one.endMs <= fromMs);
    if (lane === undefined) {
      lane = { endMs, bars: [], marks: [] };
      branch.lanes.push(lane);
    }
    lane.endMs = endMs;
    lane.bars.push(...bars);
    lane.marks.push(...marks);
    this.shown += bars.length + marks.length;
    return bars.length + marks.length === allBars.length + allMarks.length;
  }

  /** The row of the step's node, inside the row of what is around it. */
  #branch(step: Step): Branch {
    const parent = this.#branches.get(step.inside ?? -1);
    const siblings = parent?.children ?? this.#roots;
    const key = `${step.item === null ? "" : "item "}${nodeKey(step.graph, step.node)}`;
    let branch = siblings.get(key);
    if (branch === undefined) {
      const depth = parent === undefined ? 0 : parent.depth + 1;
      branch = { label: step.item === null ? step.name : "each item", depth, lanes: [], children: new Map() };
      siblings.set(key, branch);
    }
    this.#branches.set(step.index, branch);
    return branch;
  }

  rows(): readonly GanttRow[] {
    const rows: GanttRow[] = [];
    // A list of its own: scopes may be nested as deep as a document is.
    const open = [...this.#roots.values()].reverse();
    for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
      const { label, depth } = branch;
      for (const [at, { bars, marks }] of branch.lanes.entries())
        rows.push({ label: at === 0 ? label : "", depth, bars, marks });
      open.push(...[...branch.children.values()].reverse());
    }
    return rows;
  }

  #barsOf(step: Step): readonly GanttBar[] {
    if (step.kind === "throw" && step.jobs.length === 0) return [];
    const bar = (look: BarLook, fromMs: number, toMs: number | null, what: string): GanttBar => ({
      look,
      fromMs,
      toMs: toMs ?? this.#endMs,
      isOpen: toMs === null,
      title: `${titleOf(step)}: ${what}`,
    });
    if (step.jobs.length === 0)
      return [bar(step.kind === "catch" ? "wait" : "box", step.beganAtMs, step.endedAtMs, step.status)];
    return step.jobs.flatMap((job, at) => {
      const what = step.jobs.length > 1 ? `attempt ${at + 1}, ` : "";
      const review = job.reviewedFromMs;
      const decidedMs = job.startedAtMs ?? job.endedAtMs;
      const reviewing = review === null ? [] : [bar("review", review, decidedMs, `${what}waiting for approval`)];
      if (job.job.kind === "review")
        return reviewing.length > 0 ? reviewing : [bar("wait", job.stagedAtMs, job.endedAtMs, what)];
      if (review !== null && job.startedAtMs === null) return reviewing;
      const look = lookOf(job);
      return [...reviewing, bar(look, job.startedAtMs ?? job.stagedAtMs, job.endedAtMs, `${what}${words[look]}`)];
    });
  }
}

const words: { readonly [L in BarLook]: string } = {
  ok: "done",
  failed: "failed",
  unknown: "nobody knows whether it happened",
  cancelled: "withdrawn",
  running: "under way",
  review: "waiting for approval",
  wait: "waiting",
  box: "",
};

function lookOf({ job, outcome, endedAtMs }: StepJob): BarLook {
  if (outcome === null && endedAtMs === null) return job.executor === MANUAL ? "wait" : "running";
  if (outcome === null) return "cancelled";
  // It comes from a file, and becomes a class of the picture.
  return Object.hasOwn(words, outcome.kind) ? outcome.kind : "unknown";
}

function titleOf({ name, item, occurrence }: Step): string {
  if (item !== null) return `${name}, item ${item + 1}`;
  return occurrence > 1 ? `${name}, time ${occurrence}` : name;
}

function marksOf(step: Step): readonly GanttMark[] {
  const title = titleOf(step);
  return [
    ...(step.kind === "throw" ? [{ kind: "throw", atMs: step.beganAtMs, title } as const] : []),
    ...step.events.map(({ kind, atMs }) => ({ kind, atMs, title: `${title}: ${kind}` })),
    ...step.incidents.flatMap(({ code, message, openedAtMs, resolved }) => [
      { kind: "incident", atMs: openedAtMs, title: `${title}: incident ${code}: ${message}` } as const,
      ...(resolved === null
        ? []
        : [{ kind: "resolved", atMs: resolved.atMs, title: `${title}: resolved by ${resolved.by}` } as const]),
    ]),
  ];
}
