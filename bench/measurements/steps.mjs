/** What a step costs: rb beside hand-written awaits, xstate and bpmn-engine, all calling the same function that does nothing. */
import * as awaits from "../contenders/awaits.mjs";
import * as bpmnEngine from "../contenders/bpmn-engine.mjs";
import * as rb from "../contenders/rb.mjs";
import { work } from "../contenders/work.mjs";
import * as xstate from "../contenders/xstate.mjs";
import { interleave } from "../lib/interleave.mjs";
import { grouped, number, spread } from "../lib/report.mjs";
import { median, ratio } from "../lib/statistics.mjs";

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
  const samples = await take(form);
  return {
    targets: targets(samples),
    tables: [ratios(samples), times(samples), marginalCosts(samples)].filter(({ rows }) => rows.length > 0),
    notes: [
      "A ratio is the median over the rounds, with the least and the greatest of them. Peers are asked only for sizes that they finish in seconds.",
    ],
  };
}

/** Samples of µs a step, as `[{ shape, size, of: { rb: [...], ... } }]`. */
async function take(form) {
  const all = [];
  for (const [shape, { sizes, most }] of Object.entries(shapes)) {
    const entries = sizes[form].map((size) => ({ shape, size, of: {} }));
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

function targets(samples) {
  const find = (shape, size) => samples.find((one) => one.shape === shape && one.size === size)?.of;
  const list = [];
  const add = (what, target, value, measured, met) =>
    list.push({ what, target, measured: measured(value), met: met(value) });
  const sequence = find("sequence", 1000);
  if (sequence !== undefined) {
    const against = (name) => ratio(sequence[name], sequence.rb);
    add(
      "steps per second, against bpmn-engine (sequence of 1,000)",
      "≥ 500×",
      against("bpmn-engine"),
      spread,
      (r) => r.median >= 500,
    );
    add(
      "steps per second, against xstate (sequence of 1,000)",
      "≥ 10×",
      against("xstate"),
      spread,
      (r) => r.median >= 10,
    );
    add(
      "time, against hand-written awaits (sequence of 1,000)",
      "≤ 40×",
      ratio(sequence.rb, sequence["hand-written"]),
      spread,
      (r) => r.median <= 40,
    );
  }
  const [first, , last] = marginals(samples, "sequence");
  if (last !== undefined)
    add(
      "a step more at 100,000, against one at 1,000",
      "flat: ≤ 1.5×",
      last.us / first.us,
      (r) => `${number(r)}×`,
      (r) => r <= 1.5,
    );
  const [narrow, wide] = [find("fanOut", 100), find("fanOut", 10_000)];
  if (wide !== undefined)
    add(
      "a branch of 10,000, against one of 100",
      "linear: ≤ 1.5×",
      ratio(wide.rb, narrow.rb),
      spread,
      (r) => r.median <= 1.5,
    );
  return list;
}

function ratios(samples) {
  return {
    title: "Times as fast as the peers, and times the time of hand-written awaits",
    head: ["", "as fast as bpmn-engine", "as fast as xstate", "time of hand-written"],
    rows: samples.map(({ shape, size, of }) => {
      const against = (name) => (of[name] === undefined ? "" : spread(ratio(of[name], of.rb)));
      return [
        shapes[shape].title(size),
        against("bpmn-engine"),
        against("xstate"),
        spread(ratio(of.rb, of["hand-written"])),
      ];
    }),
  };
}

function times(samples) {
  return {
    title: "Microseconds a step, medians",
    head: ["", ...contenders.map(({ name }) => name)],
    rows: samples.map(({ shape, size, of }) => [
      shapes[shape].title(size),
      ...contenders.map(({ name }) => (of[name] === undefined ? "" : number(median(of[name])))),
    ]),
  };
}

function marginalCosts(samples) {
  return {
    title:
      "What one step or branch more costs, in microseconds: the difference of two times over the difference of their sizes",
    head: ["from", "to", "rb"],
    rows: ["sequence", "fanOut"].flatMap((shape) =>
      marginals(samples, shape).map(({ from, to, us }) => [shapes[shape].title(from), grouped(to), number(us)]),
    ),
  };
}

/** Difference quotients of the median times of neighbouring sizes. */
function marginals(samples, shape) {
  const ofShape = samples.filter((one) => one.shape === shape);
  const totalOf = ({ size, of }) => size * median(of.rb);
  return ofShape.slice(1).map((larger, index) => {
    const smaller = ofShape[index];
    const us = (totalOf(larger) - totalOf(smaller)) / (larger.size - smaller.size);
    return { from: smaller.size, to: larger.size, us };
  });
}
