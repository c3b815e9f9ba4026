/** `+ - * / **` on numbers, texts, dates, times and durations: DMN 1.5, 10.3.2.11, tables 54 to 57. */
import { EvaluationError } from "@rb/ir";
import * as decimal from "./decimal.js";
import type { Run } from "./run.js";
import type { Arithmetic } from "./syntax.js";
import { dayMs } from "./temporal/calendar.js";
import { FeelDate, FeelDateTime, monthsLater } from "./temporal/date-time.js";
import { DaysDuration, MonthsDuration } from "./temporal/duration.js";
import { FeelTime, shiftTime, utcOf } from "./temporal/time.js";
import { zoneSteps } from "./temporal/zone.js";
import { describe, type Value } from "./values.js";

export function calculate(run: Run, operator: Arithmetic, left: Value, right: Value): Value {
  if (isDecimal(left) || isDecimal(right)) run.spend(decimalSteps);
  const result = operations[operator](run, left, right);
  if (result === undefined) {
    throw new EvaluationError(`There is no '${operator}' of ${describe(left)} and ${describe(right)}.`);
  }
  return result;
}

/** What arithmetic with decimals counts for. */
export const decimalSteps = 8;

function isDecimal(value: Value): boolean {
  return typeof value === "number" && !Number.isSafeInteger(value);
}

type Operation = (run: Run, left: Value, right: Value) => Value | undefined;
const operations: { readonly [operator in Arithmetic]: Operation } = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "**": power,
};

export function negated(value: Value): Value {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  if (value instanceof DaysDuration) return new DaysDuration(0 - value.ms);
  if (value instanceof MonthsDuration) return new MonthsDuration(0 - value.months);
  throw new EvaluationError(`There is no negative of ${describe(value)}.`);
}

function add(run: Run, left: Value, right: Value): Value | undefined {
  if (typeof left === "number" && typeof right === "number") return decimal.add(left, right);
  if (typeof left === "string" && typeof right === "string") {
    run.text(left.length + right.length);
    return left + right;
  }
  if (isDuration(right)) return later(run, left, right);
  return isDuration(left) ? later(run, right, left) : undefined;
}

function later(run: Run, value: Value, by: DaysDuration | MonthsDuration): Value | undefined {
  if (value instanceof FeelDateTime && value.zone?.named) run.spend(zoneSteps);
  if (by instanceof MonthsDuration) {
    if (value instanceof MonthsDuration) return months(value.months + by.months);
    return value instanceof FeelDate || value instanceof FeelDateTime ? monthsLater(value, by.months) : undefined;
  }
  if (value instanceof DaysDuration) return days(value.ms + by.ms);
  // A date is its midnight, and what comes out is the date of that day.
  if (value instanceof FeelDate) return new FeelDate(value.days + Math.floor(by.ms / dayMs));
  if (value instanceof FeelDateTime) return new FeelDateTime(value.instantMs + by.ms, value.zone);
  return value instanceof FeelTime ? shiftTime(value, by.ms) : undefined;
}

function subtract(run: Run, left: Value, right: Value): Value | undefined {
  if (typeof left === "number" && typeof right === "number") return decimal.add(left, -right);
  if (isDuration(right)) return later(run, left, negated(right) as DaysDuration | MonthsDuration);
  const [from, to] = [instant(right), instant(left)];
  if (from !== null && to !== null) return days(to - from);
  return left instanceof FeelTime && right instanceof FeelTime ? days(utcOf(left) - utcOf(right)) : undefined;
}

function multiply(_run: Run, left: Value, right: Value): Value | undefined {
  if (typeof left === "number") return typeof right === "number" ? decimal.multiply(left, right) : scaled(right, left);
  return typeof right === "number" ? scaled(left, right) : undefined;
}

function scaled(duration: Value, factor: number): Value | undefined {
  if (duration instanceof DaysDuration) return days(duration.ms * factor);
  return duration instanceof MonthsDuration ? months(duration.months * factor) : undefined;
}

function divide(_run: Run, left: Value, right: Value): Value | undefined {
  if (amount(right) === 0) throw new EvaluationError("Nothing can be divided by zero.");
  if (typeof right === "number") {
    if (typeof left === "number") return decimal.divide(left, right);
    if (left instanceof DaysDuration) return days(left.ms / right);
    return left instanceof MonthsDuration ? months(left.months / right) : undefined;
  }
  if (left instanceof DaysDuration && right instanceof DaysDuration) return decimal.divide(left.ms, right.ms);
  if (!(left instanceof MonthsDuration && right instanceof MonthsDuration)) return undefined;
  return decimal.divide(left.months, right.months);
}

function power(_run: Run, left: Value, right: Value): Value | undefined {
  return typeof left === "number" && typeof right === "number" ? decimal.finite(left ** right) : undefined;
}

function amount(value: Value): Value {
  if (value instanceof DaysDuration) return value.ms;
  return value instanceof MonthsDuration ? value.months : value;
}

function isDuration(value: Value): value is DaysDuration | MonthsDuration {
  return value instanceof DaysDuration || value instanceof MonthsDuration;
}

/** The milliseconds that a date (its midnight) or date and time stands at. */
function instant(value: Value): number | null {
  if (value instanceof FeelDate) return value.days * dayMs;
  return value instanceof FeelDateTime ? value.instantMs : null;
}

/** No duration is longer than what its text can be read back from. */
const mostMs = 100_000_000 * dayMs;

export function days(ms: number): DaysDuration {
  const whole = decimal.finite(Math.trunc(ms));
  if (Math.abs(whole) > mostMs) throw new EvaluationError("A duration is too long.");
  return new DaysDuration(whole);
}

export function months(count: number): MonthsDuration {
  const whole = decimal.finite(Math.trunc(count));
  if (Math.abs(whole) > 1_000_000_000) throw new EvaluationError("A duration is too long.");
  return new MonthsDuration(whole);
}
