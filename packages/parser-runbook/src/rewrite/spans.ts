import type { Span } from "../format/durations.js";
import { type Written, writtenOf } from "./written.js";

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** Milliseconds as people write them: `1h30m`. */
export function durationText(ms: number): string {
  let rest = ms;
  const parts = units.flatMap(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? [] : [`${count}${unit}`];
  });
  return parts.length === 0 ? "0s" : parts.join("");
}

export function spanOf(span: Span): Written {
  return "ms" in span ? durationText(span.ms) : writtenOf(span.expression);
}
