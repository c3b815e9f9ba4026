import { EvaluationError, type Json } from "@rb/ir";
import { equal, isEmpty, member, numeric, truth, typeName, written } from "./values.js";

export interface Method {
  /** How many arguments it takes. */
  readonly least: number;
  readonly most: number;
  readonly call: (target: Json, ...given: readonly Json[]) => Json;
}

const of = (count: number, call: Method["call"]): Method => ({ least: count, most: count, call });

/**
 * The methods of strings, lists, maps and numbers that conditions use, and those by which JSON is read in Camunda. They are looked up
 * here and nowhere else: no object's own methods can be reached.
 */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["contains", of(1, contains)],
  ["startsWith", of(1, (target, start) => text(target).startsWith(text(start)))],
  ["endsWith", of(1, (target, end) => text(target).endsWith(text(end)))],
  ["equals", of(1, (target, other = null) => equal(target, other))],
  ["equalsIgnoreCase", of(1, (target, other) => text(target).toLowerCase() === text(other).toLowerCase())],
  ["isEmpty", of(0, isEmpty)],
  ["isBlank", of(0, (target) => text(target).trim() === "")],
  ["length", of(0, (target) => text(target).length)],
  ["size", of(0, size)],

  ["concat", of(1, (target, end) => text(target) + text(end))],
  ["indexOf", of(1, indexOf)],
  ["substring", { least: 1, most: 2, call: substring }],
  ["toLowerCase", of(0, (target) => text(target).toLowerCase())],
  ["toUpperCase", of(0, (target) => text(target).toUpperCase())],
  ["trim", of(0, (target) => text(target).trim())],
  ["toString", of(0, written)],

  ["get", of(1, (target, key = null) => member(target, key))],
  ["containsKey", of(1, hasMember)],

  ["booleanValue", of(0, truth)],
  ["intValue", of(0, (target) => Math.trunc(numeric(target, "intValue")))],
  ["longValue", of(0, (target) => Math.trunc(numeric(target, "longValue")))],
  ["doubleValue", of(0, (target) => numeric(target, "doubleValue"))],

  ["prop", of(1, (target, key = null) => member(target, key))],
  ["hasProp", of(1, hasMember)],
  ["value", of(0, (target) => target)],
  ["stringValue", of(0, text)],
  ["numberValue", of(0, (target) => numeric(target, "numberValue"))],
  ["boolValue", of(0, truth)],
]);

function contains(target: Json, item: Json = null): Json {
  if (Array.isArray(target)) return target.some((one) => equal(one, item));
  return text(target).includes(text(item));
}

function size(target: Json): Json {
  if (Array.isArray(target)) return target.length;
  if (typeof target === "object" && target !== null) return Object.keys(target).length;
  return text(target).length;
}

function indexOf(target: Json, item: Json = null): Json {
  if (Array.isArray(target)) return target.findIndex((one) => equal(one, item));
  return text(target).indexOf(text(item));
}

function substring(target: Json, from: Json = null, to?: Json): Json {
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
