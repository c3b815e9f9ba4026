/** A run's history out of the store, up to some moment: what was received and what followed, by the plans that it ran under. */
import type { Bundle } from "@rb/ir";
import { apply, createState, decode, type JournalRecord, type Program, type SavedState, type State } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import type { Migration as MigrationFacts } from "../history/history.js";
import type { RunHeader } from "../trace/run-header.js";
import type { Migration } from "../trace/trace-writer.js";
import { readGraphFile } from "./graph-file.js";
import { readRun } from "./read-run.js";
import { type Executable, type LoadGraph, noSuchRun } from "./recover.js";

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
 * Needs no lock: what is being written meanwhile is read up to where it verifies.
 *
 * @throws StoreError when the run can't be read, and what `load` throws.
 */
export async function readHistory(
  disk: Disk,
  run: string,
  load: LoadGraph<Executable>,
  until?: Moment,
): Promise<StoredHistory> {
  const { header, paths, lines } = readRun(disk, run);
  if (header === null) throw noSuchRun(run);
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
  return { header, stretches, goesOn: false };
}

/** The state that a history leads to. */
export function stateAfter({ stretches }: StoredHistory): State {
  let state = createState();
  for (const { program, records, from } of stretches) {
    if (from !== undefined) state = decode(program, from);
    for (const record of records) apply(program, state, record);
  }
  return state;
}

function isAfter(until: Moment | undefined, seq: number, nowMs: number): boolean {
  if (until === undefined) return false;
  return "seq" in until ? seq > until.seq : nowMs > until.timeMs;
}

function factsOf({ timestamp, actor, from, to }: Migration): MigrationFacts {
  return { nowMs: Date.parse(timestamp), actor, from, to };
}
