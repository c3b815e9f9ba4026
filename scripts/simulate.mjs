// Plays histories of durable runs, one number each, until one goes wrong or enough have held: `pnpm simulate --first 1 --count 100000`,
// `pnpm simulate --seconds 60 --workers 2`, `pnpm simulate --explain 4711`. Needs a build.
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { explain, simplify, simulateMany } from "../packages/testing/dist/index.js";

const BATCH = 200;
/** How long a history that went wrong is shortened. */
const SHRINK_MS = 60_000;

if (isMainThread) await main();
else await work();

async function main() {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== "--"),
    options: {
      first: { type: "string", default: "1" },
      count: { type: "string" },
      seconds: { type: "string" },
      workers: { type: "string", default: "2" },
      explain: { type: "string" },
    },
  });
  if (values.explain !== undefined) {
    console.log(await explain(Number(values.explain)));
    return;
  }
  const first = Number(values.first);
  const count = Number(values.count ?? (values.seconds === undefined ? 10_000 : Number.MAX_SAFE_INTEGER));
  const endsAt = values.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + 1000 * Number(values.seconds);
  const startedAt = Date.now();
  const { histories, counts, failure } = await share({ first, count, endsAt, workers: Number(values.workers) });
  const seconds = (Date.now() - startedAt) / 1000;
  const numbers = Object.entries(counts).map(([what, times]) => `${times} ${what}`);
  console.log(`${histories} histories in ${seconds.toFixed(1)} s, ${Math.round((60 * histories) / seconds)} a minute`);
  console.log(numbers.join(", "));
  if (failure === null) return;
  const shrinkEndsAt = Date.now() + SHRINK_MS;
  const short = await simplify(failure, {}, { isOverTime: () => Date.now() > shrinkEndsAt });
  console.log(
    `\nHistory ${failure.seed} goes wrong: ${failure.failure}\n\nAt its shortest:\n${await explain(short.draws)}`,
  );
  process.exitCode = 1;
}

/** Gives batches of seeds to workers; when one finds something, those before it are still finished, so that the first one is told. */
async function share({ first, count, endsAt, workers }) {
  const total = { histories: 0, counts: {}, failure: null };
  let next = first;
  const take = () => {
    const left = first + count - next;
    if (left <= 0 || total.failure !== null || Date.now() >= endsAt) return null;
    const seeds = { first: next, count: Math.min(BATCH, left), endsAt };
    next += seeds.count;
    return seeds;
  };
  const add = ({ histories, counts, failure }) => {
    total.histories += histories;
    for (const [what, times] of Object.entries(counts)) total.counts[what] = (total.counts[what] ?? 0) + times;
    if (failure !== null && (total.failure === null || failure.seed < total.failure.seed)) total.failure = failure;
  };
  await Promise.all(Array.from({ length: workers }, () => drive(take, add)));
  return total;
}

function drive(take, add) {
  const seeds = take();
  if (seeds === null) return undefined;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: seeds });
    worker.on("error", reject);
    worker.on("message", (report) => {
      add(report);
      const more = take();
      if (more !== null) worker.postMessage(more);
      else resolve(worker.terminate());
    });
  });
}

async function work() {
  const play = async ({ first, count, endsAt }) =>
    parentPort.postMessage(await simulateMany({ first, count, isOverTime: () => Date.now() >= endsAt }));
  parentPort.on("message", play);
  await play(workerData);
}
