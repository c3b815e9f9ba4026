import { describe, expect, test } from "vitest";
import { PlainDisk } from "../../test/plain-disk.js";
import { samples, written } from "../../test/sample-runs.js";
import { isTorn } from "./torn-tail.js";
import { type TraceEnd, traceLines } from "./trace-reader.js";

const path = "runs/r1/trace.jsonl";
const sector = 512;

/** Reads to the end; what is refused is null. */
function endOf(bytes: Buffer): TraceEnd | null {
  const file = new PlainDisk([[path, bytes]]).open(path, "read");
  if (file === null) throw new Error("it is there");
  const lines = traceLines(file, path);
  try {
    for (;;) {
      const { value, done } = lines.next();
      if (done === true) return value;
    }
  } catch {
    return null;
  }
}

/** Deterministic; `below(n)` is in 0 … n-1. */
function draws(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** The file as a power failure may leave it while the bytes from `from` on were being written: some sectors of them never came. */
function torn(whole: Buffer, from: number, below: (n: number) => number): Buffer {
  const bytes = Buffer.from(whole);
  for (let at = from - (from % sector); at < bytes.length; at += sector)
    if (below(3) === 0) bytes.fill(0, Math.max(at, from), Math.min(at + sector, bytes.length));
  return below(2) === 0 ? bytes : bytes.subarray(0, from + below(bytes.length - from + 1));
}

describe.each(Object.entries(samples))("%s", (_, sample) => {
  test("whatever a power failure leaves of the last write heals, and nothing else is lost", async () => {
    const disk = new PlainDisk();
    const run = await written(disk, sample, { snapshots: 0 });
    const whole = disk.files.get(path) as Buffer;
    const ends = run.points.map(({ end }) => end);
    const below = draws(7);
    for (let chunk = 1; chunk < ends.length; chunk += 1) {
      const [from, to] = [ends[chunk - 1] as number, ends[chunk] as number];
      for (let time = 0; time < 200; time += 1) {
        const bytes = torn(whole.subarray(0, to), from, below);
        const isWhole = bytes.equals(whole.subarray(0, to));
        expect(endOf(bytes)?.end, `chunk ${chunk}, time ${time}`).toBe(isWhole ? to : from);
      }
    }
  });

  test("the same in an earlier write is damage: what comes after it was written because it lasted", async () => {
    const disk = new PlainDisk();
    const run = await written(disk, sample, { snapshots: 0 });
    const whole = disk.files.get(path) as Buffer;
    const ends = run.points.map(({ end }) => end);
    for (const [index, end] of ends.slice(0, -1).entries()) {
      const from = ends[index - 1] ?? 0;
      for (let at = from - (from % sector); at + sector < end; at += sector) {
        const bytes = Buffer.from(whole);
        bytes.fill(0, Math.max(at, from), at + sector);
        expect(endOf(bytes), `${index} at ${at}`).toBeNull();
      }
    }
  });

  test("a header that never came whole is no run", async () => {
    const disk = new PlainDisk();
    const run = await written(disk, sample, { snapshots: 0 });
    const header = (disk.files.get(path) as Buffer).subarray(0, run.points[0]?.end);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(header.length), header.subarray(0, 100), header.subarray(0, -1)])
      expect(endOf(bytes)).toMatchObject({ lines: 0, end: 0, hash: "" });
    expect(endOf(Buffer.from("something else entirely"))).toBeNull();
    expect(endOf(Buffer.concat([header.subarray(0, -1), Buffer.from(" ")]))).toBeNull();
  });
});

const result = '{"type":"step_result","timestamp":"","run_id":"r","result":{}}\n';
const commit = `{"type":"batch","seq":[4,4],"timestamp":"","records":[],"hash":"${"0".repeat(64)}"}`;

test.each([
  ["results without a commit", result + result, true],
  ["the beginning of a result", result + result.slice(0, 30), true],
  ["the beginning of a commit", result + commit.slice(0, 40), true],
  ["a commit without the end of its line", commit, true],
  ["a few bytes", '{"ty', true],
  ["a commit that doesn't verify", `${commit}\n`, false],
  ["a commit whose end of line is another byte", `${commit}\u000b`, false],
  ["a result and a commit whose line between is gone", `${result.slice(0, -1)}\u000b${commit}\n`, false],
  ["something behind a commit", `${commit}\n${result}`, false],
  ["a line that is none", `hello\n${result}`, false],
  ["the beginning of no line", `${result}hello`, false],
  ["zeros, and then the commit of a later batch", `${"\0".repeat(512)}\n${commit.replace("[4,4]", "[5,5]")}`, false],
  ["zeros, and then its own commit", `${"\0".repeat(512)}\n${commit}\n`, true],
  ["one zero", `${result}{"type"\0${commit}\n`, false],
])("%s", (_, tail, expected) => {
  expect(isTorn(Buffer.from(tail), 512 * 9, 3)).toBe(expected);
});
