/** A run's history out of the store, up to some moment: what was received and what followed, by the plans that it ran under. */
import type { Bundle } from "@rb/ir";
import {
  apply,
  createState,
  decode,
  encode,
  type JournalRecord,
  type Program,
  problemOfSaved,
  type SavedState,
  type State,
} from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import type { Migration as MigrationFacts } from "../history/history.js";
import { StoreError } from "../store-error.js";
import type { RunHeader } from "../trace/run-header.js";
import type { Migration } from "../trace/trace-writer.js";
import { readGraphFile } from "./graph-file.js";
import { readRun } from "./read-run.js";
import { type Executable, type LoadGraph, noSuchRun, recoverRun } from "./recover.js";
import { runPaths } from "./run-directory.js";

/** Up to this input, or this time in milliseconds since 1970, inclusive. */
export type Moment = { readonly seq: number } | { readonly timeMs: number };

/** What ran under one plan. */
export interface StoredStretch {
  readonly bundle: Bundle;
  readonly program: Program;
  readonly records: readonly JournalRecord[];
  /** The state that a migration began this stretch with; absent for the first one. */
  readonly from?: SavedState;
  readonly migration?: MigrationFacts;
}

/** What happened in a run. */
export interface StoredHistory {
  readonly header: RunHeader;
  readonly stretches: readonly StoredStretch[];
  /** There is more, after the moment that was asked for. */
  readonly goesOn: boolean;
}

/**
 * Needs no lock: what is being written meanwhile is read up to where it verifies. A history that is told to its end is borne out as a whole: its
 * records fit, and neither a head nor a snapshot shows more. One that ends before can be read also where the trace is damaged behind it.
 *
 * @throws StoreError when the run can't be read, as `recoverRun`, and what `load` throws.
 */
export async function readHistory(
  disk: Disk,
  run: string,
  load: LoadGraph<Executable>,
  until?: Moment,
): Promise<StoredHistory> {
  const { header, paths, lines } = readRun(disk, run);
  if (header === null) throw noSuchRun(run);
  if (header.run_id !== run) throw broken(`it is the history of run '${header.run_id}'`, paths.trace);
  const bearOut = async (): Promise<void> => {
    if ((await recoverRun(disk, run, load)) === null) throw noSuchRun(run);
  };
  if (until === undefined) await bearOut();
  const begin = async (file: string, hash: string, beginning: Pick<StoredStretch, "from" | "migration">) => {
    const { bundle, program } = await load(readGraphFile(disk, `${paths.directory}/${file}`, hash));
    return { bundle, program, records: [] as JournalRecord[], ...beginning };
  };
  let stretch = await begin("graph.json", header.graph, {});
  const stretches = [stretch];
  for (const line of lines()) {
    if (line.type === "migrated") {
      const { timestamp, file, graph, state } = line.migration;
      if (isAfter(until, state.seq, Date.parse(timestamp))) return { header, stretches, goesOn: true };
      stretch = await begin(file, graph, { from: state, migration: factsOf(line.migration) });
      stretches.push(stretch);
    }
    if (line.type !== "batch") continue;
    for (const record of line.records) {
      if (record.type === "received" && isAfter(until, record.seq, record.nowMs))
        return { header, stretches, goesOn: true };
      stretch.records.push(record);
    }
  }
  if (until !== undefined) await bearOut();
  return { header, stretches, goesOn: false };
}

/** The state that a history leads to. @throws StoreError `store/broken-trace` when its records don't fit. */
export function stateAfter({ header, stretches }: StoredHistory): State {
  let state = createState();
  for (const { program, records, from } of stretches) {
    try {
      if (from !== undefined) state = decode(program, from);
      for (const record of records) apply(program, state, record);
    } catch (error) {
      throw doesNotFit(header, error instanceof Error ? error.message : String(error), error);
    }
    const problem = state.seq === 0 ? null : problemOfSaved(program, encode(program, state));
    if (problem !== null) throw doesNotFit(header, problem);
  }
  return state;
}

function doesNotFit({ run_id }: RunHeader, why: string, cause?: unknown): StoreError {
  return broken(`its records up to there don't fit together: ${why}`, runPaths(run_id).trace, cause);
}

function broken(what: string, file: string, cause?: unknown): StoreError {
  return new StoreError(
    "store/broken-trace",
    `The trace verifies, and was not written by this run: ${what}.`,
    "Restore the trace from a copy.",
    { file },
    cause,
  );
}

function isAfter(until: Moment | undefined, seq: number, nowMs: number): boolean {
  if (until === undefined) return false;
  return "seq" in until ? seq > until.seq : nowMs > until.timeMs;
}

function factsOf({ timestamp, actor, from, to }: Migration): MigrationFacts {
  return { nowMs: Date.parse(timestamp), actor, from, to };
}
