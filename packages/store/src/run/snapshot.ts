/**
 * The state after a finished step, for people. Derived from the trace and never read back into a run; but as it is written only when what
 * it says lasts, it proves that the trace reached this far.
 */
import type { Slot } from "@rb/ir";
import type { SavedState } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import { createFresh } from "../disk/fresh-file.js";
import { sealFile, unsealFile } from "../disk/sealed.js";
import { type Preview, previewOf } from "../trace/previews.js";
import type { RunHeader } from "../trace/run-header.js";
import type { ShownHistory, StepHistory } from "../trace/step-history.js";
import { type RunPaths, snapshotName } from "./run-directory.js";

/** A run after one of its steps. */
export interface RunState extends ShownHistory {
  readonly run_id: string;
  readonly runbook_path: string | null;
  readonly mode: RunHeader["mode"];
  readonly started_at: string;
  readonly actor: string;
  /** The variables of the run, and when it is over its outputs. Small values are themselves. */
  readonly vars: { readonly [name: string]: unknown };
  /** How far the trace was written when this was: the number of its last envelope, and the hash there. The state may be a little older. */
  readonly seq: number;
  readonly hash: string;
  readonly state: SavedState;
}

/** What a snapshot shows, but for how far the trace lasts. */
export type UnprovenState = Omit<RunState, "seq" | "hash">;

export function runState(header: RunHeader, history: StepHistory, state: SavedState): UnprovenState {
  return {
    run_id: header.run_id,
    runbook_path: header.runbook_path ?? null,
    mode: header.mode,
    started_at: header.started_at,
    actor: header.actor,
    ...history.show(),
    vars: varsOf(state),
    state,
  };
}

function varsOf(state: SavedState): { readonly [name: string]: unknown } {
  const root = state.frames.find((frame) => frame.kind === "root");
  const slots = root === undefined ? (state.outputs ?? []) : (root.variables ?? []);
  return Object.fromEntries(slots.map(([name, slot]) => [name, readable(slot)]));
}

function readable(slot: Slot): unknown {
  const shown: Preview = previewOf(slot);
  return "preview" in shown && !("sha256" in shown) ? shown.preview : shown;
}

/** Takes the place of one of the same step. Not flushed: a snapshot that a power failure takes away is missed by nobody. */
export function writeSnapshot(disk: Disk, paths: RunPaths, snapshot: RunState): void {
  disk.createDirectory(paths.snapshots);
  const path = `${paths.snapshots}/${snapshotName(snapshot.current_step_index)}`;
  const temporary = `${path}.tmp`;
  const file = createFresh(disk, temporary);
  try {
    file.write(sealFile(snapshot), 0);
  } finally {
    file.close();
  }
  disk.rename(temporary, path);
}

/** One that is there and as it was written; null otherwise. */
export function readSnapshot(disk: Disk, paths: RunPaths, name: string): RunState | null {
  const bytes = disk.read(`${paths.snapshots}/${name}`);
  const said = bytes === null ? null : unsealFile(bytes);
  return said !== null && typeof said.seq === "number" && typeof said.hash === "string"
    ? (said as unknown as RunState)
    : null;
}

/** The names of snapshots, by step. */
export function snapshotNames(disk: Disk, paths: RunPaths): readonly string[] {
  const stepOf = (name: string) => Number(/^step-(\d{4,15})\.json$/.exec(name)?.[1] ?? Number.NaN);
  return disk
    .list(paths.snapshots)
    .filter((name) => !Number.isNaN(stepOf(name)))
    .sort((a, b) => stepOf(a) - stepOf(b));
}

/** The last one that is as it was written. */
export function newestSnapshot(
  disk: Disk,
  paths: RunPaths,
): { readonly name: string; readonly snapshot: RunState } | null {
  for (const name of [...snapshotNames(disk, paths)].reverse()) {
    const snapshot = readSnapshot(disk, paths, name);
    if (snapshot !== null) return { name, snapshot };
  }
  return null;
}
