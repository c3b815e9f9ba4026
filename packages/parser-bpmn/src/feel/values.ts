/** The values of FEEL, DMN 1.5, 10.3.2: JSON, and what only exists while an expression is evaluated. */
import { EvaluationError } from "@rb/ir";
import type { Run } from "./run.js";
import { FeelDate, FeelDateTime } from "./temporal/date-time.js";
import { DaysDuration, MonthsDuration } from "./temporal/duration.js";
import { FeelTime } from "./temporal/time.js";

export type Temporal = FeelDate | FeelTime | FeelDateTime | DaysDuration | MonthsDuration;
export type Value = null | boolean | number | string | Temporal | Range | FeelFunction | List | Context;
export type List = readonly Value[];
/** Only own members count: a name that an object inherits is none of the context's. */
export interface Context {
  readonly [key: string]: Value;
}

/** An end that is null is open. */
export class Range {
  readonly low: Value;
  readonly high: Value;
  readonly lowIncluded: boolean;
  readonly highIncluded: boolean;
  constructor(low: Value, high: Value, lowIncluded: boolean, highIncluded: boolean) {
    this.low = low;
    this.high = high;
    this.lowIncluded = lowIncluded;
    this.highIncluded = highIncluded;
  }
}

/** Written by the author, or a built-in one that is passed on as a value. */
export class FeelFunction {
  /** Null where it takes any number. */
  readonly parameters: readonly string[] | null;
  readonly call: (run: Run, values: List) => Value;
  constructor(parameters: readonly string[] | null, call: (run: Run, values: List) => Value) {
    this.parameters = parameters;
    this.call = call;
  }
}

export type Kind =
  | "null"
  | "boolean"
  | "number"
  | "string"
  | "date"
  | "time"
  | "date and time"
  | "days and time duration"
  | "years and months duration"
  | "range"
  | "function"
  | "list"
  | "context";

export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "string";
    default:
      return value === null ? "null" : Array.isArray(value) ? "list" : objectKind(value as object);
  }
}

function objectKind(value: object): Kind {
  if (value instanceof FeelDate) return "date";
  if (value instanceof FeelTime) return "time";
  if (value instanceof FeelDateTime) return "date and time";
  if (value instanceof DaysDuration) return "days and time duration";
  if (value instanceof MonthsDuration) return "years and months duration";
  if (value instanceof Range) return "range";
  return value instanceof FeelFunction ? "function" : "context";
}

export function isList(value: Value): value is List {
  return Array.isArray(value);
}

export function isContext(value: Value): value is Context {
  return kindOf(value) === "context";
}

export function memberOf(context: Context, key: string): Value {
  return Object.hasOwn(context, key) ? (context[key] as Value) : null;
}

/** A context of entries. What `fromEntries` makes are own members, whatever they are called. */
export function contextOf(entries: Iterable<readonly [key: string, value: Value]>): Context {
  return Object.fromEntries(entries);
}

/** What a value is, for people. */
export function describe(value: Value): string {
  const kind = kindOf(value);
  return kind === "null" ? "null" : `a ${kind}`;
}

/** No value is nested deeper than this where it is compared, written or handed out. */
const deepest = 200;

export function checkDepth(depth: number): void {
  if (depth > deepest) throw new EvaluationError(`A value is nested deeper than ${deepest} levels.`);
}
