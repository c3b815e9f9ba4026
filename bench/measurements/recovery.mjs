/** What it costs to go on after a restart: reading a long trace, running it again, taking up many runs that wait. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../contenders/rb.mjs";
import { store } from "../lib/built.mjs";
import { heapUsed, hostOf, inDirectory, limits, openIn, runToRest } from "../lib/durable.mjs";
import * as graphs from "../lib/graphs.mjs";
import { interleave } from "../lib/interleave.mjs";
import { grouped, number, spread } from "../lib/report.mjs";
import { median, ratio } from "../lib/statistics.mjs";

const { NodeDisk, openStore, readHistory, recoverRun, replay } = await store();

const sizes = {
  full: { records: 300_000, rounds: 5, waiting: 10_000 },
  quick: { records: 50_000, rounds: 3, waiting: 1000 },
  trial: { records: 100, rounds: 1, waiting: 6 },
};
const width = 20;
const recordsARound = 7;
const leastRecords = 200_000;
const mostSeconds = 10;

const load = async (text) => {
  const bundle = JSON.parse(text);
  return { bundle, program: program(bundle) };
};

export async function measure(form) {
  const { records, rounds, waiting } = sizes[form];
  const read = await reading(records, rounds);
  const taken = await takingUp(waiting);
  const perSecond = (key) => 1000 / median(read.get(key));
  const row = (what, key) => [what, grouped(perSecond(key)), spread(ratio(read.get("parse"), read.get(key)))];
  const recovered = perSecond("recover");
  return {
    targets:
      form === "trial"
        ? []
        : [
            {
              what: "records a second that are read, verified and folded into a state",
              target: `≥ ${grouped(leastRecords)}`,
              measured: grouped(recovered),
              met: recovered >= leastRecords,
            },
            {
              what: `${grouped(waiting)} runs that wait are taken up`,
              target: `≤ ${mostSeconds} s`,
              measured: `${number(taken.seconds)} s`,
              met: taken.seconds <= mostSeconds,
            },
          ],
    tables: [
      {
        title: `Records a second, of a trace of ${grouped(records)}`,
        head: ["", "records a second", "of plain reading"],
        rows: [
          row("plain reading: SHA-256 over the file, `JSON.parse` of each line", "parse"),
          row("opened: verified, parsed, folded into the state", "recover"),
          row("run again: each record made anew, and compared", "replay"),
        ],
      },
      {
        title: `${grouped(waiting)} runs that wait, for a person, a message or a time, taken up by a new process`,
        head: ["", ""],
        rows: [
          ["runs a second", grouped(waiting / taken.seconds)],
          ["heap for each", `${grouped(taken.bytes)} bytes`],
          ...(taken.descriptors === null
            ? []
            : [["open files before, at most, and after", taken.descriptors.map(grouped).join(", ")]]),
        ],
      },
    ],
    notes: [],
  };
}

/** Milliseconds a record, round by round. */
function reading(records, rounds) {
  return inDirectory(async (directory) => {
    const opened = await openIn(directory);
    const host = hostOf(opened);
    const { run, state } = await runToRest(host, graphs.repeats(width, Math.ceil(records / recordsARound / width)));
    await host.close();
    const trace = join(directory, ".runbook", "runs", run, "trace.jsonl");
    const timed = (key, work) => ({
      key,
      time: async () => {
        const from = performance.now();
        const done = await work();
        if (done !== state.records) throw new Error(`${key}: ${done} of ${state.records} records.`);
        return (performance.now() - from) / done;
      },
    });
    const cases = [
      timed("parse", () => plainly(trace)),
      timed("recover", async () => (await recoverRun(opened.disk, run, load)).state.records),
      timed("replay", async () => {
        const { stretches } = await readHistory(opened.disk, run, load);
        const report = replay(stretches, { limits });
        if (!report.equal) throw new Error(`It came out differently: ${JSON.stringify(report.difference)}`);
        return report.records;
      }),
    ];
    return interleave(cases, { rounds, sampleMs: 0, warmMs: 0 });
  });
}

function plainly(path) {
  const bytes = readFileSync(path);
  createHash("sha256").update(bytes).digest();
  let records = 0;
  for (const line of bytes.toString("utf8").split("\n"))
    if (line !== "") records += JSON.parse(line).records?.length ?? 0;
  return records;
}

const numbersOfOpenFiles = "/proc/self/fd";
const openFiles = () => (existsSync(numbersOfOpenFiles) ? readdirSync(numbersOfOpenFiles).length : null);

/** Looks now and then how many files are open. */
class WatchedDisk extends NodeDisk {
  #opened = 0;
  most = 0;

  open(path, how) {
    this.#opened += 1;
    if (this.#opened % 100 === 0) this.most = Math.max(this.most, openFiles() ?? 0);
    return super.open(path, how);
  }
}

function takingUp(count) {
  return inDirectory(async (directory) => {
    const before = hostOf(await openIn(directory), { resident: true });
    const bundle = graphs.waitingForOneOfThree();
    for (let from = 0; from < count; from += 100) {
      const some = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({ i: index % 3 }));
      await Promise.all(some.map((inputs) => runToRest(before, bundle, { inputs })));
    }
    await before.close();

    const disk = new WatchedDisk(join(directory, ".runbook"));
    const [heapBefore, filesBefore] = [heapUsed(), openFiles()];
    const from = performance.now();
    const host = hostOf(await openStore(disk), { resident: true });
    const { taken } = await host.recover();
    // Where one rests already, it says so again; so this is more than it takes.
    const results = await Promise.all(taken.map((run) => host.resume(run)));
    const seconds = (performance.now() - from) / 1000;
    const waiting = results.filter(({ status }) => status === "waiting").length;
    if (waiting !== count) throw new Error(`${waiting} of ${count} runs wait.`);
    results.length = 0;
    const bytes = (heapUsed() - heapBefore) / count;
    const descriptors = filesBefore === null ? null : [filesBefore, disk.most, openFiles()];
    await host.close();
    return { seconds, bytes, descriptors };
  });
}
