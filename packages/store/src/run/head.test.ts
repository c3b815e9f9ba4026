import type { RunResult } from "@rb/kernel";
import { expect, test } from "vitest";
import { PlainDisk } from "../../test/plain-disk.js";
import { parallelWithWaits } from "../../test/sample-runs.js";
import { headerOf, restingIn, WrittenRun } from "../../test/written-run.js";
import { sealFile } from "../disk/sealed.js";
import { readHead, writeHead } from "./head.js";
import { runPaths } from "./run-directory.js";

const paths = runPaths("r1");

async function resultAndHead(disk: PlainDisk, more: Partial<RunResult>): Promise<void> {
  const run = new WrittenRun(disk, parallelWithWaits.bundle);
  await run.start();
  const result = { ...restingIn(run.saved()), ...more };
  await writeHead(
    disk,
    { ...headerOf(parallelWithWaits.bundle, "r1").header, title: "Two ways" },
    run.journal.tail,
    result,
    1000,
  );
}

test("a head says what a run has come to, in short", async () => {
  const disk = new PlainDisk();
  const wait = { id: 7, kind: "timer", purpose: "arm", index: 0, dueAtMs: 60_000 } as const;
  const job = {
    effect: "r1.5.1",
    kind: "invoke",
    graph: "main",
    node: "work",
    executor: "test",
    attempt: 1,
    hash: "",
    request: null,
  } as const;
  await resultAndHead(disk, {
    waiting: [
      { for: "event", wait },
      { for: "outcome", job },
    ],
    outputs: { key: { secret: "secret://k" }, text: { json: "x".repeat(400) } },
  });
  const { head, isDamaged } = readHead(disk, paths);
  expect(isDamaged).toBe(false);
  expect(head).toMatchObject({
    format: 1,
    run_id: "r1",
    title: "Two ways",
    status: "running",
    seq: 2,
    end: disk.files.get(paths.trace)?.length,
    updated_at: "1970-01-01T00:00:01.000Z",
    waiting: [
      { for: "event", kind: "timer", due_at: "1970-01-01T00:01:00.000Z" },
      { for: "outcome", node: "work", effect: "r1.5.1" },
    ],
    outputs: { key: { secret: "secret://k" }, text: { size: 402 } },
  });
  expect([...disk.files.keys()].filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("a head that is gone, or not as it was written, is none; only the second is damage", async () => {
  const disk = new PlainDisk();
  expect(readHead(disk, paths)).toEqual({ head: null, isDamaged: false });
  await resultAndHead(disk, {});
  const bytes = disk.files.get(paths.head) as Buffer;
  for (let size = 0; size < bytes.length; size += 1) {
    disk.files.set(paths.head, bytes.subarray(0, size));
    expect(readHead(disk, paths)).toEqual({ head: null, isDamaged: true });
  }
});

test("a head of another run, or of another form, is damaged, however well it is sealed", async () => {
  const disk = new PlainDisk();
  await resultAndHead(disk, {});
  const { head } = readHead(disk, paths);
  const odd = [
    { run_id: "r2" },
    { status: "constructor" },
    { seq: 0.5 },
    { waiting: [null] },
    { incidents: null },
    { failure: null },
    { updated_at: 5 },
  ];
  for (const changed of odd) {
    disk.files.set(paths.head, Buffer.from(sealFile({ ...head, ...changed })));
    expect(readHead(disk, paths), JSON.stringify(changed)).toEqual({ head: null, isDamaged: true });
  }
});

test("what a writer that died left of a head is written over", async () => {
  const disk = new PlainDisk([[`${paths.head}.tmp`, Buffer.from("half")]]);
  await resultAndHead(disk, {});
  expect(readHead(disk, paths).head).not.toBeNull();
});
