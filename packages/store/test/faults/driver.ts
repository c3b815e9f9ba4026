/**
 * The program that the fault tests end again and again: it opens a store, takes up what there is, starts what isn't started yet, answers what runs ask,
 * and stays until all are over. Everything it does in the world, and everything that the host acknowledges, it writes down outside the store.
 *
 * Its only argument is a `DriverTask` as JSON. On standard output it says what happens, one JSON value a line.
 */
import { randomBytes } from "node:crypto";
import type { Bundle } from "@rb/ir";
import type { Clock, Executor } from "@rb/kernel";
import { Host, type HostOptions, type Loaded, NodeDisk, openStore, type Store, StoreError } from "../../src/index.js";
import type { DriverTask, Said } from "./driver-task.js";
import { FaultyDisk } from "./faulty-disk.js";
import { planNames, plans } from "./plans.js";
import { Tending, unlessLocked } from "./tending.js";
import { World } from "./world.js";

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      if (signal.aborted) wake();
      else signal.addEventListener("abort", wake);
    }),
};

const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const loaded = (bundle: Bundle): Loaded => ({ bundle, languages: { expressions: [], schemas: [] } });

/** Does nothing but say so in the ledger: at once, or later; and takes its time after that, so that a crash finds it at each stage. */
function executor(world: World, slowMs: number): Executor {
  return {
    async invoke({ run, job, meta }) {
      const ms = slowMs + ((Number(job.effect.split(".")[1]) + 1) % 3);
      if (ms > 0) await pause(ms);
      const outcome = job.node === "busy" && job.attempt === 1 ? "failed" : "ok";
      const { effect, node, attempt } = job;
      const idempotent = meta?.idempotent === true;
      world.ledger.add({ effect, run, node, attempt, idempotent, by: "executor", outcome, pid: process.pid });
      await pause(ms);
      return outcome === "ok"
        ? { kind: "ok", output: { json: effect } }
        : { kind: "failed", code: "busy", message: "Too busy." };
    },
  };
}

function hostOptions(world: World, task: DriverTask): HostOptions {
  return {
    load: async (text) => loaded(JSON.parse(text)),
    clock,
    random: () => randomBytes(8).toString("hex"),
    executors: { test: executor(world, task.slowMs ?? 0) },
    decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "all", policy: "p" }) },
    resident: true,
    inboxEveryMs: 10,
    maxInlineBytes: 1000,
    // Those that wait for a run get to know by themselves.
    onProblem: () => {},
  };
}

/** Every second start has an idempotency key; one without, which nobody has acknowledged, is made anew. */
async function start(host: Host, world: World, number: number): Promise<string> {
  const plan = planNames[number % planNames.length] as (typeof planNames)[number];
  const key = number % 2 === 0 ? { idempotencyKey: `start-${number}` } : {};
  const options = { title: plan, actor: "user:ann", ...key };
  // Another one may be making the run that the key stands for.
  const started = await unlessLocked(() => host.start(loaded(plans[plan].bundle), options));
  started.result.catch(() => {});
  world.receipts.add({ what: "started", start: number, run: started.run });
  return started.run;
}

async function drive(store: Store, host: Host, world: World, task: DriverTask): Promise<void> {
  const problem = (run: string | null, error: unknown): void => {
    if (!(error instanceof StoreError)) throw error;
    say({ problem: error.code, run, file: error.place?.file ?? null, message: error.message, help: error.help });
  };
  const recovery = await host.recover();
  say({ taken: recovery.taken, elsewhere: recovery.elsewhere, pid: process.pid });
  for (const { run, error } of recovery.refused) problem(run, error);
  if (task.looks === true) return;
  const tending = new Tending(store, host, world, task.unpaid !== true);
  const isStarted = new Set(world.receipts.all().flatMap((line) => (line.what === "started" ? line.start : [])));
  const numbers = Array.from({ length: task.starts }, (_, number) => number).filter((number) => !isStarted.has(number));
  const refused = new Set(recovery.refused.map(({ run }) => run));
  const tend = (run: string) => tending.tend(run).catch((error) => problem(run, error));
  const known = store.unfinished().filter((run) => !refused.has(run) && store.begun(run) !== null);
  await Promise.all([
    ...known.map(tend),
    ...numbers.map((number) => start(host, world, number).then(tend, (error) => problem(null, error))),
  ]);
}

async function main(task: DriverTask): Promise<void> {
  const world = new World(task.world);
  const disk = new NodeDisk(task.store);
  say({ ready: process.pid });
  try {
    const store = await openStore(task.fault === undefined ? disk : new FaultyDisk(disk, task.fault));
    if (task.post !== undefined) {
      const { run, delivery, count } = task.post;
      const input = { type: "delivered", kind: "message", id: delivery, name: "paid", payload: { json: 1 } } as const;
      for (let time = 0; time < count; time += 1) await store.inbox.post(run, { id: delivery, input }, Date.now());
      world.receipts.add({ what: "taken", run, delivery });
      return;
    }
    const host = new Host(store, hostOptions(world, task));
    await drive(store, host, world, task);
    await host.close();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say({
      problem: error.code,
      run: null,
      file: error.place?.file ?? null,
      message: error.message,
      help: error.help,
    });
  }
}

await main(JSON.parse(process.argv[2] ?? "null"));
