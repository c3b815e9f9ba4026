/** What a run that waits for a person costs in memory: its saved state is kept, its records are not. */
import { program } from "../contenders/rb.mjs";
import { kernel } from "../lib/built.mjs";
import { waiting } from "../lib/graphs.mjs";
import { grouped, number } from "../lib/report.mjs";

const { resume, run } = await kernel();

const counts = { full: 100_000, quick: 20_000, trial: 10 };
const mostBytes = 2048;

const options = {
  mode: "live",
  keepRecords: false,
  clock: { now: Date.now, sleep: () => Promise.reject(new Error("nothing here waits for a time")) },
  decisionPoint: { policy: () => "bench", decide: () => ({ decision: "allow", rule: "bench", policy: "bench" }) },
};

export async function measure(form) {
  const count = counts[form];
  const compiled = program(waiting());
  await start(compiled, Math.min(count, 1000));
  const before = heap();
  const from = process.cpuUsage();
  const states = await start(compiled, count);
  const { user, system } = process.cpuUsage(from);
  const bytes = (heap() - before) / count;
  await finishes(compiled, states.at(-1));
  const json = JSON.stringify(states.at(-1)).length;
  const target = { what: "heap for each run that waits for a person", target: "< 2 KiB" };
  return {
    targets: form === "trial" ? [] : [{ ...target, measured: `${grouped(bytes)} bytes`, met: bytes < mostBytes }],
    tables: [
      {
        title: `${grouped(count)} runs that wait at once`,
        head: ["", "of each"],
        rows: [
          ["heap", `${grouped(bytes)} bytes`],
          ["its state as JSON", `${grouped(json)} bytes`],
          ["time to start it", `${number((user + system) / count)} µs`],
        ],
      },
    ],
    notes: [],
  };
}

async function start(compiled, count) {
  const states = [];
  for (let index = 0; index < count; index += 1) {
    const { status, state } = await run(compiled, { ...options, run: `run-${index}` });
    if (status !== "waiting") throw new Error(`The run is ${status}.`);
    states.push(state);
  }
  return states;
}

function heap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** What was measured is a whole run: once the person has said so, it goes on to its end. */
async function finishes(compiled, state) {
  const live = { ...options, run: "resumed" };
  const [waiting] = (await resume(compiled, state, live)).waiting;
  const outcome = { kind: "ok", output: { json: null } };
  const inputs = [
    { type: "started", effect: waiting.job.effect, policy: "bench" },
    { type: "settled", effect: waiting.job.effect, outcome },
  ];
  const { status } = await resume(compiled, state, live, inputs);
  if (status !== "completed") throw new Error(`The resumed run is ${status}.`);
}
