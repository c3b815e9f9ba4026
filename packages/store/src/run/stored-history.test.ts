import { beforeEach, describe, expect, test } from "vitest";
import { PlainDisk } from "../../test/plain-disk.js";
import { parallelWithWaits, written } from "../../test/sample-runs.js";
import { headerOf, loadGraph, type WrittenRun } from "../../test/written-run.js";
import { StoreError, type StoreErrorCode } from "../store-error.js";
import { headerLine, TraceWriter } from "../trace/trace-writer.js";
import { recoverRun } from "./recover.js";
import { type Moment, readHistory, stateAfter } from "./stored-history.js";

const directory = "runs/r1";
const trace = `${directory}/trace.jsonl`;
let disk: PlainDisk;
let run: WrittenRun;

beforeEach(async () => {
  disk = new PlainDisk();
  run = await written(disk, parallelWithWaits, {});
});

/** How many inputs the history tells of, or why it isn't told. */
async function told(until?: Moment): Promise<number | StoreErrorCode> {
  try {
    return stateAfter(await readHistory(disk, "r1", loadGraph, until)).seq;
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

function linesOf(path: string): string[] {
  return (disk.files.get(path) as Buffer).toString("utf8").split("\n");
}

/** A trace that verifies, of these records in one batch. */
function forge(records: readonly unknown[]): void {
  const { header } = headerOf(parallelWithWaits.bundle, "r1");
  const { bytes, hash } = headerLine(header);
  const texts = records.map((record) => JSON.stringify(record));
  const parts = { seq: [1, 1] as const, timestamp: "1970-01-01T00:00:00.000Z", results: [], attachments: [] };
  const chunk = new TraceWriter(hash).chunk({ ...parts, records: texts });
  disk = new PlainDisk();
  disk.files.set(`${directory}/graph.json`, Buffer.from(headerOf(parallelWithWaits.bundle, "r1").text));
  disk.files.set(trace, Buffer.concat([bytes, chunk]));
}

test("a history is told up to the moment that is asked for", async () => {
  const { seq } = run.saved();
  expect([await told(), await told({ seq: 1 }), await told({ seq })]).toEqual([seq, 1, seq]);
});

describe("a trace that ends where a snapshot shows more", () => {
  beforeEach(() => {
    const lines = linesOf(trace);
    const batches = lines.flatMap((line, at) => (line.startsWith('{"type":"batch"') ? [at] : []));
    disk.files.set(trace, Buffer.from(`${lines.slice(0, (batches[1] ?? 0) + 1).join("\n")}\n`));
  });

  test("is told nowhere as if that were its end", async () => {
    expect([await told(), await told({ seq: 99 }), await told({ timeMs: 1e15 })]).toEqual([
      "store/lost-history",
      "store/lost-history",
      "store/lost-history",
    ]);
  });

  test("can be looked at as it was before", async () => {
    expect(await told({ seq: 1 })).toBe(1);
  });
});

test("a damaged trace can be looked at as it was before the damage", async () => {
  const lines = linesOf(trace);
  disk.files.set(trace, Buffer.from(lines.join("\n").replace(lines.at(-2) ?? "", "damaged")));
  expect([await told(), await told({ seq: 1 })]).toEqual(["store/broken-trace", 1]);
});

test("the history of one run is not told as that of another", async () => {
  for (const [path, bytes] of [...disk.files]) disk.files.set(path.replace("/r1/", "/r2/"), bytes);
  for (const until of [undefined, { seq: 1 }])
    await expect(readHistory(disk, "r2", loadGraph, until)).rejects.toMatchObject({ code: "store/broken-trace" });
});

test("records that don't fit what was before are refused, wherever they are looked at", async () => {
  const received = { type: "received", seq: 1, nowMs: 0, actor: "x", input: { type: "tick" } };
  const odd: readonly unknown[][] = [
    [null],
    [received, 5],
    [received, { type: "tokenEnded", token: 7, how: "ended" }],
    [received, { type: "frameOpened" }],
    [received, { type: "constructor" }],
    [received, { type: "statusChanged", status: "done" }],
  ];
  for (const records of odd) {
    forge(records);
    expect([await told(), await told({ seq: 1 }), await told({ seq: 9 })], JSON.stringify(records)).toEqual([
      "store/broken-trace",
      "store/broken-trace",
      "store/broken-trace",
    ]);
  }
});

test("a header whose members are of another form is refused", async () => {
  const { header, text } = headerOf(parallelWithWaits.bundle, "r1");
  for (const changed of [{ title: 5 }, { labels: null }, { labels: { a: 1 } }, { tenant: {} }, { rerun_of: ["r0"] }]) {
    disk = new PlainDisk();
    disk.files.set(`${directory}/graph.json`, Buffer.from(text));
    disk.files.set(trace, Buffer.from(headerLine({ ...header, ...(changed as object) }).bytes));
    expect(await told(), JSON.stringify(changed)).toBe("store/broken-trace");
    await expect(recoverRun(disk, "r1", loadGraph)).rejects.toMatchObject({ code: "store/broken-trace" });
  }
});
