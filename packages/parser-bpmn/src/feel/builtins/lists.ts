/** DMN 1.5, 10.3.4.4: functions on lists, without those that compute. Positions begin at 1, and at -1 from the end. */
import { EvaluationError } from "@rb/ir";
import { order, same } from "../compare.js";
import type { Run } from "../run.js";
import { checkDepth, describe, type FeelFunction, isList, type List, type Value } from "../values.js";
import type { Call, Row } from "./signature.js";

export const listRows: readonly Row[] = [
  [
    "list contains",
    "list: list, element: any",
    onList((list, run, [element]) => list.some((item) => same(run, item, element ?? null))),
  ],
  ["count", "list: list", onList((list) => list.length)],
  ["is empty", "list: list", onList((list) => list.length === 0)],
  ["sublist", "list: list, start position: number, length?: number", onList(sublist)],
  ["append", "list: list, ...item: any", onList((list, _run, [items]) => [...list, ...(items as List)])],
  ["concatenate", "...list: list", (run, [lists]) => concatenated(run, lists as List)],
  ["union", "...list: list", (run, [lists]) => distinct(run, concatenated(run, lists as List))],
  ["insert before", "list: list, position: number, newItem: any", onList(insert)],
  [
    "remove",
    "list: list, position: number",
    onList((list, _run, [at]) => list.toSpliced(place(list, at as number), 1)),
  ],
  [
    "list replace",
    "list: list, position: number, newItem: any; list: list, match: function, newItem: any",
    onList(replaceItem),
  ],
  ["reverse", "list: list", onList((list) => list.toReversed())],
  ["index of", "list: list, match: any", onList(indexOf)],
  ["distinct values", "list: list", onList((list, run) => distinct(run, list))],
  ["duplicate values", "list: list", onList((list, run) => duplicates(run, list))],
  ["flatten", "list: list", onList((list, run) => flatten(run, list, 0, []))],
  ["partition", "list: list, size: number", onList(partition)],
  ["sort", "list: list, precedes?: function", onList(sort)],
  ["all", "list: list; ...list: any", onList((list) => conjunction(list, false))],
  ["any", "list: list; ...list: any", onList((list) => conjunction(list, true))],
];

/** Looking at a list is paid for. */
function onList(what: (list: List, run: Run, rest: List) => Value): Call {
  return (run, [list, ...rest]) => {
    run.spend((list as List).length);
    return what(list as List, run, rest);
  };
}

function place(list: List, position: number): number {
  const at = position > 0 ? position - 1 : list.length + position;
  if (!Number.isInteger(position) || position === 0 || at < 0 || at >= list.length) {
    throw new EvaluationError(`A list of ${list.length} has no position ${position}.`);
  }
  return at;
}

function sublist(list: List, _run: Run, [start, length]: List): Value {
  const first = place(list, start as number);
  return list.slice(first, length === undefined ? list.length : first + (length as number));
}

function insert(list: List, _run: Run, [position, item]: List): Value {
  const end = list.length + 1;
  const at = position === end ? list.length : place(list, position as number);
  return list.toSpliced(at, 0, item ?? null);
}

function replaceItem(list: List, run: Run, [which, item]: List): Value {
  if (typeof which === "number") return list.with(place(list, which), item ?? null);
  const match = which as FeelFunction;
  return list.map((one) => (match.call(run, [one, item ?? null]) === true ? (item ?? null) : one));
}

function indexOf(list: List, run: Run, [match]: List): Value {
  return list.flatMap((item, at) => (same(run, item, match ?? null) ? [at + 1] : []));
}

function concatenated(run: Run, lists: List): List {
  for (const list of lists) {
    if (!isList(list)) throw new EvaluationError(`All must be lists, not ${describe(list)}.`);
    run.spend(list.length);
  }
  return lists.flat() as List;
}

function distinct(run: Run, list: List): List {
  const found: Value[] = [];
  for (const item of list) if (!isAmong(run, found, item)) found.push(item);
  return found;
}

function duplicates(run: Run, list: List): List {
  const [once, again]: [Value[], Value[]] = [[], []];
  for (const item of list) {
    if (!isAmong(run, once, item)) once.push(item);
    else if (!isAmong(run, again, item)) again.push(item);
  }
  return again;
}

function isAmong(run: Run, list: List, item: Value): boolean {
  run.spend(list.length);
  return list.some((one) => same(run, one, item));
}

function flatten(run: Run, list: List, depth: number, found: Value[]): List {
  checkDepth(depth);
  run.spend(list.length);
  for (const item of list) {
    if (isList(item)) flatten(run, item, depth + 1, found);
    else found.push(item);
  }
  return found;
}

function partition(list: List, _run: Run, [size]: List): Value {
  const step = size as number;
  if (!Number.isInteger(step) || step < 1) throw new EvaluationError("The size of parts is a whole number from 1.");
  return Array.from({ length: Math.ceil(list.length / step) }, (_, at) => list.slice(at * step, (at + 1) * step));
}

/** Without a function, in the order of `<`. */
function sort(list: List, run: Run, [precedes]: List): Value {
  const comes = precedes as FeelFunction | undefined;
  const compare = (left: Value, right: Value): number => {
    run.spend(1);
    if (comes === undefined) return order(run, left, right);
    return before(comes.call(run, [left, right])) ? -1 : before(comes.call(run, [right, left])) ? 1 : 0;
  };
  return list.toSorted(compare);
}

function before(answer: Value): boolean {
  if (typeof answer !== "boolean") throw new EvaluationError("sort: what compares must answer true or false.");
  return answer;
}

/** DMN 1.5, table 73: `any` (with `decisive` true) and `all`, in three values. */
function conjunction(list: List, decisive: boolean): Value {
  for (const item of list) {
    if (item !== null && typeof item !== "boolean")
      throw new EvaluationError(`${describe(item)} is neither true nor false.`);
  }
  if (list.includes(decisive)) return decisive;
  return list.includes(null) ? null : !decisive;
}
