/** A run as it stands in the store, or stood at some moment, read and verified without its lock. */
import type { Bundle } from "@rb/ir";
import type { Program, State } from "@rb/kernel";
import {
  lockHolder,
  type Moment,
  type Recovered,
  type RunHeader,
  readHistory,
  recoverRun,
  runPaths,
  type StoredHistory,
  stateAfter,
  type WriterIdentity,
} from "@rb/store";
import { BundleIndex } from "../running/bundle-index.js";
import { noSuchRun } from "./find-run.js";
import type { Executable } from "./graphs.js";
import type { Session } from "./session.js";

export interface OpenRun {
  readonly run: string;
  readonly header: RunHeader;
  readonly bundle: Bundle;
  readonly program: Program;
  readonly state: State;
  readonly index: BundleIndex;
  /** Who drives it now. */
  readonly holder: WriterIdentity | null;
}

/** @throws StoreError when it isn't there, or isn't as it was written. */
export async function openRun(
  session: Session,
  run: string,
): Promise<OpenRun & { readonly recovered: Recovered<Executable> }> {
  const { store, graphs } = session;
  // First: a run that comes to rest meanwhile is then shown as driven, never as left alone while it is not.
  const holder = holderOf(session, run);
  const recovered = await recoverRun(store.disk, run, graphs.load);
  if (recovered === null) throw noSuchRun(run);
  const { header, runnable, state } = recovered;
  const { bundle, program } = runnable;
  return { run, header, bundle, program, state, index: new BundleIndex(bundle), holder, recovered };
}

/** As it was at a moment. */
export async function openRunAt(
  session: Session,
  run: string,
  until: Moment,
): Promise<OpenRun & { readonly history: StoredHistory }> {
  const history = await readHistory(session.store.disk, run, session.graphs.load, until);
  const last = history.stretches.at(-1);
  if (last === undefined) throw noSuchRun(run);
  const { bundle, program } = last;
  const state = stateAfter(history);
  return { run, header: history.header, bundle, program, state, index: new BundleIndex(bundle), holder: null, history };
}

function holderOf({ store }: Session, run: string): WriterIdentity | null {
  return lockHolder(store.disk, runPaths(run).directory, store.processes);
}
