/** What the files of a run prove, once it has been read to its end and every check was passed. */
import type { State } from "@rb/kernel";
import { type Recovered, type RunHead, readSnapshot, runPaths, type Store, snapshotNames } from "@rb/store";
import { plural } from "../plural.js";
import type { Executable } from "./graphs.js";

export interface Proof {
  /** Inputs and records whose chain of hashes verifies, and the last hash. */
  readonly inputs: number;
  readonly records: number;
  readonly bytes: number;
  readonly hash: string;
  /** A write that never finished and that nobody was told of; it goes when the run is next driven. */
  readonly torn: { readonly at: number; readonly bytes: number } | null;
  /** `none`: the run has not come to rest yet. */
  readonly head: "agrees" | "earlier" | "damaged" | "none";
  readonly snapshots: number;
  /** Names of snapshots that are not as they were written. They are for people, so nothing is lost. */
  readonly damagedSnapshots: readonly string[];
}

export function proofOf(store: Store, run: string, { state, tail, torn }: Recovered<Executable>): Proof {
  const paths = runPaths(run);
  const { head, isDamaged } = store.head(run);
  const names = snapshotNames(store.disk, paths);
  return {
    inputs: tail.seq,
    records: state.records,
    bytes: tail.end,
    hash: tail.hash,
    torn,
    head: isDamaged ? "damaged" : head === null ? "none" : headProves(head, state, tail),
    snapshots: names.length,
    damagedSnapshots: names.filter((name) => readSnapshot(store.disk, paths, name) === null),
  };
}

/** Of the same moment as the trace, it has to say the same: it hides a run from those who look for what is left to do. */
function headProves(head: RunHead, { status }: State, { hash }: { readonly hash: string }): Proof["head"] {
  if (head.hash !== hash) return "earlier";
  return head.status === status ? "agrees" : "damaged";
}

/** As lines for people: what holds, and what is worth knowing. */
export function proofLines({
  inputs,
  records,
  hash,
  torn,
  head,
  snapshots,
  damagedSnapshots,
}: Proof): readonly string[] {
  return [
    `✔ the chain of ${plural(inputs, "input")} and ${plural(records, "record")} verifies, up to ${hash}`,
    ...(torn === null
      ? []
      : [`! a write of ${plural(torn.bytes, "byte")} at byte ${torn.at} never finished; nobody was told of it`]),
    ...(head === "agrees" ? ["✔ the head agrees"] : []),
    ...(head === "earlier" ? ["· the head is of an earlier rest, and is borne out"] : []),
    ...(head === "none" ? ["· there is no head: the run has not come to rest yet"] : []),
    ...(head === "damaged" ? ["✖ the head is damaged; rb resume makes it anew from the trace"] : []),
    ...(snapshots > damagedSnapshots.length
      ? [`✔ ${snapshots - damagedSnapshots.length} of ${snapshots} snapshots are as they were written`]
      : []),
    ...damagedSnapshots.map((name) => `✖ ${name} is damaged; it is for people only, so nothing is lost`),
  ];
}
