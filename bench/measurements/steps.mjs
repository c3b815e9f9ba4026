/** What a step costs: rb beside hand-written awaits, xstate and bpmn-engine, all calling the same function that does nothing. */
import * as awaits from "../contenders/awaits.mjs";
import * as bpmnEngine from "../contenders/bpmn-engine.mjs";
import * as rb from "../contenders/rb.mjs";
import { work } from "../contenders/work.mjs";
import * as xstate from "../contenders/xstate.mjs";
import { interleave } from "../lib/interleave.mjs";
import { grouped } from "../lib/report.mjs";
import { reportSteps } from "../lib/steps-report.mjs";

const contenders = [awaits, rb, xstate, bpmnEngine];
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
  full: { rounds: 9, sampleMs: 30, warmMs: 300 },
  quick: { rounds: 3, sampleMs: 10, warmMs: 100 },
  trial: { rounds: 1, sampleMs: 1, warmMs: 0 },
};

export async function measure(form) {
  return reportSteps(await take(form), contenders);
}

/** @returns {Promise<readonly import("../lib/steps-report.mjs").Entry[]>} */
async function take(form) {
  const all = [];
  for (const [shape, { title, sizes, most }] of Object.entries(shapes)) {
    const entries = sizes[form].map((size) => ({ shape, size, title: title(size), of: {} }));
    const cases = entries.flatMap((entry) =>
      contenders
        .filter(({ name }) => entry.size <= (most[name] ?? Number.POSITIVE_INFINITY))
        .map((contender) => ({ entry, contender, key: `${contender.name} ${entry.size}` })),
    );
    for (const one of cases) one.run = await proven(one);
    const taken = await interleave(cases, pace[form]);
    for (const { entry, contender, key } of cases)
      entry.of[contender.name] = taken.get(key).map((ms) => (ms * 1000) / entry.size);
    all.push(...entries);
  }
  return all;
}

/** The contender's function for this size, after it has proved that it does every step. */
async function proven({ entry: { shape, size }, contender }) {
  const make = contender.shapes[shape];
  const run = shape === "concurrent" ? make(size / stepsOfEach, stepsOfEach) : make(size);
  work.calls = 0;
  await run();
  if (work.calls !== size) throw new Error(`${contender.name} did ${work.calls} of ${size} steps (${shape}).`);
  return run;
}
