/** Values as texts: for `string(…)`, as FEEL writes them, and for what leaves an expression, as JSON. */
import { EvaluationError, type Json } from "@rb/ir";
import { written } from "./decimal.js";
import type { Run } from "./run.js";
import { dateText, dateTimeText, FeelDate, FeelDateTime } from "./temporal/date-time.js";
import { DaysDuration, durationText, MonthsDuration } from "./temporal/duration.js";
import { FeelTime, timeText } from "./temporal/time.js";
import { checkDepth, describe, isContext, isList, Range, type Value } from "./values.js";

/** DMN 1.5, 10.3.4.1, `string(from)`; inside lists and contexts, texts are in quotes. */
export function textOf(run: Run, value: Value, depth = 0): string {
  checkDepth(depth);
  if (typeof value === "string") {
    run.text(value.length);
    return depth === 0 ? value : quoted(value);
  }
  run.spend(1);
  if (typeof value === "number") {
    const digits = written(value);
    run.text(digits.length);
    return digits;
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (isList(value))
    return joined(
      run,
      "[",
      value.map((item) => textOf(run, item, depth + 1)),
      "]",
    );
  if (value instanceof Range) return rangeText(run, value, depth + 1);
  if (isContext(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${keyText(key)}: ${textOf(run, item, depth + 1)}`);
    return joined(run, "{", entries, "}");
  }
  const text = temporalText(value, false);
  if (text === null) throw new EvaluationError(`There is no text for ${describe(value)}.`);
  return text;
}

/** What an expression answers. */
export function jsonOf(run: Run, value: Value, depth = 0): Json {
  checkDepth(depth);
  run.spend(1);
  if (typeof value === "string") run.spend(value.length >> 3);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => jsonOf(run, item, depth + 1));
  if (isContext(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(run, item, depth + 1)]));
  }
  const text = temporalText(value, true);
  if (text === null) throw new EvaluationError(`What comes out is ${describe(value)}, which is no data.`);
  return text;
}

/** Dates, times and durations; null for anything else. */
function temporalText(value: Value, iso: boolean): string | null {
  if (value instanceof FeelDate) return dateText(value);
  if (value instanceof FeelDateTime) return dateTimeText(value, iso);
  if (value instanceof FeelTime) return timeText(value, iso);
  return value instanceof DaysDuration || value instanceof MonthsDuration ? durationText(value) : null;
}

function rangeText(run: Run, range: Range, depth: number): string {
  const [low, high] = [range.low, range.high].map((end) => (end === null ? null : textOf(run, end, depth)));
  if (low === null) return `(<${range.highIncluded ? "=" : ""}${high})`;
  if (high === null) return `(>${range.lowIncluded ? "=" : ""}${low})`;
  return `${range.lowIncluded ? "[" : "("}${low}..${high}${range.highIncluded ? "]" : ")"}`;
}

function joined(run: Run, open: string, parts: readonly string[], close: string): string {
  run.text(parts.reduce((sum, part) => sum + part.length + 2, 2));
  return open + parts.join(", ") + close;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function keyText(key: string): string {
  return /^[\p{ID_Start}_][\p{ID_Continue} ]*$/u.test(key) ? key : quoted(key);
}
