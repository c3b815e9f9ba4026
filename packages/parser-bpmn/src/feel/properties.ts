/** What stands behind a dot: entries of contexts, and the properties of table 53 in DMN 1.5, 10.3.2.3. */
import { EvaluationError } from "@rb/ir";
import type { Run } from "./run.js";
import { dayOf, weekday } from "./temporal/calendar.js";
import { FeelDate, FeelDateTime } from "./temporal/date-time.js";
import { DaysDuration, daysParts, MonthsDuration } from "./temporal/duration.js";
import { FeelTime } from "./temporal/time.js";
import { checkDepth, describe, isContext, isList, memberOf, Range, type Value } from "./values.js";

/** An entry that a context hasn't is null, as is any of null; the entries of a list are those of its items. */
export function propertyOf(run: Run, value: Value, name: string, depth = 0): Value {
  if (value === null) return null;
  if (isList(value)) {
    checkDepth(depth);
    run.spend(value.length);
    return value.map((item) => propertyOf(run, item, name, depth + 1));
  }
  if (isContext(value)) return memberOf(value, name);
  const known = properties(value);
  if (!Object.hasOwn(known, name)) throw new EvaluationError(`There is no '${name}' in ${describe(value)}.`);
  return known[name] as Value;
}

function properties(value: Value): { readonly [name: string]: Value } {
  if (value instanceof FeelDate) return ofDay(value.days);
  if (value instanceof FeelTime) return { ...ofClock(value.ms), ...ofZone(value) };
  if (value instanceof FeelDateTime) {
    return { ...ofDay(value.date.days), ...ofClock(value.ms), ...ofZone(value) };
  }
  if (value instanceof DaysDuration) return daysParts(value.ms);
  if (value instanceof MonthsDuration) {
    const years = Math.trunc(value.months / 12);
    return { years, months: value.months - years * 12 };
  }
  if (!(value instanceof Range)) return {};
  const { low: start, high: end } = value;
  return { start, end, "start included": value.lowIncluded, "end included": value.highIncluded };
}

function ofDay(days: number): { readonly [name: string]: Value } {
  return { ...dayOf(days), weekday: weekday(days) };
}

function ofClock(ms: number): { readonly [name: string]: Value } {
  const { hours: hour, minutes: minute, seconds: second } = daysParts(ms);
  return { hour, minute, second };
}

function ofZone({ zone, offsetMs }: FeelTime | FeelDateTime): { readonly [name: string]: Value } {
  if (zone === null) return { "time offset": null, timezone: null };
  return { "time offset": new DaysDuration(offsetMs), timezone: zone.named ? zone.text : null };
}
