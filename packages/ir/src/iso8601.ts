/**
 * Dates, durations and repeating intervals of ISO 8601 in their extended form, read strictly: `Date.parse` takes much
 * that is none. All reckoning is in UTC, where a day always has 24 hours.
 */

/** Years and months have no fixed length, so a duration keeps its parts; all of them count backwards when `sign` is -1. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly ms: number;
  readonly sign?: -1;
}

/** `times` null: without end. `start` null: from when the timer starts, or, with an `end`, counted back from that. */
export interface Repeating {
  readonly times: number | null;
  readonly start: number | null;
  readonly every: Duration;
  /** The last time, where that is what was said. */
  readonly end?: number;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** ECMA-262, 21.4.1.1: a time value reaches 100,000,000 days either way. */
const lastMs = 100_000_000 * dayMs;

const number = "(\\d{1,15}(?:[.,]\\d{1,15})?)";
const durationPattern = new RegExp(
  `^(-)?P(?:${number}W|(?:${number}Y)?(?:${number}M)?(?:${number}D)?(T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?)$`,
);

/** `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT30S`. Only the smallest unit may have a fraction, and a month has none, since its length varies. */
export function parseDuration(text: string): Duration | null {
  const match = durationPattern.exec(text);
  if (match === null) return null;
  const [, minus, weeks, years, months, days, time, hours, minutes, seconds] = match;
  const parts = [weeks, years, months, days, hours, minutes, seconds].filter((part) => part !== undefined);
  if (parts.length === 0 || time === "T" || parts.slice(0, -1).some(hasFraction)) return null;

  const allMonths = quantity(years) * 12 + quantity(months);
  const wholeDays = quantity(weeks) * 7 + quantity(days);
  const clockMs = quantity(hours) * hourMs + quantity(minutes) * minuteMs + quantity(seconds) * secondMs;
  const daysPart = Math.trunc(wholeDays);
  const ms = Math.round(clockMs + (wholeDays - daysPart) * dayMs);
  if (!Number.isInteger(allMonths) || allMonths > lastMs || daysPart > lastMs || ms > lastMs) return null;
  const monthsPart = years === undefined ? allMonths : allMonths - Math.trunc(quantity(years)) * 12;
  const duration = { years: Math.trunc(quantity(years)), months: monthsPart, days: daysPart, ms };
  return minus === undefined ? duration : { ...duration, sign: -1 };
}

function hasFraction(part: string): boolean {
  return part.includes(".") || part.includes(",");
}

function quantity(part: string | undefined): number {
  return part === undefined ? 0 : Number(part.replace(",", "."));
}

const dateTimePattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/;

/** Milliseconds since 1970-01-01T00:00Z. The offset (or `Z`) is required: without one nobody knows which moment is meant. */
export function parseDateTime(text: string): number | null {
  const match = dateTimePattern.exec(text);
  if (match === null) return null;
  const field = (group: number): number => Number(match[group] ?? 0);
  const [year, month, day, hour, minute, second] = [field(1), field(2), field(3), field(4), field(5), field(6)];
  const ms = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month - 1)) return null;
  // 24:00 is the end of a day, and of nothing else.
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second + ms > 0)) return null;
  if (field(9) > 23 || field(10) > 59) return null;
  const offsetMs = (match[8] === "-" ? -1 : 1) * (field(9) * hourMs + field(10) * minuteMs);
  return midnight(year, month - 1, day) + hour * hourMs + minute * minuteMs + second * secondMs + ms - offsetMs;
}

/**
 * `R3/PT10M`, `R/2026-01-01T00:00:00Z/P1D`, `R3/P1D/2026-01-31T00:00:00Z`, with two moments whose distance is the period,
 * or a duration alone, which repeats without end. A period has to be longer than nothing.
 */
export function parseRepeating(text: string): Repeating | null {
  const parts = text.split("/", 4);
  const [head = "", first = "", second] = parts;
  if (parts.length === 1) return repeating(null, null, parseDuration(head));
  const count = /^R(\d{1,9})?$/.exec(head);
  if (count === null || parts.length > 3) return null;
  const times = count[1] === undefined ? null : Number(count[1]);
  if (second === undefined) return repeating(times, null, parseDuration(first));
  const [start, end] = [parseDateTime(first), parseDateTime(second)];
  if (start !== null && end !== null) return repeating(times, start, { years: 0, months: 0, days: 0, ms: end - start });
  if (start !== null) return repeating(times, start, parseDuration(second));
  return end === null ? null : repeating(times, null, parseDuration(first), end);
}

function repeating(times: number | null, start: number | null, every: Duration | null, end?: number): Repeating | null {
  if (every === null || every.sign === -1 || addDuration(0, every) <= 0) return null;
  return { times, start, every, ...(end === undefined ? {} : { end }) };
}

/**
 * Years and months first, by the calendar, where a day that the month doesn't have becomes its last; then days, then the
 * rest. A moment beyond what a date can say becomes the last one that it can.
 */
export function addDuration(epochMs: number, duration: Duration): number {
  const sign = duration.sign ?? 1;
  const months = sign * (duration.years * 12 + duration.months);
  const shifted = months === 0 ? epochMs : addMonths(epochMs, months);
  return clamp(shifted + sign * (duration.days * dayMs + duration.ms));
}

function addMonths(epochMs: number, months: number): number {
  const date = new Date(epochMs);
  const total = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12;
  const start = midnight(year, month, 1);
  if (Number.isNaN(start)) return months > 0 ? lastMs : -lastMs;
  const day = Math.min(date.getUTCDate(), daysIn(year, month));
  return start + (day - 1) * dayMs + (epochMs - Math.floor(epochMs / dayMs) * dayMs);
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, -lastMs), lastMs);
}

/** `Date.UTC` would take the years 0 to 99 for 1900 to 1999. */
function midnight(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 1 ? (leap ? 29 : 28) : [3, 5, 8, 10].includes(month) ? 30 : 31;
}
