/**
 * What one script costs: in a thread that is there already, with a thread of its own, beside a thread that does nothing and the same code as
 * a function of the host. Processor time of the whole process, its threads included.
 */
import { Worker } from "node:worker_threads";
import { executors } from "../lib/built.mjs";
import { number } from "../lib/report.mjs";
import { median } from "../lib/statistics.mjs";

const { scriptExecutor } = await executors();

const sizes = {
  full: { rounds: 7, warm: 200, threads: 20 },
  quick: { rounds: 3, warm: 50, threads: 5 },
  trial: { rounds: 1, warm: 2, threads: 1 },
};
const mostMs = 10;

const script = "({ total: lines.reduce((sum, { price, amount }) => sum + price * amount, 0) })";
const inputs = { lines: Array.from({ length: 20 }, (_, n) => ({ price: n, amount: 2 })) };
const total = 380;
const never = new AbortController().signal;

export async function measure(form) {
  const { rounds, warm, threads } = sizes[form];
  const ready = scriptExecutor();
  await runWith(ready);
  const took = { warm: [], fresh: [], raw: [], plain: [] };
  for (let round = 0; round < rounds; round += 1) {
    took.plain.push(await millisecondsOf(1000 * warm, () => plain(inputs)));
    took.warm.push(await millisecondsOf(warm, () => runWith(ready)));
    took.fresh.push(await millisecondsOf(threads, () => runWith(scriptExecutor())));
    took.raw.push(await millisecondsOf(threads, emptyThread));
  }
  const ms = (name) => number(median(took[name]));
  const measured = median(took.warm);
  const target = { what: "a script, where a thread waits for it", target: `≤ ${mostMs} ms` };
  return {
    targets: form === "trial" ? [] : [{ ...target, measured: `${ms("warm")} ms`, met: measured <= mostMs }],
    tables: [
      {
        title: "Milliseconds of processor time a script, medians",
        head: ["", "ms"],
        rows: [
          ["the same as a function of the host", ms("plain")],
          ["a script, where a thread waits for it", ms("warm")],
          ["a thread that does nothing, started and ended", ms("raw")],
          ["the first script: with starting the thread and compiling the interpreter", ms("fresh")],
        ],
      },
    ],
    notes: [],
  };
}

async function runWith(executor) {
  const job = { effect: "run.1.1", request: { format: "javascript", script, inputs } };
  const outcome = await executor.invoke({ run: "run", job, meta: undefined }, never);
  if (outcome.output?.json?.total !== total) throw new Error(`The script gave ${JSON.stringify(outcome)}.`);
}

function plain({ lines }) {
  const sum = lines.reduce((all, { price, amount }) => all + price * amount, 0);
  if (sum !== total) throw new Error(`The function gave ${sum}.`);
}

function emptyThread() {
  return new Promise((resolve, reject) => {
    new Worker("", { eval: true }).once("exit", resolve).once("error", reject);
  });
}

async function millisecondsOf(count, work) {
  const from = process.cpuUsage();
  for (let n = 0; n < count; n += 1) await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000 / count;
}
