/** A time of the day, DMN 1.5, 10.3.2.3.5, to the millisecond. */
import { dayMs } from "./calendar.js";
import { offsetText, readZone, type Zone } from "./zone.js";

export class FeelTime {
  /** Since midnight. */
  readonly ms: number;
  /** Null for a local time; it is compared as UTC. */
  readonly zone: Zone | null;
  /** From UTC; a named zone has the one that it has on a certain day. */
  readonly offsetMs: number;
  constructor(ms: number, zone: Zone | null) {
    this.ms = ms;
    this.zone = zone;
    this.offsetMs = zone === null ? 0 : zone.offsetAt(someDay);
  }
}

const someDay = 0;

const shape = /^T?([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d(?::\d\d)?|@.+)?$/;

export function readTime(text: string): FeelTime | null {
  const [whole, hour, minute, second, fraction = "0", zoneText] = shape.exec(text) ?? [];
  if (whole === undefined) return null;
  const zone = zoneText === undefined ? null : readZone(zoneText);
  if (zoneText !== undefined && zone === null) return null;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return new FeelTime(((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms, zone);
}

/** Milliseconds since midnight in UTC: what times are compared by. It may be of the day before or after. */
export function utcOf(time: FeelTime): number {
  return time.ms - time.offsetMs;
}

export function shiftTime(time: FeelTime, ms: number): FeelTime {
  return new FeelTime((((time.ms + ms) % dayMs) + dayMs) % dayMs, time.zone);
}

export function clock(ms: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const fraction =
    ms % 1000 === 0
      ? ""
      : `.${String(ms % 1000)
          .padStart(3, "0")
          .replace(/0+$/, "")}`;
  return `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}${fraction}`;
}

/** As FEEL writes it, with the name of the zone; or, as ISO 8601 has it, with the offset. */
export function timeText(time: FeelTime, iso: boolean): string {
  const { zone } = time;
  if (zone === null) return clock(time.ms);
  if (zone.named && !iso) return `${clock(time.ms)}@${zone.text}`;
  return clock(time.ms) + offsetText(time.offsetMs);
}
