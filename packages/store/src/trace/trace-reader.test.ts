import { apply, createState, decode, encode, type JournalRecord } from "@rb/kernel";
import { expect, test } from "vitest";
import { randomHistory } from "../../test/histories.js";
import { PlainDisk } from "../../test/plain-disk.js";
import { sequenceWithRetry, written } from "../../test/sample-runs.js";
import { alone, headerOf, WrittenRun } from "../../test/written-run.js";
import type { OpenFile } from "../disk/disk.js";
import { readRun } from "../run/read-run.js";
import { recoverRun } from "../run/recover.js";
import { runPaths } from "../run/run-directory.js";
import { RunJournal } from "./run-journal.js";
import { StepResults } from "./step-results.js";
import { type TraceLine, traceLines } from "./trace-reader.js";
import { headerLine, TraceWriter } from "./trace-writer.js";

const { trace: path, graph } = runPaths("r1");

function linesOf(disk: PlainDisk, reads?: (file: OpenFile) => OpenFile): readonly TraceLine[] {
  const file = disk.open(path, "read");
  if (file === null) throw new Error("it is there");
  return [...traceLines(reads === undefined ? file : reads(file), path)];
}

test("lines are the same however the file comes in pieces", async () => {
  const disk = new PlainDisk();
  await written(disk, sequenceWithRetry, { snapshots: 0 });
  const brief = (lines: readonly TraceLine[]) => lines.map((line) => JSON.stringify(line));
  const whole = brief(linesOf(disk));
  for (const size of [1, 7, 512, 4096]) {
    const inPieces = (file: OpenFile): OpenFile => ({
      size: () => file.size(),
      read: (at, length) => file.read(at, Math.min(length, size)),
      write: () => {},
      truncate: () => {},
      sync: async () => {},
      close: () => {},
    });
    expect(brief(linesOf(disk, inPieces))).toEqual(whole);
  }
});

test("a trace that is being written is read as far as it is there", async () => {
  const disk = new PlainDisk();
  const run = await written(disk, sequenceWithRetry, { snapshots: 0 });
  const whole = disk.files.get(path) as Buffer;
  const ends = run.points.map(({ end }) => end);
  for (let first = 1; first < whole.length; first += 37) {
    const growing = (file: OpenFile): OpenFile => {
      let reads = 0;
      // What comes in between is there when it is looked for, not when it was read.
      const read = (at: number, length: number) => file.read(at, reads++ === 0 ? Math.min(first, length) : 0);
      return {
        size: () => file.size(),
        read,
        write: () => {},
        truncate: () => {},
        sync: async () => {},
        close: () => {},
      };
    };
    const found = linesOf(disk, growing).flatMap((line) => (line.type === "step_result" ? [] : line.end));
    expect(found).toEqual(ends.filter((end) => end <= first));
  }
});

test("each line says where it is, and what is before it can be cut off there", async () => {
  const disk = new PlainDisk();
  const run = await written(disk, sequenceWithRetry, { snapshots: 0 });
  const text = (disk.files.get(path) as Buffer).toString("utf8").trimEnd().split("\n");
  const lines = linesOf(disk);
  expect(lines.map(({ line }) => line)).toEqual(text.map((_, index) => index + 1));
  const ends = lines.flatMap((line) => (line.type === "step_result" ? [] : line.end));
  expect(ends).toEqual(run.points.map(({ end }) => end));
  for (const { line, offset } of lines) {
    const at = (disk.files.get(path) as Buffer).subarray(offset, offset + 20).toString("utf8");
    expect(text[line - 1]?.startsWith(at)).toBe(true);
  }
});

test("a chunk of many megabytes is one line like any other", async () => {
  const disk = new PlainDisk();
  const run = new WrittenRun(disk, sequenceWithRetry.bundle, { snapshots: 0, maxInlineBytes: 1e9 });
  const input = (id: string) => ({ type: "delivered", kind: "message", id, name: "m", payload: { json: id } }) as const;
  const records = [1, 2].map((seq): JournalRecord[] => [
    { type: "received", seq, nowMs: 0, actor: "x", input: input("é".repeat(3_000_000)) },
  ]);
  for (const some of records) await run.journal.append(some);
  expect([...readRun(disk, "r1").records()]).toEqual(records.flat());
});

test("what is refused says where, what and why", async () => {
  const disk = new PlainDisk();
  await written(disk, sequenceWithRetry, { snapshots: 0 });
  const bytes = Buffer.from(disk.files.get(path) as Buffer);
  const at = bytes.indexOf("db-1");
  bytes.write("db-2", at);
  disk.files.set(path, bytes);
  expect(() => linesOf(disk)).toThrow(
    expect.objectContaining({
      code: "store/broken-trace",
      message:
        "Lines 4 to 5 are not as they were written: the hash at the end is not that of what stands there. Only what is before line 4 verifies.",
      place: { file: path, line: 4, offset: bytes.lastIndexOf("\n", at) + 1 },
    }),
  );
});

test("a batch that leaves a number out is refused", () => {
  const { header } = headerOf(sequenceWithRetry.bundle, "r1");
  const { bytes, hash } = headerLine(header);
  const parts = { timestamp: "", records: [], results: [], attachments: [] };
  const chunk = new TraceWriter(hash).chunk({ ...parts, seq: [2, 2] });
  const disk = new PlainDisk([[path, Buffer.concat([bytes, chunk])]]);
  expect(() => linesOf(disk)).toThrow("begins with number 2, where 1 is to come");
});

test("over random histories: what is appended is what is read, and folds to the state that was", async () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const history = randomHistory(seed);
    if (history === null) continue;
    const { bundle, program, records, state } = history;
    const { header, text } = headerOf(bundle, "r1", program);
    const { bytes, hash } = headerLine(header);
    const disk = new PlainDisk([
      [path, Buffer.from(bytes)],
      [graph, Buffer.from(text)],
    ]);
    const file = disk.open(path, "write");
    if (file === null) throw new Error("it is there");
    const folded = createState();
    const journal = new RunJournal({
      disk,
      committer: alone,
      file,
      header,
      tail: { end: bytes.length, hash, seq: 0 },
      results: new StepResults(program, "r1"),
      snapshots: seed % 3,
      maxInlineBytes: seed % 2 === 0 ? 60 : undefined,
      state: () => encode(program, folded),
    });
    const appends: Promise<void>[] = [];
    for (const batch of batchesOf(records)) {
      for (const record of batch) apply(program, folded, record);
      appends.push(journal.append(batch));
      if (seed % 5 === 0) await appends.at(-1);
    }
    await Promise.all(appends);
    expect([...readRun(disk, "r1").records()], `seed ${seed}`).toEqual(JSON.parse(JSON.stringify(records)));
    const found = await recoverRun(disk, "r1", async () => ({ bundle, program }));
    if (found === null) throw new Error("it is there");
    const again = JSON.stringify(encode(program, found.state));
    expect(again, `seed ${seed}`).toBe(JSON.stringify(encode(program, decode(program, state))));
    expect(found.tail).toEqual(journal.tail);
  }
}, 60_000);

function batchesOf(records: readonly JournalRecord[]): readonly (readonly JournalRecord[])[] {
  const batches: JournalRecord[][] = [];
  for (const record of records) {
    if (record.type === "received") batches.push([]);
    batches.at(-1)?.push(record);
  }
  return batches;
}
