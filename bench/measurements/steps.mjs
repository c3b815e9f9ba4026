/** What a step costs: rb beside hand-written awaits, xstate and bpmn-engine, all calling the same function that does nothing. */
import { work } from "../contenders/work.mjs";
import { inOwnProcesses } from "../lib/in-own-process.mjs";
import { interleave } from "../lib/interleave.mjs";
import { grouped } from "../lib/report.mjs";
import { reportSteps } from "../lib/steps-report.mjs";

const contenders = ["hand-written", "rb", "xstate", "bpmn-engine"];
const stepsOfEach = 10;

/**
 * How many steps each shape has, and up to how many the peers are asked: beyond that xstate takes minutes (a parallel state's cost grows
 * with the square of its width) and bpmn-engine doesn't finish.
 */
const shapes = {
  sequence: {
    title: (steps) => `sequence of ${grouped(steps)}`,
    sizes: { full: [100, 1000, 10_000, 100_000], quick: [100, 1000, 10_000], trial: [10] },
    most: { xstate: 10_000, "bpmn-engine": 1000 },
  },
  fanOut: {
    title: (width) => `fan-out and join of ${grouped(width)}`,
    sizes: { full: [10, 100, 1000, 10_000], quick: [10, 100, 1000], trial: [10] },
    most: { xstate: 100, "bpmn-engine": 100 },
  },
  cycle: {
    title: (rounds) => `loop of ${grouped(rounds)}, a flow back`,
    sizes: { full: [1000], quick: [1000], trial: [10] },
    most: { xstate: 1000, "bpmn-engine": 1000 },
  },
  repeat: {
    title: (rounds) => `loop of ${grouped(rounds)}, the action's own`,
    sizes: { full: [1000], quick: [1000], trial: [10] },
    most: { xstate: 0, "bpmn-engine": 0 },
  },
  concurrent: {
    title: (steps) => `${grouped(steps / stepsOfEach)} runs of ${stepsOfEach} at once`,
    sizes: { full: [1000, 10_000], quick: [10_000], trial: [10] },
    most: { xstate: 10_000, "bpmn-engine": 1000 },
  },
};

const pace = {
  full: { rounds: 11, sampleMs: 50, warmMs: 800 },
  quick: { rounds: 3, sampleMs: 20, warmMs: 200 },
  trial: { rounds: 1, sampleMs: 1, warmMs: 0 },
};

export async function measure(form) {
  const entries = [];
  for (const shape of Object.keys(shapes)) entries.push(...(await measureShape(shape, form)));
  return reportSteps(entries, contenders);
}

/** @returns {Promise<readonly import("../lib/steps-report.mjs").Entry[]>} */
async function measureShape(shape, form) {
  const { title, sizes, most } = shapes[shape];
  const entries = sizes[form].map((size) => ({ shape, size, title: title(size), of: {} }));
  const specs = entries.flatMap((entry) =>
    contenders
      .filter((name) => entry.size <= (most[name] ?? Number.POSITIVE_INFINITY))
      .map((name) => ({
        entry,
        name,
        key: `${name} ${entry.size}`,
        module: import.meta.url,
        args: [name, shape, entry.size],
      })),
  );
  const samples = await inOwnProcesses(specs, (cases) => interleave(cases, pace[form]));
  for (const { entry, name, key } of specs) entry.of[name] = samples.get(key).map((ms) => (ms * 1000) / entry.size);
  return entries;
}

/** What a contender does for a shape of this size, after it has proved that it does every step. */
export async function make(name, shape, size) {
  const contender = await import(new URL(`../contenders/${name}.mjs`, import.meta.url).href);
  const of = contender.shapes[shape];
  const run = shape === "concurrent" ? of(size / stepsOfEach, stepsOfEach) : of(size);
  work.calls = 0;
  await run();
  if (work.calls !== size) throw new Error(`${name} did ${work.calls} of ${size} steps (${shape}).`);
  return run;
}
