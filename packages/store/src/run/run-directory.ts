/** Where the parts of a run are. A run's id names a directory, so nothing else than an id may ever become one. */
import { isoTime } from "../iso-time.js";
import { StoreError } from "../store-error.js";

/** The directory of runs. */
export const RUNS = "runs";

/** Relative to the store's directory, with `/`. */
export interface RunPaths {
  readonly directory: string;
  readonly trace: string;
  readonly graph: string;
  readonly head: string;
  readonly snapshots: string;
  readonly attachments: string;
  readonly inbox: string;
}

/** No dot: the ids of effects are `run.token.n`. */
const runId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** Whether it can be a run's id. */
export function isRunId(text: string): boolean {
  return runId.test(text);
}

/**
 * An id that sorts by time: `20260131T235959-<hex>`, where the hex begins with the millisecond. `random` keeps those of the same one apart; hex, of the host's
 * making.
 */
export function newRunId(nowMs: number, random: string): string {
  const [date, time] = isoTime(nowMs).split("T") as [string, string];
  const millisecond = Number(time.slice(9, 12)).toString(16).padStart(3, "0");
  return `${date.replaceAll("-", "")}T${time.slice(0, 8).replaceAll(":", "")}-${millisecond}${random}`;
}

/** An id with less hex than those of `newRunId`, as `rb exec` makes them: looked at more closely than others, which are many. */
export function hasShortHex(id: string): boolean {
  return /^\d{8}T\d{6}-[0-9a-f]{1,8}$/.test(id);
}

/** Where the parts of a run are. @throws StoreError `store/bad-run-id` */
export function runPaths(id: string): RunPaths {
  if (!isRunId(id)) {
    throw new StoreError(
      "store/bad-run-id",
      `${JSON.stringify(id.slice(0, 200))} is no id of a run.`,
      "An id has letters, digits, '-' and '_' only, begins with a letter or digit, and is no longer than 128.",
    );
  }
  const directory = `${RUNS}/${id}`;
  return {
    directory,
    trace: `${directory}/trace.jsonl`,
    graph: `${directory}/graph.json`,
    head: `${directory}/head.json`,
    snapshots: `${directory}/snapshots`,
    attachments: `${directory}/attachments`,
    inbox: `${directory}/inbox`,
  };
}

/** The name of a snapshot; they sort by step up to the ten thousandth. */
export function snapshotName(step: number): string {
  return `step-${String(step).padStart(4, "0")}.json`;
}

/** The name of the n-th graph of a run, from 1: what it was started with, and what it was migrated to. */
export function graphName(n: number): string {
  return n === 1 ? "graph.json" : `graph-${n}.json`;
}
