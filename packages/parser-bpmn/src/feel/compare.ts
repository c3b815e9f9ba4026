/** Equality, order and membership, DMN 1.5, 10.3.2.13. What has no order is an `EvaluationError`, where FEEL would say null. */
import { EvaluationError } from "@rb/ir";
import type { Run } from "./run.js";
import { FeelDate, FeelDateTime } from "./temporal/date-time.js";
import { DaysDuration, MonthsDuration } from "./temporal/duration.js";
import { FeelTime, utcOf } from "./temporal/time.js";
import {
  type Context,
  checkDepth,
  describe,
  isContext,
  isList,
  kindOf,
  type List,
  memberOf,
  Range,
  type Value,
} from "./values.js";

/** Texts are looked at as far as they are the same; two of different length need no look. */
function payForTexts(run: Run, left: Value, right: Value): void {
  if (typeof left === "string" && typeof right === "string") run.spend(Math.min(left.length, right.length) >> 6);
}

/** What `=` says: anything can be compared with null, and otherwise only what is of one kind. */
export function equals(run: Run, left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (kindOf(left) !== kindOf(right)) throw incomparable(left, right);
  return same(run, left, right);
}

/** Whether two values are the same; values of different kinds never are. */
export function same(run: Run, left: Value, right: Value, depth = 0): boolean {
  if (typeof left === "string" && left.length === (right as string | null)?.length) payForTexts(run, left, right);
  if (left === right) return true;
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return false;
  checkDepth(depth);
  run.spend(1);
  if (isList(left) && isList(right)) return sameList(run, left, right, depth + 1);
  if (left instanceof Range && right instanceof Range) return sameRange(run, left, right, depth + 1);
  if (isContext(left) && isContext(right)) return sameContext(run, left, right, depth + 1);
  const [one, other] = [position(left), position(right)];
  return one !== null && one === other;
}

function sameList(run: Run, left: List, right: List, depth: number): boolean {
  return left.length === right.length && left.every((item, at) => same(run, item, right[at] as Value, depth));
}

function sameContext(run: Run, left: Context, right: Context, depth: number): boolean {
  const [keys, others] = [Object.keys(left), Object.keys(right)];
  run.spend(2 * (keys.length + others.length));
  return (
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(right, key) && same(run, memberOf(left, key), memberOf(right, key), depth))
  );
}

function sameRange(run: Run, left: Range, right: Range, depth: number): boolean {
  return (
    left.lowIncluded === right.lowIncluded &&
    left.highIncluded === right.highIncluded &&
    same(run, left.low, right.low, depth) &&
    same(run, left.high, right.high, depth)
  );
}

/** Where a value stands among those of its kind; null when the kind has no order. */
function position(value: Value): number | string | null {
  if (typeof value === "number" || typeof value === "string") return value;
  if (value instanceof FeelDate) return value.days;
  if (value instanceof FeelDateTime) return value.instantMs;
  if (value instanceof FeelTime) return utcOf(value);
  if (value instanceof DaysDuration) return value.ms;
  return value instanceof MonthsDuration ? value.months : null;
}

/** Negative, zero or positive. Texts are compared by UTF-16 code units. */
export function order(run: Run, left: Value, right: Value): number {
  payForTexts(run, left, right);
  const [one, other] = [position(left), position(right)];
  if (one === null || other === null || kindOf(left) !== kindOf(right)) throw incomparable(left, right);
  return one < other ? -1 : one > other ? 1 : 0;
}

function incomparable(left: Value, right: Value): EvaluationError {
  const kinds = [kindOf(left), kindOf(right)];
  const temporal = kinds.find((kind) => /^(?:date|time|date and time)$/.test(kind));
  const hint = kinds.includes("string") && temporal !== undefined ? `; ${temporal}(…) makes one of a text` : "";
  return new EvaluationError(`${capital(describe(left))} and ${describe(right)} can't be compared${hint}.`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function includes(run: Run, range: Range, value: Value): boolean {
  if (range.low !== null) {
    const low = order(run, value, range.low);
    if (low < 0 || (low === 0 && !range.lowIncluded)) return false;
  }
  if (range.high === null) return true;
  const high = order(run, value, range.high);
  return high < 0 || (high === 0 && range.highIncluded);
}

/** `value in test`: in a range, among the items of a list, or equal. */
export function meets(run: Run, value: Value, test: Value): boolean {
  if (test instanceof Range) return value instanceof Range ? same(run, value, test) : includes(run, test, value);
  if (!isList(test)) return equals(run, value, test);
  run.spend(test.length);
  return (
    test.some((item) => {
      if (item instanceof Range && !(value instanceof Range)) return includes(run, item, value);
      return same(run, value, item);
    }) || same(run, value, test)
  );
}
