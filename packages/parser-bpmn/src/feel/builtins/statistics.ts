/** DMN 1.5, 10.3.4.4: functions that compute something of a list. Of nothing there is no sum: null. */
import { EvaluationError } from "@rb/ir";
import { order } from "../compare.js";
import * as decimal from "../decimal.js";
import type { Run } from "../run.js";
import { describe, type List, type Value } from "../values.js";
import type { Call, Row } from "./signature.js";

const items = "list: list; ...list: any";

export const statisticsRows: readonly Row[] = [
  ["min", items, onItems((list, run) => first(list, (one, other) => order(run, one, other) < 0))],
  ["max", items, onItems((list, run) => first(list, (one, other) => order(run, one, other) > 0))],
  ["sum", items, onNumbers((list) => list.reduce(decimal.add))],
  ["product", items, onNumbers((list) => list.reduce(decimal.multiply))],
  ["mean", items, onNumbers((list) => decimal.divide(list.reduce(decimal.add), list.length))],
  ["median", items, onNumbers(median)],
  ["stddev", items, onNumbers(deviation)],
  ["mode", items, mode],
];

function onItems(what: (list: List, run: Run) => Value): Call {
  return (run, [list]) => {
    const all = list as List;
    run.spend(all.length * 6);
    return all.length === 0 ? null : what(all, run);
  };
}

/** The item that comes before all others; even an only one must be of a kind that has an order. */
function first(list: List, precedes: (one: Value, other: Value) => boolean): Value {
  const [start = null] = list;
  return list.reduce((best, item) => (precedes(item, best) ? item : best), start);
}

function onNumbers(what: (list: readonly number[]) => Value): Call {
  return onItems((list) => what(numbers(list)));
}

function numbers(list: List): readonly number[] {
  const other = list.find((item) => typeof item !== "number");
  if (other !== undefined) throw new EvaluationError(`All must be numbers, not ${describe(other)}.`);
  return list as readonly number[];
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((left, right) => left - right);
  const high = sorted[sorted.length >> 1] as number;
  if (sorted.length % 2 === 1) return high;
  return decimal.divide(decimal.add(sorted[(sorted.length >> 1) - 1] as number, high), 2);
}

/** Of a sample. */
function deviation(list: readonly number[]): number {
  if (list.length < 2) throw new EvaluationError("stddev: it takes at least two numbers.");
  const mean = decimal.divide(list.reduce(decimal.add), list.length);
  const squares = list.map((one) => (one - mean) ** 2);
  return decimal.finite(Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / (list.length - 1)));
}

/** All that occur most often, from the least. */
function mode(...[run, [list]]: Parameters<Call>): Value {
  const counts = new Map<number, number>();
  run.spend((list as List).length * 6);
  for (const item of numbers(list as List)) counts.set(item, (counts.get(item) ?? 0) + 1);
  const most = [...counts.values()].reduce((one, other) => Math.max(one, other), 0);
  return [...counts]
    .filter(([, count]) => count === most)
    .map(([item]) => item)
    .sort((left, right) => left - right);
}
