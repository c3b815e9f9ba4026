import { EvaluationError, isJsonObject, type Json } from "@rb/ir";
import type { Run } from "./run.js";

/** What the operators of the language mean. Every function here is pure; what has no meaning is an `EvaluationError`. */

export type Operator = (left: Json, right: Json, run: Run) => Json;

/** A number also equals, and compares with, a string that spells one; two strings compare by code unit. */
export function equal(left: Json, right: Json, run: Run): boolean {
  payForComparing(left, right, run);
  const numbers = bothNumbers(left, right);
  if (numbers !== null) return numbers[0] === numbers[1];
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => equal(item, right[at] as Json, run));
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const [keys, others] = [keysOf(left, run), keysOf(right, run)];
    return (
      keys.length === others.length &&
      keys.every((key) => Object.hasOwn(right, key) && equal(left[key] as Json, right[key] as Json, run))
    );
  }
  return left === right;
}

export function order(left: Json, right: Json, run: Run): number {
  payForComparing(left, right, run);
  const numbers = bothNumbers(left, right);
  if (numbers !== null) return numbers[0] - numbers[1];
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0;
  throw new EvaluationError(`${typeName(left)} and ${typeName(right)} can't be put in order.`);
}

/** What comparing two values, or listing a key, counts for, beside the characters of texts. */
const itemWork = 50;

function payForComparing(left: Json, right: Json, run: Run): void {
  const texts = typeof left === "string" && typeof right === "string" ? Math.min(left.length, right.length) : 0;
  run.spend(itemWork + texts);
}

export function truth(value: Json): boolean {
  if (typeof value === "boolean") return value;
  if (value === null || value === "false") return false;
  if (value === "true") return true;
  throw new EvaluationError(`${typeName(value)} is neither true nor false.`);
}

export function isEmpty(value: Json, run: Run): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && keysOf(value, run).length === 0;
}

export function keysOf(value: object, run: Run): readonly string[] {
  const keys = Object.keys(value);
  run.spend(keys.length * itemWork);
  return keys;
}

/** A member that isn't there is null, as is a member of null. Only own members exist. */
export function member(value: Json, key: Json): Json {
  if (value === null) return null;
  if (Array.isArray(value)) return typeof key === "number" ? ((value[key] as Json | undefined) ?? null) : null;
  if (isJsonObject(value)) {
    const name = String(key);
    return Object.hasOwn(value, name) ? (value[name] as Json) : null;
  }
  throw new EvaluationError(`${typeName(value)} has no members.`);
}

export function arithmetic(symbol: string, compute: (left: number, right: number) => number): Operator {
  return (left, right) => {
    const result = compute(numeric(left, symbol), numeric(right, symbol));
    if (!Number.isFinite(result)) throw new EvaluationError(`'${symbol}' has no finite result here.`);
    return result;
  };
}

/** Numbers, also those that strings spell, are added. Where neither can be, as in `'PT' + hours + 'H'`, texts are joined. */
export function add(left: Json, right: Json, run: Run): Json {
  const isText = typeof left === "string" || typeof right === "string";
  if (isText && (asNumber(left) === null || asNumber(right) === null))
    return joined(written(left), written(right), run);
  return sum(left, right, run);
}

const sum = arithmetic("+", (left, right) => left + right);

/** Two texts as one. */
export function joined(start: string, end: string, run: Run): string {
  run.text(start.length + end.length);
  return start + end;
}

/** A value inside of a text: nothing where it is null. */
export function written(value: Json): string {
  if (value === null) return "";
  if (typeof value === "object") throw new EvaluationError(`${typeName(value)} can't be part of a text.`);
  return String(value);
}

export function numeric(value: Json, symbol: string): number {
  const number = asNumber(value);
  if (number === null) throw new EvaluationError(`'${symbol}' wants a number, not ${typeName(value)}.`);
  return number;
}

function bothNumbers(left: Json, right: Json): readonly [number, number] | null {
  if (typeof left !== "number" && typeof right !== "number") return null;
  const [first, second] = [asNumber(left), asNumber(right)];
  return first === null || second === null ? null : [first, second];
}

const spelledNumber = /^\s*[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;

function asNumber(value: Json): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.length <= 64 && spelledNumber.test(value) ? Number(value) : null;
}

export function typeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
