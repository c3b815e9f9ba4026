import { encode, type JournalRecord } from "@rb/kernel";
import { expect, test } from "vitest";
import { PlainDisk } from "../../test/plain-disk.js";
import { samples, sequenceWithRetry, written } from "../../test/sample-runs.js";
import { alone, loadGraph, WrittenRun } from "../../test/written-run.js";
import type { TraceAppender } from "../commit/committer.js";
import type { OpenFile } from "../disk/disk.js";
import { readRun } from "../run/read-run.js";
import { recoverRun } from "../run/recover.js";
import { runPaths } from "../run/run-directory.js";
import type { RunState } from "../run/snapshot.js";
import { newestSnapshot, readSnapshot, snapshotNames } from "../run/snapshot.js";
import { StoreError } from "../store-error.js";

const paths = runPaths("r1");

/** Commits when it is told to. */
class Held {
  waiting: { readonly trace: TraceAppender; readonly done: () => void; readonly failed: (error: unknown) => void }[] =
    [];

  readonly commit = (trace: TraceAppender): Promise<void> =>
    new Promise((done, failed) => {
      this.waiting.push({ trace, done, failed });
    });

  release(): void {
    for (const { trace, done } of this.waiting.splice(0)) {
      const bytes = trace.take();
      trace.file.write(bytes, trace.end);
      trace.end += bytes.length;
      done();
    }
  }
}

const tick = (nowMs: number, seq: number): JournalRecord[] => [
  { type: "received", seq, nowMs, actor: "x", input: { type: "tick" } },
  { type: "ignored", why: "a test" },
];

function batches(disk: PlainDisk): readonly (readonly [number, number])[] {
  return [...readRun(disk, "r1").lines()].flatMap((line) => (line.type === "batch" ? [line.seq] : []));
}

test("what is appended while the disk is busy goes out as one chunk", async () => {
  const disk = new PlainDisk();
  const held = new Held();
  const { journal } = new WrittenRun(disk, sequenceWithRetry.bundle, { committer: held });
  const appended = [1, 2, 3].map((seq) => journal.append(tick(seq, seq)));
  held.release();
  await Promise.all(appended);
  expect(batches(disk)).toEqual([[1, 3]]);
  expect(journal.tail).toMatchObject({ seq: 3, end: disk.files.get(paths.trace)?.length });
});

test("large values go into attachments first; what is appended meanwhile waits behind them", async () => {
  const disk = new PlainDisk();
  const run = new WrittenRun(disk, sequenceWithRetry.bundle, { maxInlineBytes: 1000 });
  const large = { type: "delivered", kind: "message", name: "m", payload: { json: "x".repeat(5000) } } as const;
  const received = (seq: number, id: string): JournalRecord[] => [
    { type: "received", seq, nowMs: 0, actor: "x", input: { ...large, id } },
    { type: "ignored", why: "a test" },
  ];
  const records = [received(1, "a"), tick(0, 2), received(3, "b"), tick(0, 4)];
  await Promise.all(records.map((some) => run.journal.append(some)));
  expect([...readRun(disk, "r1").records()]).toEqual(records.flat());
  expect([...disk.files.keys()].filter((name) => name.startsWith(paths.attachments))).toHaveLength(1);
  expect((disk.files.get(paths.trace) as Buffer).length).toBeLessThan(4000);
});

test("a request of a job that is too large comes back as it was", async () => {
  const disk = new PlainDisk();
  const run = new WrittenRun(disk, sequenceWithRetry.bundle, { maxInlineBytes: 300, snapshots: 0 });
  await run.start({ token: { secret: "s" } });
  await run.ok("prepare", { attachment: { sha256: "0".repeat(64), size: 1 }, json: 1, text: "y".repeat(1000) });
  const found = await recoverRun(disk, "r1", loadGraph);
  expect(encode(run.program, found?.state ?? run.state)).toEqual(run.saved());
  expect([...readRun(disk, "r1").records()]).toEqual(run.records);
});

test("an error ends the run's writing", async () => {
  const held = new Held();
  const { journal } = new WrittenRun(new PlainDisk(), sequenceWithRetry.bundle, { committer: held });
  const first = journal.append(tick(0, 1));
  const full = new StoreError("store/disk-full", "The disk is full.", "Make room.");
  held.waiting.splice(0)[0]?.failed(full);
  await expect(first).rejects.toBe(full);
  await expect(journal.append(tick(0, 2))).rejects.toMatchObject({ code: "store/writing-ended", cause: full });
  expect(held.waiting).toEqual([]);
});

test("so does an attachment that can't be stored, with all that waits behind it", async () => {
  const disk = new PlainDisk();
  const { journal } = new WrittenRun(disk, sequenceWithRetry.bundle, { maxInlineBytes: 10 });
  disk.rename = () => {
    throw new StoreError("store/disk-full", "The disk is full.", "Make room.");
  };
  const text = { json: "z".repeat(100) };
  const input = { type: "delivered", kind: "message", id: "m", name: "m", payload: text } as const;
  const large = journal.append([{ type: "received", seq: 1, nowMs: 0, actor: "x", input }]);
  const behind = journal.append(tick(0, 2));
  await expect(large).rejects.toMatchObject({ code: "store/disk-full" });
  await expect(behind).rejects.toMatchObject({ code: "store/disk-full" });
  await expect(journal.append(tick(0, 3))).rejects.toMatchObject({ code: "store/writing-ended" });
  expect(batches(disk)).toEqual([]);
});

test("after each finished step there is a snapshot of the state then, which never claims more than lasts", async () => {
  for (const sample of Object.values(samples)) {
    const disk = new PlainDisk();
    const claims: RunState[] = [];
    const rename = disk.rename.bind(disk);
    disk.rename = (from, to) => {
      rename(from, to);
      const snapshot = readSnapshot(disk, paths, to.slice(paths.snapshots.length + 1));
      if (snapshot !== null) claims.push(snapshot);
      expect(batches(disk).at(-1)?.[1]).toBe(snapshot?.seq);
    };
    const run = await written(disk, sample);
    const found = await recoverRun(disk, "r1", loadGraph);
    const steps = found?.results.history.steps ?? 0;
    expect(snapshotNames(disk, paths)).toEqual(claims.map((_, index) => `step-000${index + 1}.json`));
    expect(claims.length).toBe(steps);
    expect(claims.every(({ state }) => run.points.some((point) => point.state === JSON.stringify(state)))).toBe(true);
    expect(found?.results.history.show()).toEqual({
      current_step_index: steps,
      captures: claims.at(-1)?.captures,
      history: claims.at(-1)?.history,
      history_omitted: 0,
    });
  }
});

test("snapshots are made as often as asked", async () => {
  for (const [snapshots, expected] of [
    [0, []],
    [2, ["step-0002.json"]],
  ] as const) {
    const disk = new PlainDisk();
    await written(disk, sequenceWithRetry, { snapshots });
    expect(snapshotNames(disk, paths)).toEqual(expected);
  }
});

test("a snapshot shows what people look for", async () => {
  const disk = new PlainDisk();
  await written(disk, sequenceWithRetry, { snapshots: 1 });
  expect(readSnapshot(disk, paths, "step-0001.json")).toMatchObject({
    run_id: "r1",
    mode: "live",
    actor: "user:ann",
    current_step_index: 1,
    vars: { token: { secret: "secret://vault/token" }, y: null },
    captures: { prepare: { x: { preview: { host: "db-1" } } } },
    history: [{ step_id: "prepare", status: "passed" }],
    history_omitted: 0,
    state: { status: "running" },
  });
  expect(newestSnapshot(disk, paths)?.name).toBe("step-0002.json");
});

test("that a snapshot can't be written hurts nobody", async () => {
  const disk = new PlainDisk();
  const open = disk.open.bind(disk);
  disk.open = (path, how): OpenFile | null => {
    if (path.startsWith(paths.snapshots)) throw new StoreError("store/disk-full", "The disk is full.", "Make room.");
    return open(path, how);
  };
  const run = await written(disk, sequenceWithRetry);
  expect((await recoverRun(disk, "r1", loadGraph))?.tail).toEqual(run.journal.tail);
  expect(snapshotNames(disk, paths)).toEqual([]);
});

test("the same run gives the same bytes", async () => {
  const [one, other] = [new PlainDisk(), new PlainDisk()];
  await written(one, sequenceWithRetry);
  await written(other, sequenceWithRetry, { committer: alone });
  expect([...one.files]).toEqual([...other.files]);
});
