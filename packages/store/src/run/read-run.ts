/** A run as it stands on the disk, for tools: nothing is folded, nothing is changed. */
import type { JournalRecord } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import { attach, readAttachment } from "../trace/attachments.js";
import type { RunHeader } from "../trace/run-header.js";
import { type TraceEnd, type TraceLine, traceLines } from "../trace/trace-reader.js";
import { type FoundHead, readHead } from "./head.js";
import { noSuchRun } from "./recover.js";
import { type RunPaths, runPaths } from "./run-directory.js";

/** What is there of a run. */
export interface StoredRun {
  readonly paths: RunPaths;
  /** Null: the run never came to exist. */
  readonly header: RunHeader | null;
  readonly head: FoundHead;
  /** From the first line on; with the values that attachments hold. The file is open while this runs. */
  readonly lines: () => Generator<TraceLine, TraceEnd>;
  readonly records: () => Generator<JournalRecord, void>;
}

/** What the disk has of a run. @throws StoreError `store/no-such-run`, `store/bad-run-id`, `store/broken-trace`, `store/unknown-format`. */
export function readRun(disk: Disk, run: string): StoredRun {
  const paths = runPaths(run);
  if (disk.list(paths.directory).length === 0) throw noSuchRun(run);
  const lines = () => storedLines(disk, paths);
  const opening = lines();
  const { value, done } = opening.next();
  opening.return({ end: 0, hash: "", seq: 0, lines: 0, torn: null });
  const header = done !== true && value.type === "run" ? value.header : null;
  return { paths, header, head: readHead(disk, paths), lines, records: () => recordsOf(lines()) };
}

function* storedLines(disk: Disk, paths: RunPaths): Generator<TraceLine, TraceEnd> {
  const file = disk.open(paths.trace, "read");
  if (file === null) return { end: 0, hash: "", seq: 0, lines: 0, torn: null };
  const read = (ref: Parameters<typeof readAttachment>[2]) => readAttachment(disk, paths, ref);
  try {
    const lines = traceLines(file, paths.trace);
    for (;;) {
      const { value, done } = lines.next();
      if (done === true) return value;
      const isWhole = value.type !== "batch" || value.attachments.length === 0;
      yield isWhole ? value : { ...value, records: value.records.map((record) => attach(record, read)) };
    }
  } finally {
    file.close();
  }
}

function* recordsOf(lines: Iterable<TraceLine>): Generator<JournalRecord, void> {
  for (const line of lines) if (line.type === "batch") yield* line.records;
}
