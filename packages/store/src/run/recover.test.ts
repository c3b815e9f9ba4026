import { decode, encode, step } from "@rb/kernel";
import { expect, test } from "vitest";
import { PlainDisk } from "../../test/plain-disk.js";
import {
  approvalAndCompensation,
  parallelWithWaits,
  type Sample,
  samples,
  sequenceWithRetry,
  written,
} from "../../test/sample-runs.js";
import { headerOf, loadGraph, restingIn, WrittenRun } from "../../test/written-run.js";
import { sha256Of } from "../disk/sealed.js";
import { planMigration } from "../history/migrate.js";
import { StoreError, type StoreErrorCode } from "../store-error.js";
import { headerLine, TraceWriter } from "../trace/trace-writer.js";
import { writeHead } from "./head.js";
import { readRun } from "./read-run.js";
import { makeTraceLast, recoverRun } from "./recover.js";

const trace = "runs/r1/trace.jsonl";
const all = Object.entries(samples);

interface Opened {
  /** Null: it never came to exist. */
  readonly state: string | null;
  readonly seq: number;
  readonly isTorn: boolean;
}

/** What opening gives: the run, or the code of what is wrong. */
async function opened(disk: PlainDisk): Promise<Opened | StoreErrorCode> {
  try {
    const found = await recoverRun(disk, "r1", loadGraph);
    if (found === null) return { state: null, seq: 0, isTorn: false };
    const state = JSON.stringify(encode(found.program, found.state));
    return { state, seq: found.tail.seq, isTorn: found.torn !== null };
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

const codeOf = (outcome: Opened | StoreErrorCode) => (typeof outcome === "string" ? outcome : null);

function withFile(disk: PlainDisk, path: string, bytes: Uint8Array): PlainDisk {
  const copy = disk.copy();
  copy.files.set(path, Buffer.from(bytes));
  return copy;
}

const bytesOf = (disk: PlainDisk, path: string) => disk.files.get(path) as Buffer;

async function plain(sample: Sample): Promise<{ readonly disk: PlainDisk; readonly run: WrittenRun }> {
  const disk = new PlainDisk();
  return { disk, run: await written(disk, sample, { snapshots: 0 }) };
}

async function writeHeadOf(disk: PlainDisk, run: WrittenRun, sample: Sample): Promise<void> {
  const result = restingIn(run.saved());
  await writeHead(disk, headerOf(sample.bundle, "r1").header, run.journal.tail, result, 0);
}

test.each(all)("%s: what was written is what is opened", async (_, sample) => {
  const { disk, run } = await plain(sample);
  const found = await recoverRun(disk, "r1", loadGraph);
  expect(found?.tail).toEqual(run.journal.tail);
  expect(found?.torn).toBeNull();
  expect(JSON.stringify(encode(run.program, found?.state ?? run.state))).toBe(JSON.stringify(run.saved()));
});

test.each(all)("%s: cut off after any byte, it opens at the longest prefix that lasts", async (_, sample) => {
  const { disk, run } = await plain(sample);
  const whole = bytesOf(disk, trace);
  for (let size = 0; size < whole.length; size += 1) {
    const point = run.points.findLast(({ end }) => end <= size);
    const found = await opened(withFile(disk, trace, whole.subarray(0, size)));
    const expected =
      point === undefined
        ? { state: null, seq: 0, isTorn: false }
        : { state: point.state, seq: run.points.indexOf(point), isTorn: size > point.end };
    expect(found, `${size} bytes`).toEqual(expected);
  }
});

test("cut off anywhere, it is refused when its head or a snapshot shows that more had been there", async () => {
  for (const proof of ["head", "snapshot"]) {
    const disk = new PlainDisk();
    const run = await written(disk, sequenceWithRetry, { snapshots: proof === "snapshot" ? 1 : 0 });
    if (proof === "head") await writeHeadOf(disk, run, sequenceWithRetry);
    const whole = bytesOf(disk, trace);
    expect(codeOf(await opened(disk))).toBeNull();
    for (let size = 0; size < whole.length; size += 1)
      expect(await opened(withFile(disk, trace, whole.subarray(0, size))), `${size} bytes`).toBe("store/lost-history");
    disk.files.delete(trace);
    expect(await opened(disk)).toBe("store/lost-history");
  }
});

test.each(all)(
  "%s: a flipped bit anywhere in the trace is refused",
  async (_, sample) => {
    const { disk } = await plain(sample);
    const whole = bytesOf(disk, trace);
    const flipped = Buffer.from(whole);
    disk.files.set(trace, flipped);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const at = bit >> 3;
      flipped[at] = (whole[at] as number) ^ (1 << (bit & 7));
      // That recovering refuses what reading does, need not be seen for each bit.
      if (bit % 61 === 0) expect(await opened(disk), `bit ${bit}`).toBe("store/broken-trace");
      else expect(readsToEnd(disk), `bit ${bit}`).toBe(false);
      flipped[at] = whole[at] as number;
    }
    expect(readsToEnd(disk)).toBe(true);
  },
  60_000,
);

function readsToEnd(disk: PlainDisk): boolean {
  try {
    for (const _ of readRun(disk, "r1").lines());
    return true;
  } catch {
    return false;
  }
}

test("a flipped bit in the graph is refused, and in a head or a snapshot changes nothing", async () => {
  const disk = new PlainDisk();
  const run = await written(disk, sequenceWithRetry);
  await writeHeadOf(disk, run, sequenceWithRetry);
  const whole = await opened(disk);
  for (const [path, bytes] of disk.files) {
    if (path === trace) continue;
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] as number) ^ (1 << (at % 8));
      const found = await opened(withFile(disk, path, flipped));
      expect(found, `${path} ${at}`).toEqual(path.endsWith("graph.json") ? "store/damaged-graph" : whole);
    }
  }
}, 60_000);

test("a flipped bit in an attachment is refused", async () => {
  const disk = new PlainDisk();
  const run = await written(disk, sequenceWithRetry, { maxInlineBytes: 40, snapshots: 0 });
  const attachments = [...disk.files.keys()].filter((path) => path.includes("/attachments/"));
  expect(attachments.length).toBe(1);
  expect(await opened(disk)).toMatchObject({ state: JSON.stringify(run.saved()) });
  for (const path of attachments) {
    const bytes = bytesOf(disk, path);
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] as number) ^ (1 << (at % 8));
      expect(await opened(withFile(disk, path, flipped)), `${at}`).toBe("store/damaged-attachment");
    }
    disk.files.delete(path);
    expect(await opened(disk)).toBe("store/damaged-attachment");
  }
});

test("a head of another history is not borne out", async () => {
  const { disk, run } = await plain(sequenceWithRetry);
  const other = new PlainDisk();
  const another = await written(other, sequenceWithRetry, { snapshots: 0, maxInlineBytes: 40 });
  expect(another.journal.tail.seq).toBe(run.journal.tail.seq);
  await writeHeadOf(disk, another, sequenceWithRetry);
  expect(await opened(disk)).toBe("store/lost-history");
});

test("a torn end is healed, and the run goes on from there", async () => {
  const { disk, run } = await plain(sequenceWithRetry);
  const whole = bytesOf(disk, trace);
  disk.files.set(trace, whole.subarray(0, whole.length - 30));
  const found = await recoverRun(disk, "r1", loadGraph);
  const file = disk.open(trace, "write");
  if (found === null || file === null) throw new Error("it is there");
  expect(found.torn).toEqual({ at: found.tail.end, bytes: whole.length - 30 - found.tail.end });
  await makeTraceLast(file, found);
  expect(file.size()).toBe(run.points.at(-2)?.end);
  expect(await opened(disk)).toMatchObject({ isTorn: false, state: run.points.at(-2)?.state });
});

test("what verifies and makes no sense is refused, without an exception from the depths", async () => {
  const { disk } = await plain(sequenceWithRetry);
  const { header } = headerOf(sequenceWithRetry.bundle, "r1");
  const start = { type: "received", seq: 1, nowMs: 0, actor: "x", input: { type: "start", run: "r1", variables: {} } };
  const nonsense: readonly unknown[] = [
    { type: "tokenMoved", token: 7, flow: "x", to: "y" },
    { type: "tokenCreated", token: 2, frame: 1, node: "s", via: null, from: null },
    { type: "frameOpened", frame: 1, kind: "root", owner: null, graph: "nowhere", variables: [] },
    { type: "frameOpened", frame: 1, kind: "root", owner: null, graph: "main", variables: 5 },
    { type: "frameOpened", frame: -1, kind: "__proto__", owner: null, graph: "main", variables: [] },
    { type: "constructor" },
    { type: "statusChanged", status: "fine" },
    start,
    null,
    [],
  ];
  for (const record of nonsense) {
    const { bytes, hash } = headerLine(header);
    const chunk = new TraceWriter(hash).chunk({
      seq: [1, 1],
      timestamp: "1970-01-01T00:00:00.000Z",
      records: [JSON.stringify(start), JSON.stringify(record)],
      results: [],
      attachments: [],
    });
    const found = await opened(withFile(disk, trace, Buffer.concat([bytes, chunk])));
    expect(found, JSON.stringify(record)).toBe("store/broken-trace");
  }
});

test("a header of another run, an unknown form and another plan are refused", async () => {
  const { disk } = await plain(sequenceWithRetry);
  const { header } = headerOf(sequenceWithRetry.bundle, "r1");
  const openedAs = (changed: object) => opened(withFile(disk, trace, headerLine({ ...header, ...changed }).bytes));
  expect(await openedAs({})).toMatchObject({ seq: 0, isTorn: false });
  expect(await openedAs({ run_id: "r2" })).toBe("store/broken-trace");
  expect(await openedAs({ format: 2 })).toBe("store/unknown-format");
  expect(await openedAs({ program: `sha256:${"0".repeat(64)}` })).toBe("store/other-plan");
  expect(await openedAs({ graph: `sha256:${"0".repeat(64)}` })).toBe("store/damaged-graph");
  expect(await openedAs({ limits: 5 })).toBe("store/broken-trace");
});

test("no id leads out of the directory of runs", async () => {
  for (const id of ["..", "a/b", "a\\b", ".", "", "a.b", "a".repeat(129), "-a", "a\0"])
    await expect(recoverRun(new PlainDisk(), id, loadGraph)).rejects.toMatchObject({ code: "store/bad-run-id" });
  await expect(recoverRun(new PlainDisk(), "r9", loadGraph)).rejects.toMatchObject({ code: "store/no-such-run" });
});

test("deliveries that were taken are told, those asked for however old they are", async () => {
  const disk = new PlainDisk();
  const run = await written(disk, parallelWithWaits, { snapshots: 0 });
  const before = run.points.length;
  for (let n = 2; n < 9; n += 1) await run.send({ type: "tick" }, { delivery: `d-${n}` });
  expect(run.points.length).toBe(before + 7);
  const ids = async (options: Parameters<typeof recoverRun>[3]) => [
    ...((await recoverRun(disk, "r1", loadGraph, options))?.delivered ?? []),
  ];
  expect(await ids({})).toEqual(["d-1", "d-2", "d-3", "d-4", "d-5", "d-6", "d-7", "d-8"]);
  expect(await ids({ deliveryWindow: 2 })).toEqual(["d-7", "d-8"]);
  expect(await ids({ deliveryWindow: 2, deliveries: new Set(["d-1"]) })).toContain("d-1");
});

test("a run goes on with another graph from where it says so", async () => {
  const disk = new PlainDisk();
  const run = await written(disk, { ...sequenceWithRetry, play: (made) => made.start({ token: { secret: "s" } }) });
  const newer = headerOf(approvalAndCompensation.bundle, "r1");
  disk.files.set("runs/r1/graph-2.json", Buffer.from(newer.text));
  const state = {
    ...run.saved(),
    program: newer.header.program,
    frames: [],
    tokens: [],
    waits: [],
    status: "stuck" as const,
  };
  const migration = {
    timestamp: "1970-01-01T00:00:00.000Z",
    from: run.program.hash,
    to: newer.header.program,
    graph: `sha256:${sha256Of(newer.text)}`,
    file: "graph-2.json",
    actor: "user:ann",
    state,
  };
  await run.journal.migrate(migration);
  const found = await recoverRun(disk, "r1", loadGraph);
  expect(found?.program.hash).toBe(newer.header.program);
  expect(encode(found?.program ?? run.program, found?.state ?? run.state)).toEqual(state);
  expect(found?.tail).toEqual(run.journal.tail);
  await run.journal.migrate({ ...migration, from: migration.to, file: "../../graph.json" });
  expect(await opened(disk)).toBe("store/broken-trace");
});

test("a step that began before the run went on with another graph ends in that one", async () => {
  const disk = new PlainDisk();
  const run = new WrittenRun(disk, sequenceWithRetry.bundle, { snapshots: 0 });
  await run.start({ token: { secret: "s" } });
  const [main] = sequenceWithRetry.bundle.graphs;
  if (main === undefined) throw new Error("it has a graph");
  const nodes = main.nodes.map((node) => (node.id === "e" ? { ...node, name: "The end" } : node));
  const newer = headerOf({ ...sequenceWithRetry.bundle, graphs: [{ ...main, nodes }] }, "r1");
  disk.files.set("runs/r1/graph-2.json", Buffer.from(newer.text));
  const { program } = await loadGraph(newer.text);
  const { state } = planMigration(run.program, program, run.saved());
  if (state === null) throw new Error("nothing vanished");
  await run.journal.migrate({
    timestamp: "1970-01-01T00:00:00.000Z",
    from: run.program.hash,
    to: program.hash,
    graph: `sha256:${sha256Of(newer.text)}`,
    file: "graph-2.json",
    actor: "user:ann",
    state,
  });
  const live = decode(program, state);
  const effect = [...live.tokens.values()][0]?.job?.request.effect ?? "";
  const made = step(program, live, { nowMs: 9, actor: "x", input: { type: "cancelled" } });
  if (made.kind !== "done") throw new Error("it asks");
  await run.journal.append(made.records);
  const found = await recoverRun(disk, "r1", loadGraph);
  expect(encode(program, found?.state ?? live)).toEqual(encode(program, live));
  expect(found?.results.history.show().history).toMatchObject([
    {
      step_id: "prepare",
      effect,
      status: "failed",
      ended_at: "1970-01-01T00:00:00.009Z",
      error: { code: "cancelled" },
    },
  ]);
});
