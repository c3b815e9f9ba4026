/** Locks, group commit and its redoing, on the disk of this machine. */
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Committer, type TraceAppender } from "../src/commit/committer.js";
import { redoLogs } from "../src/commit/redo.js";
import { NodeDisk } from "../src/disk/node-disk.js";
import { systemProcesses, type WriterIdentity } from "../src/ownership/process-identity.js";
import { lockHolder, RunLock } from "../src/ownership/run-lock.js";

let root: string;
let disk: NodeDisk;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rb-store-"));
  disk = new NodeDisk(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const us = systemProcesses();
/** Like this process, but started at another time: it has ended. */
const ended: WriterIdentity = { ...systemProcesses().self, pid: 2 ** 30, started: "1" };

test("a run is driven by one at a time", () => {
  disk.createDirectory("runs/a");
  const lock = RunLock.acquire(disk, "runs/a", us);
  expect(lockHolder(disk, "runs/a", us)).toEqual(us.self);
  expect(() => RunLock.acquire(disk, "runs/a", systemProcesses())).toThrow("This run is driven by process");
  lock.release();
  RunLock.acquire(disk, "runs/a", { ...us, self: ended });
  expect(lockHolder(disk, "runs/a", us)).toBe(null);
  RunLock.acquire(disk, "runs/a", us);
  expect(disk.list("runs/a")).toEqual(["lock-4"]);
});

test("what a hundred runs committed outlives their process and the power", async () => {
  const committer = new Committer(disk, ended, { maxLogBytes: 100_000 });
  const line = (run: number, round: number): string => `{"run":${run},"round":${round},"x":"${"x".repeat(run * 3)}"}\n`;
  const traces = Array.from({ length: 100 }, (_, run): TraceAppender & { round: number } => {
    disk.createDirectory(`runs/r${run}`);
    const path = `runs/r${run}/trace.jsonl`;
    const file = disk.open(path, "create");
    if (file === null) throw new Error(`${path} is there`);
    return {
      path,
      file,
      end: 0,
      round: 0,
      take() {
        this.round += 1;
        return Buffer.from(line(run, this.round));
      },
    };
  });
  let before = { log: "", ends: [] as number[] };
  let flushedWith: readonly number[] = [];
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(traces.map((trace) => committer.commit(trace)));
    const now = { log: disk.list("log").join(), ends: traces.map(({ end }) => end) };
    // A log goes when all that it covers was flushed.
    if (now.log !== before.log) flushedWith = before.ends;
    before = now;
  }
  expect(flushedWith).toHaveLength(100);
  expect(disk.list("log")).toHaveLength(1);
  for (const [run, { path, file }] of traces.entries()) {
    file.close();
    truncateSync(join(root, path), flushedWith[run]);
  }
  const [log] = await redoLogs(disk, us);
  expect(log?.runs).toHaveLength(100);
  expect(disk.list("log")).toEqual([]);
  for (const [run, { path, end }] of traces.entries()) {
    const text = Array.from({ length: 20 }, (_, round) => line(run, round + 1)).join("");
    expect(Buffer.from(disk.read(path) ?? []).toString()).toBe(text);
    expect(end).toBe(text.length);
  }
});
