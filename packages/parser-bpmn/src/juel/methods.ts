import { EvaluationError, type Json } from "@rb/ir";
import type { Run } from "./run.js";
import { equal, isEmpty, joined, keysOf, member, numeric, truth, typeName, written } from "./values.js";

export interface Method {
  /** How many arguments it takes. */
  readonly least: number;
  readonly most: number;
  readonly call: (run: Run, target: Json, ...given: readonly Json[]) => Json;
}

const of = (count: number, call: Method["call"]): Method => ({ least: count, most: count, call });

/** What takes no longer for large data than for small. */
const quick = (count: number, call: (target: Json, given?: Json) => Json): Method =>
  of(count, (_run, target, given) => call(target, given));

/** Goes through a text once. */
const onText = (call: (whole: string) => Json): Method =>
  of(0, (run, target) => {
    const whole = text(target);
    run.spend(whole.length);
    return call(whole);
  });

/** Goes through two texts once. */
const onTexts = (call: (whole: string, other: string, run: Run) => Json): Method =>
  of(1, (run, target, given) => {
    const [whole, other] = [text(target), text(given)];
    run.spend(whole.length + other.length);
    return call(whole, other, run);
  });

/**
 * The methods of strings, lists, maps and numbers that conditions use, and those by which JSON is read in Camunda. They are looked up
 * here and nowhere else: no object's own methods can be reached.
 */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["contains", of(1, contains)],
  ["startsWith", onTexts((whole, start) => whole.startsWith(start))],
  ["endsWith", onTexts((whole, end) => whole.endsWith(end))],
  ["equals", of(1, (run, target, other = null) => equal(target, other, run))],
  ["equalsIgnoreCase", onTexts((whole, other) => whole.toLowerCase() === other.toLowerCase())],
  ["isEmpty", of(0, (run, target) => isEmpty(target, run))],
  ["isBlank", onText((whole) => whole.trim() === "")],
  ["length", quick(0, (target) => text(target).length)],
  ["size", of(0, size)],

  ["concat", onTexts(joined)],
  ["indexOf", of(1, indexOf)],
  ["substring", { least: 1, most: 2, call: substring }],
  ["toLowerCase", onText((whole) => whole.toLowerCase())],
  ["toUpperCase", onText((whole) => whole.toUpperCase())],
  ["trim", onText((whole) => whole.trim())],
  ["toString", quick(0, written)],

  ["get", quick(1, (target, key = null) => member(target, key))],
  ["containsKey", quick(1, hasMember)],

  ["booleanValue", quick(0, truth)],
  ["intValue", quick(0, (target) => Math.trunc(numeric(target, "intValue")))],
  ["longValue", quick(0, (target) => Math.trunc(numeric(target, "longValue")))],
  ["doubleValue", quick(0, (target) => numeric(target, "doubleValue"))],

  ["prop", quick(1, (target, key = null) => member(target, key))],
  ["hasProp", quick(1, hasMember)],
  ["value", quick(0, (target) => target)],
  ["stringValue", quick(0, text)],
  ["numberValue", quick(0, (target) => numeric(target, "numberValue"))],
  ["boolValue", quick(0, truth)],
]);

function contains(run: Run, target: Json, item: Json = null): Json {
  if (Array.isArray(target)) return target.some((one) => equal(one, item, run));
  const [whole, part] = [text(target), text(item)];
  run.search(whole, part);
  return whole.includes(part);
}

function size(run: Run, target: Json): Json {
  if (Array.isArray(target)) return target.length;
  return typeof target === "object" && target !== null ? keysOf(target, run).length : text(target).length;
}

function indexOf(run: Run, target: Json, item: Json = null): Json {
  if (Array.isArray(target)) return target.findIndex((one) => equal(one, item, run));
  const [whole, part] = [text(target), text(item)];
  run.search(whole, part);
  return whole.indexOf(part);
}

function substring(_run: Run, target: Json, from: Json = null, to?: Json): Json {
  const whole = text(target);
  const [start, end] = [numeric(from, "substring"), to === undefined ? whole.length : numeric(to, "substring")];
  if (!(start >= 0 && start <= end && end <= whole.length))
    throw new EvaluationError(`The text has ${whole.length} characters; ${start} to ${end} is no part of it.`);
  return whole.slice(start, end);
}

function hasMember(target: Json, key: Json = null): Json {
  if (typeof target !== "object" || target === null || Array.isArray(target))
    throw new EvaluationError(`${typeName(target)} has no members.`);
  return Object.hasOwn(target, text(key));
}

function text(value: Json = null): string {
  if (typeof value === "string") return value;
  throw new EvaluationError(`A text was expected here, not ${typeName(value)}.`);
}
