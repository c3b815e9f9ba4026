/** The two kinds of durations, DMN 1.5, 10.3.2.3.7 and 10.3.2.3.8: they can't be compared with each other. */

export class DaysDuration {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

export class MonthsDuration {
  readonly months: number;
  constructor(months: number) {
    this.months = months;
  }
}

const months = /^(-)?P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?$/;
const days = /^(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,9}))?S)?)?$/;

/** Null when it is neither; one that mixes months and days is none of FEEL. */
export function readDuration(text: string): DaysDuration | MonthsDuration | null {
  if (!/\d/.test(text.slice(-2)) || text.endsWith("T")) return null;
  const inMonths = months.exec(text);
  if (inMonths !== null) {
    const [, sign, years = "0", rest = "0"] = inMonths;
    const count = Number(years) * 12 + Number(rest);
    return new MonthsDuration(sign === undefined ? count : 0 - count);
  }
  const inDays = days.exec(text);
  if (inDays === null) return null;
  const [, sign, day = "0", hour = "0", minute = "0", second = "0", fraction = "0"] = inDays;
  const ms =
    ((Number(day) * 24 + Number(hour)) * 60 + Number(minute)) * 60_000 +
    Number(second) * 1000 +
    Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return new DaysDuration(sign === undefined ? ms : 0 - ms);
}

export function durationText(duration: DaysDuration | MonthsDuration): string {
  return duration instanceof MonthsDuration ? monthsText(duration.months) : daysText(duration.ms);
}

function monthsText(count: number): string {
  if (count === 0) return "P0M";
  const size = Math.abs(count);
  return `${count < 0 ? "-" : ""}P${part(Math.floor(size / 12), "Y")}${part(size % 12, "M")}`;
}

function daysText(ms: number): string {
  if (ms === 0) return "PT0S";
  const { days, hours, minutes, seconds } = daysParts(Math.abs(ms));
  const time = part(hours, "H") + part(minutes, "M") + part(seconds, "S");
  return `${ms < 0 ? "-" : ""}P${part(days, "D")}${time === "" ? "" : `T${time}`}`;
}

function part(count: number, unit: string): string {
  return count === 0 ? "" : `${count}${unit}`;
}

/** Each has the sign of the whole. */
export function daysParts(ms: number): {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
} {
  return {
    days: plain(Math.trunc(ms / 86_400_000)),
    hours: plain(Math.trunc(ms / 3_600_000) % 24),
    minutes: plain(Math.trunc(ms / 60_000) % 60),
    seconds: plain((ms % 60_000) / 1000),
  };
}

/** No negative zero. */
function plain(value: number): number {
  return value === 0 ? 0 : value;
}
