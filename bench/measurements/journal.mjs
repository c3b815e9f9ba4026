/** What it costs that runs are on the disk before anything outside is touched: beside the disk itself, written to as plainly as can be. */
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { append, create } from "../contenders/raw-disk.mjs";
import { heapUsed, hostOf, inDirectory, languages, limits, openIn, runToRest } from "../lib/durable.mjs";
import * as graphs from "../lib/graphs.mjs";
import { interleave } from "../lib/interleave.mjs";
import { atLeast, atMost, grouped, number, spread } from "../lib/report.mjs";
import { median, ratio } from "../lib/statistics.mjs";

const sizes = {
  full: { runs: 100, steps: 1000, withSnapshots: 50, starts: 100, rounds: 5, records: 1_000_000 },
  quick: { runs: 100, steps: 200, withSnapshots: 50, starts: 50, rounds: 3, records: 100_000 },
  trial: { runs: 2, steps: 5, withSnapshots: 5, starts: 2, rounds: 1, records: 1000 },
};
const flushEvery = 100;

export async function measure(form) {
  const { rounds, ...size } = sizes[form];
  const written = await throughput(size, rounds);
  const begun = await starting(size, rounds);
  const heap = await memory(size.records);
  const perSecond = (key) => grouped(1000 / median(written.of.get(key)));
  const against = (key) => ratio(written.of.get("raw"), written.of.get(key));
  const flat = ratio([heap.late], [heap.early]);
  return {
    targets:
      form === "trial"
        ? []
        : [
            atLeast(
              0.5,
              "records a second of 100 runs at once, against the disk, record by record",
              against("journal"),
            ),
            atMost(1.1, `heap of a run after ${grouped(size.records)} records, against after a tenth of them`, flat),
          ],
    tables: [
      {
        title: `Records a second, ${size.runs} runs at once, ${number(written.bytes)} bytes a record`,
        head: ["", "records a second", "of the disk's, record by record", "µs of processor time a record"],
        rows: [
          ["the disk: a write for each record, a flush for every 100", "raw"],
          ["the disk: a write and a flush for every 100", "raw together"],
          ["rb, no snapshots", "journal"],
          ["rb, a snapshot after every step", "snapshots"],
        ].map(([what, key]) => [
          what,
          perSecond(key),
          key === "raw" ? "" : spread(against(key)),
          number(median(written.processor.get(key)) * 1000),
        ]),
      },
      {
        title: "Starting one run after the other, until it lasts",
        head: ["", "µs", "times the disk's"],
        rows: [
          ["the disk: the same files and flushes", number(median(begun.get("raw")) * 1000), ""],
          ["rb", number(median(begun.get("start")) * 1000), spread(ratio(begun.get("start"), begun.get("raw")))],
        ],
      },
      {
        title: "Heap of the process while one run goes on",
        head: ["after", "MiB"],
        rows: [
          [`${grouped(size.records / 10)} records`, number(heap.early / 2 ** 20)],
          [`${grouped(size.records)} records`, number(heap.late / 2 ** 20)],
        ],
      },
    ],
    notes: [],
  };
}

/** Milliseconds a record, round by round, as they pass and of processor time, and how many bytes a record has. */
async function throughput({ runs, steps, withSnapshots }, rounds) {
  let bytes = 0;
  let records = 0;
  const processor = new Map();
  const timed = async (key, work) => {
    const from = performance.now();
    const used = process.cpuUsage();
    const given = await work();
    const { user, system } = process.cpuUsage(used);
    return { ms: performance.now() - from, given, used: (count) => put(key, (user + system) / 1000 / count) };
  };
  const put = (key, ms) => processor.set(key, [...(processor.get(key) ?? []), ms]);
  const journal = (key, stepsEach, snapshots) => ({
    key,
    time: () =>
      inDirectory(async (directory) => {
        const host = hostOf(await openIn(directory), { snapshots });
        const loaded = { bundle: graphs.repeat(stepsEach), languages };
        const started = await Promise.all(Array.from({ length: runs }, () => host.start(loaded, { limits })));
        const { ms, given, used } = await timed(key, () => Promise.all(started.map(({ result }) => result)));
        await host.close();
        records = given.reduce((sum, { state }) => sum + completed(state).records, 0);
        used(records);
        bytes = Math.round(tracesOf(directory).reduce((sum, path) => sum + statSync(path).size, 0) / records);
        return ms / records;
      }),
  });
  // As many records as the case before it wrote, and as large.
  const raw = (key, together) => ({
    key,
    time: () =>
      inDirectory(async (directory) => {
        const { ms, used } = await timed(key, () => append(directory, { records, bytes, flushEvery, together }));
        used(records);
        return ms / records;
      }),
  });
  const cases = [
    journal("snapshots", withSnapshots, 1),
    journal("journal", steps, 0),
    raw("raw", 1),
    raw("raw together", flushEvery),
  ];
  const of = await interleave(cases, { rounds, sampleMs: 0, warmMs: 0 });
  return { of, processor, bytes };
}

/** Milliseconds of one start, round by round. */
function starting({ starts }, rounds) {
  const bundle = graphs.waiting();
  let files = null;
  const start = () =>
    inDirectory(async (directory) => {
      const host = hostOf(await openIn(directory));
      let ms = 0;
      for (let index = 0; index < starts; index += 1) {
        const from = performance.now();
        const { result } = await host.start({ bundle, languages }, { limits });
        ms += performance.now() - from;
        await result;
      }
      await host.close();
      files = filesOf(directory);
      return ms / starts;
    });
  const raw = () =>
    inDirectory(async (directory) => {
      const runs = join(directory, "runs");
      mkdirSync(runs);
      const from = performance.now();
      for (let index = 0; index < starts; index += 1) await create(runs, `run-${index}`, files);
      return (performance.now() - from) / starts;
    });
  const cases = [
    { key: "start", time: start },
    { key: "raw", time: raw },
  ];
  return interleave(cases, { rounds, sampleMs: 0, warmMs: 0 });
}

/** The graph of a run, and the first two writes of its trace. */
function filesOf(directory) {
  const [trace] = tracesOf(directory);
  const text = readFileSync(trace);
  const end = text.indexOf("\n") + 1;
  const once = readFileSync(join(trace, "..", "graph.json"));
  return { once, first: text.subarray(0, end), second: text.subarray(end) };
}

/** In bytes. Branches that go round at the same time write together, which is over sooner. */
function memory(records) {
  const width = 20;
  const recordsARound = 7;
  const rounds = Math.ceil((records * 1.01) / recordsARound / width);
  let calls = 0;
  const heapAt = new Map();
  const noop = async () => {
    calls += 1;
    if (calls === Math.round(records / 10 / recordsARound) || calls === Math.round(records / recordsARound))
      heapAt.set(calls, heapUsed());
    return { kind: "ok", output: { json: null } };
  };
  return inDirectory(async (directory) => {
    const host = hostOf(await openIn(directory), { executors: { noop: { invoke: noop } } });
    const { state } = await runToRest(host, graphs.repeats(width, rounds));
    await host.close();
    if (completed(state).records < records) throw new Error(`The run came to ${state.records} records.`);
    const [early, late] = [...heapAt.values()];
    return { early, late };
  });
}

function completed(state) {
  if (state.status !== "completed") throw new Error(`A run ended as ${state.status}.`);
  return state;
}

function tracesOf(directory) {
  const runs = join(directory, ".runbook", "runs");
  return readdirSync(runs).map((run) => join(runs, run, "trace.jsonl"));
}
