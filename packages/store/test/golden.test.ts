/**
 * Journals as they were written by earlier versions, checked in: each has to open after every one of its commits, and be in the state that it
 * was in then. What is there is never changed; a new form gets a directory of its own.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encode } from "@rb/kernel";
import { expect, test } from "vitest";
import { replay } from "../src/history/replay.js";
import { readRun } from "../src/run/read-run.js";
import { recoverRun } from "../src/run/recover.js";
import { readHistory } from "../src/run/stored-history.js";
import { PlainDisk } from "./plain-disk.js";
import { loadGraph } from "./written-run.js";

const root = fileURLToPath(new URL("./golden", import.meta.url));
const golden = readdirSync(root).flatMap((form) => readdirSync(join(root, form)).map((name) => [form, name] as const));
const trace = "runs/r1/trace.jsonl";

function stored(form: string, name: string): { readonly disk: PlainDisk; readonly states: readonly unknown[] } {
  const read = (file: string) => readFileSync(join(root, form, name, file));
  const disk = new PlainDisk(["trace.jsonl", "graph.json"].map((file) => [`runs/r1/${file}`, read(file)]));
  const lines = read("states.jsonl").toString("utf8").trimEnd().split("\n");
  return { disk, states: lines.map((line) => JSON.parse(line)) };
}

test("there are some of every form", () => {
  expect(golden).toEqual([
    ["format-1", "approval-and-compensation"],
    ["format-1", "parallel-with-waits"],
    ["format-1", "sequence-with-retry"],
  ]);
});

test.each(golden)("%s/%s opens after each commit in the state that it was in", async (form, name) => {
  const { disk, states } = stored(form, name);
  const whole = disk.files.get(trace) as Buffer;
  const ends = [...readRun(disk, "r1").lines()].flatMap((line) => (line.type === "step_result" ? [] : line.end));
  expect(ends.length).toBe(states.length);
  for (const [index, end] of ends.entries()) {
    disk.files.set(trace, whole.subarray(0, end));
    const found = await recoverRun(disk, "r1", loadGraph);
    if (found === null) throw new Error("it is there");
    expect(encode(found.program, found.state)).toEqual(states[index]);
    expect(found.torn).toBeNull();
  }
});

test.each(golden)("%s/%s has the results that its records give", async (form, name) => {
  const { disk } = stored(form, name);
  const written = [...readRun(disk, "r1").lines()].flatMap((line) =>
    line.type === "step_result" ? line.result() : [],
  );
  const found = await recoverRun(disk, "r1", loadGraph);
  expect(found?.results.history.show().history).toEqual(written);
});

test.each(golden)("%s/%s, run again, gives the same records and states", async (form, name) => {
  const { disk, states } = stored(form, name);
  const { header, stretches } = await readHistory(disk, "r1", loadGraph);
  const report = replay(stretches, { limits: header.limits });
  expect(report).toMatchObject({ equal: true, difference: null });
  expect(report.statesCompared).toBe(report.batches);
  expect(report.state).toEqual(states.at(-1));
});
