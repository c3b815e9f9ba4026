import { UsageError } from "../command.js";

const unitsMs: { readonly [unit: string]: number } = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A time in ISO 8601 (a date alone is midnight UTC), in milliseconds since 1970. Null when it is none. */
export function timeOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return null;
  const hasZone = text.length === 10 || /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** Since when: a time, or a span back from now such as `90s`, `2h`, `3d`. Throws `UsageError`. */
export function sinceMs(option: string, text: string, nowMs: number): number {
  const span = /^(\d{1,9})(s|m|min|h|d|w)$/.exec(text);
  const unit = unitsMs[span?.[2] ?? ""];
  if (span !== null && unit !== undefined) return nowMs - Number(span[1]) * unit;
  const time = timeOf(text);
  if (time !== null) return time;
  throw new UsageError(
    `'${option} ${text}' is no time: give a span such as 2h or 3d, or a time such as 2026-01-31T08:00Z.`,
  );
}

/** To the second, UTC: what people read and can give back. */
export function timeText(time: number | string): string {
  const ms = typeof time === "number" ? time : Date.parse(time);
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15) return String(time);
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
