/** Disks that fail, and disks that are full: what was acknowledged stays, nothing is done that isn't written, and all goes on when the disk is well. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canTrace, tracing } from "./campaign.js";
import type { DriverTask } from "./driver-task.js";
import { Drivers, type Ending, type Wrapping } from "./drivers.js";
import type { Call, DiskFault } from "./faulty-disk.js";
import { doneWithoutRecord, judge } from "./judge.js";
import { planNames } from "./plans.js";

let drivers: Drivers;
let stores = 0;
beforeAll(async () => {
  drivers = await Drivers.build(import.meta.dirname);
});
afterAll(() => drivers.remove());

function fresh(): DriverTask {
  stores += 1;
  const directory = join(drivers.directory, String(stores));
  const task = { store: join(directory, "store"), world: join(directory, "world"), starts: planNames.length };
  for (const path of [task.store, task.world]) mkdirSync(path, { recursive: true });
  return task;
}

/** Some runs ended with one of these codes, and what was done is written all the same. */
function expectRefused(task: DriverTask, ending: Ending, ...codes: readonly string[]): void {
  expect(ending).toMatchObject({ code: 0, errors: "" });
  expect(ending.problems.length).toBeGreaterThan(0);
  for (const { problem, message, help } of ending.problems) {
    expect(codes).toContain(problem);
    expect(message).not.toBe("");
    expect(help).not.toBe("");
  }
  expect(doneWithoutRecord(task.store, task.world)).toEqual([]);
}

async function expectWell(task: DriverTask): Promise<void> {
  const { fault: _, ...plain } = task;
  expect(await drivers.start(plain).ended).toMatchObject({ code: 0, errors: "", problems: [] });
  expect(judge(task.store, task.world)).toMatchObject({ wrong: [], repeated: 0, lost: 0 });
}

const broken = ["store/io-error", "store/writing-ended"] as const;
const full = ["store/disk-full", "store/writing-ended"] as const;
type Failing = Omit<Extract<DiskFault, { do: "fail" }>, "do" | "call" | "at">;
const fault = (call: Call, at: number, about: Failing): DiskFault => ({ do: "fail", call, at, ...about });

test.concurrent.each([
  ["a write that fails", fault("write", 20, { code: "EIO", file: "trace.jsonl" }), broken],
  ["room for half of a write", fault("write", 22, { code: "ENOSPC", file: "trace.jsonl", half: true }), full],
  ["room for half of a write, and then none", fault("write", 40, { code: "ENOSPC", half: true, lasting: true }), full],
  // A log is opened under the name that it has before its first line is in it.
  ["a shared log that can't be written", fault("write", 3, { code: "EIO", file: ".new", half: true }), broken],
  ["a shared log that isn't flushed", fault("flush", 3, { code: "EIO", file: ".new" }), broken],
  ["a disk that never flushes again", fault("flush", 40, { code: "EIO", lasting: true }), broken],
  ["a head that can't be made to last", fault("flush", 1, { code: "ENOSPC", file: "head.json.tmp" }), full],
  ["a directory that can't be made", fault("mkdir", 6, { code: "ENOSPC" }), full],
  ["a lock that can't be linked", fault("link", 8, { code: "EIO" }), broken],
  ["an attachment that isn't flushed", fault("flush", 1, { code: "EIO", file: "attachments" }), broken],
] as const)("%s", async (_, what, codes) => {
  const task = { ...fresh(), fault: what };
  expectRefused(task, await drivers.start(task).ended, ...codes);
  await expectWell(task);
});

describe.runIf(canTrace)("a call of the system", () => {
  test.concurrent.each([
    ["fdatasync", "EIO", 5, broken],
    ["fsync", "EIO", 2, broken],
    ["pwrite64", "ENOSPC", "50+", full],
    ["link", "EIO", 3, broken],
  ] as const)("%s fails with %s", async (call, code, when, codes) => {
    const task = fresh();
    const ending = await drivers.start(task, tracing(call, `inject=${call}:error=${code}:when=${when}`)).ended;
    expectRefused(task, ending, ...codes);
    await expectWell(task);
  });
});

test("files that may not become larger", async () => {
  const task = fresh();
  // In blocks of 512 bytes or of 1024, as the shell has it.
  const limited: Wrapping = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh"];
  expectRefused(task, await drivers.start(task, limited).ended, ...full);
  await expectWell(task);
});

test.runIf(canMount())("a disk that is really full", async () => {
  const task = fresh();
  mount(task.store, "size=160k");
  try {
    expectRefused(task, await drivers.start(task).ended, ...full);
    // There is no more room than before.
    expectRefused(task, await drivers.start(task).ended, ...full);
    mount(task.store, "remount,size=16m");
    await expectWell(task);
  } finally {
    execFileSync("umount", [task.store]);
  }
});

function mount(directory: string, options: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "none", directory], { stdio: "ignore" });
}

/** Only a system's administrator may, and not everywhere. */
function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "rb-mount-"));
  try {
    mount(directory, "size=64k");
    execFileSync("umount", [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(directory);
  }
}
