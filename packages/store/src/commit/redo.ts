/**
 * Writes what is in the logs of dead processes into the traces where it belongs, before anybody reads these.
 *
 * Theory of operation. A log says nothing but which bytes stand where, and a trace only grows. So it does no harm to do this twice, or in two processes
 * at once: both write the same bytes to the same places, and whoever reads a trace after either has ended finds all of them. The slower
 * one may write while the run is driven again already; it writes what stands there.
 *
 * Everything is checked before anything is written. What a trace has where a log wants to write can be the same, or zeros, or nothing, as that is
 * all that a loss of power leaves. If it is something else, then the run went on without this log, and nothing may be written beneath that.
 */
import type { Disk, OpenFile } from "../disk/disk.js";
import type { Processes } from "../ownership/process-identity.js";
import { StoreError } from "../store-error.js";
import { decodeLog, LARGEST_LOG, LOGS, type LogPart, logWriter } from "./log-format.js";

/** A log that is done with, and removed. */
export interface RedoneLog {
  readonly file: string;
  /** Commits that it held. */
  readonly groups: number;
  /** Runs that it was written into again. */
  readonly runs: readonly string[];
  /** Runs that it names and that aren't there any more. */
  readonly gone: readonly string[];
}

interface Found {
  readonly file: string;
  readonly groups: number;
  readonly parts: readonly LogPart[];
}

interface Source extends LogPart {
  /** The log. */
  readonly from: string;
}

/** Longer than the first line of any log. */
const beginning = 512;

/**
 * To be called when a store is opened, and after a run's lock was taken and before its trace is read: its holder may have died since the store was opened.
 * Logs of processes that live, or may do so, are left alone: they hold the locks of the runs that need them.
 *
 * @throws StoreError `store/damaged-log`, `store/unknown-format`, `store/lost-history` where a trace ends before what a log adds to it, `store/broken-trace`
 *   where it has something else in that place; nothing is written then.
 */
export async function redoLogs(disk: Disk, processes: Processes): Promise<readonly RedoneLog[]> {
  const logs = deadLogs(disk, processes);
  const traces = new Map<string, OpenFile | null>();
  try {
    const sources = byTrace(logs);
    for (const path of sources.keys()) traces.set(path, disk.open(path, "write"));
    for (const [path, parts] of sources) check(path, traces.get(path) ?? null, parts);
    for (const [path, parts] of sources) await write(traces.get(path) ?? null, parts);
  } finally {
    for (const file of traces.values()) file?.close();
  }
  for (const { file } of logs) disk.remove(file);
  return logs.map(({ file, groups, parts }) => {
    const paths = [...new Set(parts.map(({ path }) => path))];
    const isThere = (path: string): boolean => traces.get(path) !== null;
    return {
      file,
      groups,
      runs: paths.filter(isThere).map(runOf),
      gone: paths.filter((path) => !isThere(path)).map(runOf),
    };
  });
}

const runOf = (path: string): string => path.split("/")[1] ?? "";

function deadLogs(disk: Disk, processes: Processes): readonly Found[] {
  return disk.list(LOGS).flatMap((name) => {
    const file = `${LOGS}/${name}`;
    const open = name.endsWith(".log") || name.endsWith(".new") ? disk.open(file, "read") : null;
    if (open === null) return [];
    try {
      const writer = logWriter(file, open.read(0, beginning));
      if (writer !== null && processes.isAlive(writer) !== false) return [];
      if (name.endsWith(".log")) return { file, ...decodeLog(file, contentOf(file, open)) };
      // It never became a log. Without a first line it may be in the making just now.
      if (writer !== null) disk.remove(file);
      return [];
    } finally {
      open.close();
    }
  });
}

function contentOf(file: string, open: OpenFile): Uint8Array {
  const size = open.size();
  if (size <= LARGEST_LOG) return open.read(0, size);
  throw new StoreError(
    "store/damaged-log",
    `${file} has ${size} bytes, which is more than any log has.`,
    "Move it out of the store if it doesn't belong there; else restore it from a copy.",
    { file },
  );
}

/** Parts by the trace that they belong to, in the order of their places. */
function byTrace(logs: readonly Found[]): ReadonlyMap<string, readonly Source[]> {
  const traces = new Map<string, Source[]>();
  for (const { file, parts } of logs) {
    for (const part of parts) {
      const of = traces.get(part.path);
      if (of === undefined) traces.set(part.path, [{ ...part, from: file }]);
      else of.push({ ...part, from: file });
    }
  }
  for (const parts of traces.values()) parts.sort((a, b) => a.at - b.at);
  return traces;
}

function check(path: string, trace: OpenFile | null, parts: readonly Source[]): void {
  if (trace === null) return;
  const size = trace.size();
  let end = 0;
  for (const { at, bytes, from } of parts) {
    if (at < end) throw twice(from, path, at);
    if (at > Math.max(size, end)) throw gap(from, path, at, Math.max(size, end));
    const there = trace.read(at, bytes.length);
    const other = there.findIndex((byte, index) => byte !== 0 && byte !== bytes[index]);
    if (other >= 0) throw conflict(from, path, at + other);
    end = at + bytes.length;
  }
}

/**
 * Also what reads the same is written: if a flush of the dead process has failed, the system may show bytes that are not on the disk, and without a write
 * the next flush would do nothing about them.
 */
async function write(trace: OpenFile | null, parts: readonly Source[]): Promise<void> {
  if (trace === null) return;
  for (const { at, bytes } of parts) trace.write(bytes, at);
  await trace.sync("redone-trace");
}

function twice(from: string, path: string, offset: number): StoreError {
  return new StoreError(
    "store/damaged-log",
    `${from} writes into ${path} at byte ${offset}, where a log has written before. No log does that, so none of them is used.`,
    "If there are copies of logs in the store, move these out of it.",
    { file: from },
  );
}

function gap(from: string, path: string, at: number, end: number): StoreError {
  return new StoreError(
    "store/lost-history",
    `${path} ends at byte ${end}, but ${from} goes on from byte ${at}: what was between is lost.`,
    `Restore ${path} from a copy. If there is none, move its run out of the store.`,
    { file: path, offset: end },
  );
}

function conflict(from: string, path: string, offset: number): StoreError {
  return new StoreError(
    "store/broken-trace",
    `${path} and ${from} say different things about byte ${offset} of the trace. The trace was changed, or went on without this log.`,
    `Restore ${path} from a copy. If it is to stay as it is, move ${from} out of the store.`,
    { file: path, offset },
  );
}
