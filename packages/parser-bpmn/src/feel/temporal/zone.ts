/**
 * Offsets from UTC, fixed or of a named zone. What a named zone's offset was, is and will be is known to the platform (the
 * IANA data that it carries); it is asked for numbers only, in one calendar and one locale.
 */

export interface Zone {
  /** `Z`, `+02:00`, or the name. */
  readonly text: string;
  readonly named: boolean;
  /** Milliseconds to add to UTC, at an instant. */
  readonly offsetAt: (instantMs: number) => number;
}

/** What asking for the offset of a named zone a few times counts for. */
export const zoneSteps = 250;

export const utc: Zone = { text: "Z", named: false, offsetAt: () => 0 };
const maxOffset = 14 * 3_600_000;

export function fixedZone(offsetMs: number): Zone | null {
  if (Math.abs(offsetMs) > maxOffset) return null;
  return offsetMs === 0 ? utc : { text: offsetText(offsetMs), named: false, offsetAt: () => offsetMs };
}

export function offsetText(offsetMs: number): string {
  if (offsetMs === 0) return "Z";
  const seconds = Math.abs(offsetMs) / 1000;
  const parts = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    ...(seconds % 60 === 0 ? [] : [seconds % 60]),
  ];
  return (offsetMs < 0 ? "-" : "+") + parts.map((part) => String(part).padStart(2, "0")).join(":");
}

const offset = /^([+-])(\d\d):([0-5]\d)(?::([0-5]\d))?$/;
const zoneName = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** `Z`, an offset, or `@` and a name; null when it is none that is known. */
export function readZone(text: string): Zone | null {
  if (text === "Z" || text === "z") return utc;
  if (text.startsWith("@")) return namedZone(text.slice(1));
  const [whole, sign, hours, minutes, seconds = "0"] = offset.exec(text) ?? [];
  if (whole === undefined) return null;
  const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return fixedZone(sign === "-" ? -size : size);
}

/**
 * Asking the platform for a zone takes long, and a document may ask as often as it likes. There are some six hundred, whose names are the same in
 * capitals and in small letters; null where there is none of a name.
 */
const known = new Map<string, Zone["offsetAt"] | null>();
const mostKnown = 1000;

function namedZone(name: string): Zone | null {
  if (name.length > 64 || !zoneName.test(name)) return null;
  const key = name.toLowerCase();
  let offsetAt = known.get(key);
  if (offsetAt === undefined) {
    offsetAt = offsetsOf(name);
    if (known.size >= mostKnown) known.clear();
    known.set(key, offsetAt);
  }
  return offsetAt === null ? null : { text: name, named: true, offsetAt };
}

function offsetsOf(name: string): Zone["offsetAt"] | null {
  if (name === "UTC" || name === "Etc/UTC") return utc.offsetAt;
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      calendar: "gregory",
      numberingSystem: "latn",
      timeZoneName: "longOffset",
    });
    return (instantMs) => platformOffset(format, instantMs);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** `longOffset` is written `GMT`, `GMT+02:00` or, of old times, `GMT+00:53:28`. */
function platformOffset(format: Intl.DateTimeFormat, instantMs: number): number {
  const text =
    format
      .formatToParts(instantMs)
      .find((part) => part.type === "timeZoneName")
      ?.value.slice(3) ?? "";
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = offset.exec(text) ?? [];
  const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
  return sign === "-" ? -size : size;
}

/**
 * The instant at which clocks of a zone show a local time. One that is shown twice is the earlier; one that is skipped is
 * as much later as clocks are put forward.
 */
export function instantOf(zone: Zone, localMs: number): number {
  const before = zone.offsetAt(localMs - 86_400_000);
  const after = zone.offsetAt(localMs + 86_400_000);
  if (before === after) return localMs - before;
  const [early, late] = [localMs - before, localMs - after];
  const first = Math.min(early, late);
  if (first + zone.offsetAt(first) === localMs) return first;
  const second = Math.max(early, late);
  return second + zone.offsetAt(second) === localMs ? second : early;
}
