/** Ticks of a time axis: at round spans, from milliseconds to years. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What people count in, within each unit. */
const spans: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map((n) => n * DAY),
];

/** A tick: how long after the beginning, in milliseconds, and what stands beside it. */
export interface Tick {
  readonly afterMs: number;
  readonly label: string;
}

/** Ticks for a span that long, at most `most` of them after the first, which is 0. */
export function ticksOf(lengthMs: number, most: number): readonly Tick[] {
  const years = Math.ceil(lengthMs / (365 * DAY * most)) * 365 * DAY;
  const every = spans.find((span) => lengthMs / span <= most) ?? years;
  const count = Math.floor(lengthMs / every);
  return Array.from({ length: count + 1 }, (_, n) => ({ afterMs: n * every, label: spanText(n * every) }));
}

/** `0`, `250 ms`, `1.5 s`, `2 min 30 s`, `3 h`, `2 d 6 h`: the largest unit, and the next where it isn't nothing. */
export function spanText(ms: number): string {
  if (ms === 0) return "0";
  if (ms < SECOND) return `${round(ms)} ms`;
  if (ms < MINUTE) return `${round(ms / SECOND)} s`;
  const units = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "min"],
    [SECOND, "s"],
  ] as const;
  const at = units.findIndex(([unit]) => ms >= unit);
  const [large, small] = [units[at], units[at + 1]];
  if (large === undefined) return `${ms} ms`;
  const rest = small === undefined ? 0 : Math.floor((ms % large[0]) / small[0]);
  const whole = `${Math.floor(ms / large[0])} ${large[1]}`;
  return rest === 0 || small === undefined ? whole : `${whole} ${rest} ${small[1]}`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
