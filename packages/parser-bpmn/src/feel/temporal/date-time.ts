/** Dates, and dates with a time, DMN 1.5, 10.3.2.3.4 and 10.3.2.3.6. */
import { EvaluationError } from "@rb/ir";
import { addMonths, type Day, dayMs, dayOf, daysOf, isDay, lastYear } from "./calendar.js";
import { clock, type FeelTime, readTime } from "./time.js";
import { instantOf, offsetText, utc, type Zone } from "./zone.js";

const firstDay = daysOf({ year: -lastYear, month: 1, day: 1 });
const lastDay = daysOf({ year: lastYear, month: 12, day: 31 });

export class FeelDate {
  /** Since 1970-01-01. */
  readonly days: number;
  constructor(days: number) {
    if (!(days >= firstDay && days <= lastDay)) {
      throw new EvaluationError(`There is no date beyond the year ${lastYear}.`);
    }
    this.days = days;
  }
}

export class FeelDateTime {
  /** What clocks of the zone show. */
  readonly date: FeelDate;
  /** Since midnight, as clocks show it. */
  readonly ms: number;
  /** Null for a local time; it is compared, and counts towards durations, as UTC. */
  readonly zone: Zone | null;
  /** Since 1970 in UTC. */
  readonly instantMs: number;
  /** From UTC. */
  readonly offsetMs: number;
  constructor(instantMs: number, zone: Zone | null) {
    this.offsetMs = zone === null ? 0 : zone.offsetAt(instantMs);
    const local = instantMs + this.offsetMs;
    const days = Math.floor(local / dayMs);
    this.date = new FeelDate(days);
    this.ms = local - days * dayMs;
    this.zone = zone;
    this.instantMs = instantMs;
  }
}

/** The moment at which clocks of a zone show it. A named zone may skip it, or show it twice: see `instantOf`. */
export function atLocal(date: FeelDate, ms: number, zone: Zone | null): FeelDateTime {
  const local = date.days * dayMs + ms;
  return new FeelDateTime(zone === null ? local : instantOf(zone, local), zone);
}

const dateShape = /^(-?)(\d{4})-(\d\d)-(\d\d)$/;

export function readDate(text: string): FeelDate | null {
  const [whole, sign, year, month, day] = dateShape.exec(text) ?? [];
  if (whole === undefined) return null;
  const years = Number(year);
  return dateOf({ year: sign === "-" ? -years : years, month: Number(month), day: Number(day) });
}

export function dateOf(day: Day): FeelDate | null {
  return isDay(day) ? new FeelDate(daysOf(day)) : null;
}

/** A date alone is its midnight. */
export function readDateTime(text: string): FeelDateTime | null {
  const split = text.indexOf("T");
  const date = readDate(split === -1 ? text : text.slice(0, split));
  if (date === null) return null;
  const time = split === -1 ? undefined : readTime(text.slice(split + 1));
  if (time === null) return null;
  return atLocal(date, time?.ms ?? 0, time?.zone ?? null);
}

export function together(date: FeelDate, time: FeelTime): FeelDateTime {
  return atLocal(date, time.ms, time.zone);
}

/** DMN 1.5, 10.3.2.3.6: a date is its midnight in UTC wherever a time is needed. */
export function midnight(date: FeelDate): FeelDateTime {
  return atLocal(date, 0, utc);
}

export function monthsLater<Moment extends FeelDate | FeelDateTime>(moment: Moment, months: number): Moment;
export function monthsLater(moment: FeelDate | FeelDateTime, months: number): FeelDate | FeelDateTime {
  const date = moment instanceof FeelDate ? moment : moment.date;
  const later = new FeelDate(daysOf(addMonths(dayOf(date.days), months)));
  return moment instanceof FeelDate ? later : atLocal(later, moment.ms, moment.zone);
}

export function dateText(date: FeelDate): string {
  const { year, month, day } = dayOf(date.days);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** As FEEL writes it, with the name of the zone; or, as ISO 8601 has it, with the offset. */
export function dateTimeText(moment: FeelDateTime, iso: boolean): string {
  const local = `${dateText(moment.date)}T${clock(moment.ms)}`;
  if (moment.zone === null) return local;
  if (moment.zone.named && !iso) return `${local}@${moment.zone.text}`;
  return local + offsetText(moment.offsetMs);
}
