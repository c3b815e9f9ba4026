/**
 * A run's history as everything in this directory reads it: records, in stretches that each ran under one plan. Mostly there is one stretch;
 * a migration begins another. Where the records come from is nobody's business here, so all of it works on data alone.
 */
import type { Bundle } from "@rb/ir";
import type { JournalRecord } from "@rb/kernel";

/** What ran under one plan. Records are whole batches: each begins with its `received`. */
export interface Stretch {
  readonly bundle: Bundle;
  readonly records: Iterable<JournalRecord>;
  /** The migration that this stretch begins with; absent for the first one. */
  readonly migration?: Migration;
}

/** Who moved a run to another plan, and when. */
export interface Migration {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly nowMs: number;
  readonly actor: string;
  /** Plan hashes of the bundles. */
  readonly from: string;
  readonly to: string;
}

/** Where a record stands in a run: the batch's number, and the record's own in it, from 0 (which is the `received`). */
export interface RecordPoint {
  readonly seq: number;
  readonly record: number;
}
