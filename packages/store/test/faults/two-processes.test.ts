/** Two processes at one store: a run is driven by one of them, and what the other has for it is taken once. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DriverTask } from "./driver-task.js";
import { type Driver, Drivers } from "./drivers.js";
import { runsOf } from "./evidence.js";
import { judge } from "./judge.js";
import { planNames } from "./plans.js";
import { World } from "./world.js";

let drivers: Drivers;
let stores = 0;
beforeAll(async () => {
  drivers = await Drivers.build(import.meta.dirname);
});
afterAll(() => drivers.remove());

function fresh(more: Partial<DriverTask> = {}): DriverTask {
  stores += 1;
  const directory = join(drivers.directory, String(stores));
  const task = { store: join(directory, "store"), world: join(directory, "world"), starts: planNames.length, ...more };
  mkdirSync(task.world, { recursive: true });
  return task;
}

const well = { code: 0, errors: "", problems: [] };
const nothingWrong = { wrong: [], repeated: 0, lost: 0 };

/** Until it is so. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; !isSo(); await pause(2))
    if (Date.now() > deadline) throw new Error(`it never came to be that ${what}`);
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A driver that has started all its runs, and is so slow with what they do that they last until it is ended. */
async function busy(task: DriverTask): Promise<Driver> {
  const driver = drivers.start({ ...task, slowMs: 1000 });
  const world = new World(task.world);
  await until(
    () => world.receipts.all().filter(({ what }) => what === "started").length === task.starts,
    "all runs are started",
  );
  return driver;
}

test("two that drive the same runs at the same time never drive the same run", async () => {
  let shared = 0;
  for (let round = 0; round < 10; round += 1) {
    const task = fresh();
    const doomed = drivers.start({ ...task, fault: { do: "kill", when: "after", at: 60 + 12 * round } });
    await doomed.ended;
    // Each starts on its own what isn't acknowledged yet; both take up what is there.
    const both = [drivers.start(task), drivers.start(task)];
    const numbers = await Promise.all(both.map(({ ready }) => ready));
    expect(await Promise.all(both.map(({ ended }) => ended))).toMatchObject([well, well]);
    expect(judge(task.store, task.world)).toMatchObject(nothingWrong);
    const hands = new Set(new World(task.world).ledger.all().map(({ pid }) => pid));
    if (numbers.every((number) => hands.has(number))) shared += 1;
  }
  expect(shared, "both had some of the runs").toBeGreaterThan(0);
}, 60_000);

test("who is stopped keeps its runs; who is killed loses them at once", async () => {
  const task = fresh();
  const first = await busy(task);
  first.signal("SIGSTOP");
  const running = runsOf(task.store)
    .filter(({ status }) => status !== "completed")
    .map(({ id }) => id)
    .sort();
  expect(running.length).toBeGreaterThan(0);
  const looks = drivers.start({ ...task, looks: true });
  const seen = await looks.took;
  expect([seen.taken, [...seen.elsewhere].sort()]).toEqual([[], running]);
  expect(await looks.ended).toMatchObject(well);
  first.signal("SIGCONT");
  await pause(50);
  first.signal("SIGKILL");
  await first.ended;
  const left = runsOf(task.store).filter(({ status }) => status !== "completed");
  const next = drivers.start(task);
  const took = await next.took;
  expect([took.elsewhere, [...took.taken].sort()]).toEqual([[], left.map(({ id }) => id).sort()]);
  expect(await next.ended).toMatchObject(well);
  expect(judge(task.store, task.world)).toMatchObject(nothingWrong);
});

test("what comes by the inbox is taken once, also when who takes it is killed, and also when it is said twice", async () => {
  for (let round = 0; round < 4; round += 1) {
    const task = fresh({ unpaid: true });
    const first = await busy(task);
    const run = runsOf(task.store).find(({ header }) => header?.title === "message")?.id ?? "";
    const post = { run, delivery: `${run}/paid`, count: 2 };
    expect(await drivers.start({ ...task, post }).ended).toMatchObject(well);
    await pause(6 * round);
    first.signal("SIGKILL");
    await first.ended;
    // Whoever sent it doesn't know either.
    const [again, next] = [drivers.start({ ...task, post }), drivers.start(task)];
    expect(await again.ended).toMatchObject(well);
    expect(await next.ended).toMatchObject(well);
    expect(judge(task.store, task.world)).toMatchObject(nothingWrong);
  }
});
