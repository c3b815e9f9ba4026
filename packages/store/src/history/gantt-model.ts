/** What the picture of a run shows: a row for each step that people would name, nested as scopes are, with bars and marks in time. */
import { MANUAL } from "@rb/ir";
import type { WaitKind } from "@rb/kernel";
import { nodeKey } from "./scene.js";
import type { Step, StepJob } from "./step.js";
import type { RunSteps } from "./steps.js";

/**
 * How a bar looks: what became of an attempt or of a review (`review`: people haven't decided), or what was waited for. `stuck` is an incident
 * that nobody has resolved yet; `box` is the whole of a scope, a call or a loop.
 */
export type BarLook =
  | "ok"
  | "failed"
  | "unknown"
  | "cancelled"
  | "running"
  | "review"
  | "approved"
  | "rejected"
  | "wait"
  | "stuck"
  | "box";

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
  /** The run goes on. */
  readonly isOpen: boolean;
  readonly shown: number;
  /** What a picture can't hold, counted: steps, by how they ended. */
  readonly left: ReadonlyMap<string, number>;
}

/** Bars and marks that a picture holds. */
const MOST_BARS = 2000;

/** At most `MOST_BARS` bars and marks, of the first steps; the others are counted. What isn't over is drawn to `nowMs`. */
export function ganttModel({ steps, status, beganAtMs, endedAtMs }: RunSteps, nowMs: number): GanttModel {
  const isOpen = status !== "completed" && status !== "failed" && status !== "cancelled";
  const toMs = Math.max(beganAtMs, endedAtMs, isOpen && Number.isFinite(nowMs) ? nowMs : endedAtMs);
  const tree = new Tree(toMs);
  const left = new Map<string, number>();
  for (const step of steps) {
    if (!isShown(step)) tree.pass(step);
    else if (tree.shown >= MOST_BARS) left.set(`steps ${step.status}`, (left.get(`steps ${step.status}`) ?? 0) + 1);
    else if (!tree.add(step)) left.set("steps in part", 1);
  }
  return { rows: tree.rows(), fromMs: beganAtMs, toMs, isOpen, shown: tree.shown, left };
}

/** What only leads from one step to the next is shown where it led nowhere. */
function isShown(step: Step): boolean {
  return !isBetween(step) || step.incidents.length > 0;
}

function isBetween({ kind }: Step): boolean {
  return kind === "start" || kind === "end" || kind === "gateway";
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

  /** In the order in which they begin. */
  #barsOf(step: Step): readonly GanttBar[] {
    const isAtOnce = (step.kind === "throw" || isBetween(step)) && step.jobs.length === 0;
    const bars = isAtOnce ? [] : step.jobs.length === 0 ? [this.#whole(step)] : this.#jobsOf(step);
    const stuck = step.incidents.map(({ code, openedAtMs, resolved }) =>
      this.#bar(step, "stuck", openedAtMs, resolved?.atMs ?? step.endedAtMs, `incident ${code} waits to be resolved`),
    );
    return stuck.length === 0 ? bars : [...bars, ...stuck].sort((a, b) => a.fromMs - b.fromMs);
  }

  #bar(step: Step, look: BarLook, fromMs: number, toMs: number | null, what: string): GanttBar {
    const title = `${titleOf(step)}: ${what}`;
    return { look, fromMs, toMs: toMs ?? this.#endMs, isOpen: toMs === null, title };
  }

  #whole(step: Step): GanttBar {
    return this.#bar(step, step.kind === "catch" ? "wait" : "box", step.beganAtMs, step.endedAtMs, step.status);
  }

  #jobsOf(step: Step): readonly GanttBar[] {
    return step.jobs.flatMap((job, at) => {
      const attempt = step.jobs.length > 1 ? `attempt ${at + 1}, ` : "";
      const bar = (look: BarLook, fromMs: number, toMs: number | null, what: string = words[look]) =>
        this.#bar(step, look, fromMs, toMs, `${attempt}${what}`);
      const { reviewedFromMs, reviewedToMs } = job;
      if (reviewedFromMs === null) {
        const look = job.job.kind === "review" ? gateLook(job) : jobLook(job);
        return [bar(look, job.startedAtMs ?? job.stagedAtMs, job.endedAtMs)];
      }
      const look = reviewLook(job);
      const review = bar(look, reviewedFromMs, reviewedToMs, `${words[look]}${approversOf(job, look)}`);
      if (look !== "approved" || job.job.kind === "review") return [review];
      return [review, bar(jobLook(job), job.startedAtMs ?? reviewedToMs ?? reviewedFromMs, job.endedAtMs)];
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
  approved: "approved",
  rejected: "rejected",
  wait: "waiting",
  stuck: "stuck",
  box: "",
};

function jobLook({ job, outcome, endedAtMs }: StepJob): BarLook {
  if (outcome === null && endedAtMs === null) return job.executor === MANUAL ? "wait" : "running";
  if (outcome === null) return "cancelled";
  // It comes from a file, and becomes a class of the picture.
  return Object.hasOwn(words, outcome.kind) ? outcome.kind : "unknown";
}

/** A gate that asked nobody. */
function gateLook({ outcome, endedAtMs }: StepJob): BarLook {
  if (outcome === null) return endedAtMs === null ? "wait" : "cancelled";
  return outcome.kind === "ok" ? "approved" : "rejected";
}

/** What people who were asked came to. A job is permitted before it can start, and only then is it approved. */
function reviewLook({ job, startedAtMs, reviewedToMs, outcome, verdict }: StepJob): BarLook {
  if (reviewedToMs === null) return "review";
  const isAllowed = verdict?.decision === "allow" || verdict?.decision === "allowWithConstraints";
  if (job.kind === "review" ? outcome?.kind === "ok" : startedAtMs !== null || isAllowed) return "approved";
  return outcome?.kind === "failed" ? "rejected" : "cancelled";
}

function approversOf({ approvals }: StepJob, look: BarLook): string {
  const verdict = look === "approved" ? "approve" : look === "rejected" ? "reject" : null;
  const names = approvals.flatMap(({ approval, counts }) =>
    counts && approval.verdict === verdict ? [approval.by] : [],
  );
  return names.length === 0 ? "" : ` by ${names.join(", ")}`;
}

function titleOf({ name, item, occurrence }: Step): string {
  if (item !== null) return `${name}, item ${item + 1}`;
  return occurrence > 1 ? `${name}, time ${occurrence}` : name;
}

/** As far as the picture has a shape for them; the records come from a file. */
const waitKinds: ReadonlySet<string> = new Set<WaitKind>(["timer", "message", "signal", "condition"]);

function marksOf(step: Step): readonly GanttMark[] {
  const title = titleOf(step);
  return [
    ...(step.kind === "throw" ? [{ kind: "throw", atMs: step.beganAtMs, title } as const] : []),
    ...step.events.flatMap(({ kind, atMs }) =>
      waitKinds.has(kind) ? [{ kind, atMs, title: `${title}: ${kind}` }] : [],
    ),
    ...step.incidents.flatMap(({ code, message, openedAtMs, resolved }) => [
      { kind: "incident", atMs: openedAtMs, title: `${title}: incident ${code}: ${message}` } as const,
      ...(resolved === null
        ? []
        : [{ kind: "resolved", atMs: resolved.atMs, title: `${title}: resolved by ${resolved.by}` } as const]),
    ]),
  ];
}
