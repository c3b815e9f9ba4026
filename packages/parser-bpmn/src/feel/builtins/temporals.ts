/** DMN 1.5, 10.3.4.1, 10.3.4.7, 10.3.4.9 and 10.3.4.10: making dates, times and durations, and asking for parts of them. */
import { EvaluationError } from "@rb/ir";
import { months } from "../arithmetic.js";
import { same } from "../compare.js";
import type { Run } from "../run.js";
import { dayMs, dayOf, dayOfYear, daysInMonth, weekday, weekOfYear } from "../temporal/calendar.js";
import { atLocal, dateOf, FeelDate, FeelDateTime, readDate, readDateTime, together } from "../temporal/date-time.js";
import { DaysDuration, type MonthsDuration, readDuration } from "../temporal/duration.js";
import { FeelTime, readTime } from "../temporal/time.js";
import { fixedZone, readZone, utc, type Zone, zoneSteps } from "../temporal/zone.js";
import type { List, Value } from "../values.js";
import type { Call, Row } from "./signature.js";

const clock = "hour: number, minute: number, second: number";

export const temporalRows: readonly Row[] = [
  ["date", "from: string|date|date and time; year: number, month: number, day: number", date],
  ["time", `from: string|time|date|date and time; ${clock}, offset?: days and time duration`, time],
  [
    "date and time",
    "from: string|date and time; date: date|date and time, time: time; " +
      `date: date and time, timezone: string; year: number, month: number, day: number, ${clock}; ` +
      `year: number, month: number, day: number, ${clock}, offset: days and time duration|string`,
    dateAndTime,
  ],
  ["duration", "from: string|days and time duration|years and months duration", duration],
  ["years and months duration", "from: date|date and time, to: date|date and time", monthsBetween],
  ["now", "", (run) => new FeelDateTime(Math.floor(run.nowMs), utc)],
  ["today", "", (run) => new FeelDate(Math.floor(run.nowMs / dayMs))],
  ["day of year", "date: date|date and time", onDay((day) => dayOfYear(day))],
  ["day of week", "date: date|date and time", onDay((day) => weekdays[weekday(day) - 1] as string)],
  ["month of year", "date: date|date and time", onDay((day) => monthNames[dayOf(day).month - 1] as string)],
  ["week of year", "date: date|date and time", onDay((day) => weekOfYear(day))],
  ["last day of month", "date: date|date and time", onDay(lastDayOfMonth)],
  ["is", "value1: any, value2: any", is],
];

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

function read<Result>(text: string, as: (text: string) => Result | null, what: string): Result {
  const value = as(text);
  if (value === null) throw new EvaluationError(`'${text.slice(0, 60)}' is no ${what}.`);
  return value;
}

function dayNumber(value: Value): number {
  return value instanceof FeelDateTime ? value.date.days : (value as FeelDate).days;
}

function onDay(what: (day: number) => Value): Call {
  return (_run, [value]) => what(dayNumber(value as Value));
}

function lastDayOfMonth(day: number): Value {
  const { year, month } = dayOf(day);
  return calendarDay(year, month, daysInMonth(year, month));
}

function calendarDay(year: Value, month: Value, day: Value): FeelDate {
  const found = dateOf({ year: year as number, month: month as number, day: day as number });
  if (found === null) throw new EvaluationError(`There is no day ${year}-${month}-${day}.`);
  return found;
}

/** Where a named zone was asked for its offset. */
function paid(run: Run, value: FeelTime | FeelDateTime): Value {
  if (value.zone?.named) run.spend(zoneSteps);
  return value;
}

function date(...[, [from, month, day]]: Parameters<Call>): Value {
  if (typeof from === "number") return calendarDay(from, month as Value, day as Value);
  if (typeof from === "string") return read(from, readDate, "date");
  return from instanceof FeelDateTime ? from.date : (from as FeelDate);
}

function time(...[run, values]: Parameters<Call>): Value {
  return paid(run, timeOf(values));
}

function timeOf([from, minute, second, offset]: List): FeelTime {
  if (typeof from === "number") return new FeelTime(clockMs([from, minute as Value, second as Value]), zoneOf(offset));
  if (typeof from === "string") return read(from, readTime, "time");
  if (from instanceof FeelDateTime) return new FeelTime(from.ms, from.zone);
  return from instanceof FeelDate ? new FeelTime(0, utc) : (from as FeelTime);
}

function clockMs(parts: List): number {
  const [hour, minute, second] = parts as readonly [number, number, number];
  const fits = Number.isInteger(hour) && Number.isInteger(minute) && hour >= 0 && minute >= 0 && second >= 0;
  if (!fits || hour > 23 || minute > 59 || second >= 60) {
    throw new EvaluationError(`There is no time ${hour}:${minute}:${second}.`);
  }
  return (hour * 60 + minute) * 60_000 + Math.floor(second * 1000 + 1e-6);
}

function zoneOf(offset: Value | undefined): Zone | null {
  if (offset === undefined || offset === null) return null;
  const zone = offset instanceof DaysDuration ? fixedZone(offset.ms) : namedZone(offset as string);
  if (zone === null) throw new EvaluationError("There is no such offset or time zone.");
  return zone;
}

/** A name with or without the `@`. */
function namedZone(text: string): Zone | null {
  return readZone(text) ?? readZone(`@${text}`);
}

function dateAndTime(...[run, values]: Parameters<Call>): Value {
  return paid(run, dateTimeOf(values));
}

function dateTimeOf(values: List): FeelDateTime {
  const [from, second] = values as readonly [Value, Value];
  if (typeof from === "string") return read(from, readDateTime, "date and time");
  if (typeof from === "number") return fromNumbers(values);
  if (typeof second === "string") return new FeelDateTime((from as FeelDateTime).instantMs, zoneOf(second));
  if (second === undefined) return from as FeelDateTime;
  return together(from instanceof FeelDateTime ? from.date : (from as FeelDate), second as FeelTime);
}

function fromNumbers(values: List): FeelDateTime {
  const [year, month, day] = values as readonly [Value, Value, Value];
  return atLocal(calendarDay(year, month, day), clockMs(values.slice(3, 6)), zoneOf(values[6]));
}

function duration(...[, [from]]: Parameters<Call>): Value {
  return typeof from === "string" ? read(from, readDuration, "duration") : (from as Value);
}

/** Whole months, towards zero. */
function monthsBetween(...[, [from, to]]: Parameters<Call>): MonthsDuration {
  const [start, end] = [dayOf(dayNumber(from as Value)), dayOf(dayNumber(to as Value))];
  const count = (end.year - start.year) * 12 + end.month - start.month;
  const left = end.day - start.day;
  return months(count > 0 && left < 0 ? count - 1 : count < 0 && left > 0 ? count + 1 : count);
}

/** DMN 1.5, 10.3.4.10: the same, the time zone included. */
function is(...[run, [one, other]]: Parameters<Call>): Value {
  return same(run, one as Value, other as Value) && zoneText(one as Value) === zoneText(other as Value);
}

function zoneText(value: Value): string | undefined {
  return value instanceof FeelDateTime || value instanceof FeelTime ? value.zone?.text : undefined;
}
