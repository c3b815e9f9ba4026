/** What is said of the costs of steps: targets, ratios, times, and what one step more costs. */
import { atLeast, atMost, grouped, number, spread } from "./report.mjs";
import { median, ratio } from "./statistics.mjs";

/**
 * One shape at one size; `of` has, for each contender that was asked, the microseconds a step, round by round.
 *
 * @typedef {{
 *   readonly shape: string,
 *   readonly size: number,
 *   readonly title: string,
 *   readonly of: { readonly [contender: string]: readonly number[] },
 * }} Entry
 */

/**
 * @param {readonly Entry[]} entries
 * @param {readonly string[]} names the contenders'
 */
export function reportSteps(entries, names) {
  return {
    targets: targets(entries),
    tables: [ratioTable(entries), timeTable(entries, names), marginalTable(entries)].filter(
      ({ rows }) => rows.length > 0,
    ),
    notes: ["Peers are asked only for sizes that they finish in seconds."],
  };
}

/** Those whose sizes were measured. */
function targets(entries) {
  const at = (shape, size) => entries.find((entry) => entry.shape === shape && entry.size === size)?.of;
  const list = [];
  const sequence = at("sequence", 1000);
  if (sequence !== undefined) {
    const { rb, xstate, "bpmn-engine": bpmnEngine, "hand-written": byHand } = sequence;
    list.push(
      atLeast(500, "steps per second in a sequence of 1,000, against bpmn-engine", ratio(bpmnEngine, rb)),
      atLeast(10, "steps per second in a sequence of 1,000, against xstate", ratio(xstate, rb)),
      atMost(40, "time of a sequence of 1,000, against hand-written awaits", ratio(rb, byHand)),
    );
  }
  const marginal = marginalCosts(entries, "sequence");
  const [early, late] = [marginal.find(({ to }) => to === 1000), marginal.find(({ to }) => to === 100_000)];
  if (late !== undefined)
    list.push(atMost(1.5, "flat: one step more towards 100,000, against towards 1,000", ratio(late.us, early.us)));
  const [narrow, wide] = [at("fanOut", 100), at("fanOut", 10_000)];
  if (wide !== undefined)
    list.push(atMost(1.5, "linear: a branch of 10,000, against one of 100", ratio(wide.rb, narrow.rb)));
  return list;
}

function ratioTable(entries) {
  return {
    title: "Times as fast as the peers, and times the time of hand-written awaits",
    head: ["", "as fast as bpmn-engine", "as fast as xstate", "time of hand-written"],
    rows: entries.map(({ title, of }) => {
      const against = (name) => (of[name] === undefined ? "" : spread(ratio(of[name], of.rb)));
      return [title, against("bpmn-engine"), against("xstate"), spread(ratio(of.rb, of["hand-written"]))];
    }),
  };
}

function timeTable(entries, names) {
  return {
    title: "Microseconds of processor time a step, medians",
    head: ["", ...names],
    rows: entries.map(({ title, of }) => [
      title,
      ...names.map((name) => (of[name] === undefined ? "" : number(median(of[name])))),
    ]),
  };
}

function marginalTable(entries) {
  return {
    title:
      "What one step or branch more costs rb, in microseconds: the difference of two times over that of their sizes",
    head: ["from", "to", "µs"],
    rows: ["sequence", "fanOut"].flatMap((shape) =>
      marginalCosts(entries, shape).map(({ title, to, us }) => [title, grouped(to), number(median(us))]),
    ),
  };
}

/** Difference quotients of neighbouring sizes, round by round. */
function marginalCosts(entries, shape) {
  const sizes = entries.filter((entry) => entry.shape === shape);
  return sizes.slice(1).map((larger, index) => {
    const smaller = sizes[index];
    const us = larger.of.rb.map(
      (each, round) => (each * larger.size - smaller.of.rb[round] * smaller.size) / (larger.size - smaller.size),
    );
    return { title: smaller.title, to: larger.size, us };
  });
}
