import { Draws, SimulatedDisk } from "@rb/testing";
import { expect, test } from "vitest";
import { TraceFile } from "./trace-file.js";

const bytes = (length: number, sign: string): Uint8Array => new Uint8Array(length).fill(sign.charCodeAt(0));

test("what was cut off by a process whose flush failed stays cut off, however little is written in its place", async () => {
  const machine = new SimulatedDisk({ draws: new Draws(1) });
  const disk = machine.mount();
  const before = disk.open("trace", "create");
  before?.write(bytes(100, "a"), 0);
  before?.write(bytes(50, "t"), 100);
  await before?.sync("trace");
  await disk.syncDirectory("", "runs-directory");
  machine.faults.flushFails = 1;
  machine.faults.failedFlushForgets = true;
  before?.truncate(100);
  await expect(before?.sync("found-trace")).rejects.toMatchObject({ code: "store/io-error" });
  machine.faults.flushFails = 0;

  const trace = new TraceFile(machine.mount(), "trace", 100);
  trace.write(bytes(10, "b"), 100);
  await trace.sync("trace");
  machine.losePower();
  expect(Buffer.from(machine.durable("trace") ?? []).toString()).toBe("a".repeat(100) + "b".repeat(10));
});
