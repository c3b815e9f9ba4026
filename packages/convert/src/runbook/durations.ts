import type { Json } from "@rb/ir";

const units: readonly (readonly [name: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** A span of milliseconds in the words of a runbook: `1h30m`; undefined for what is none. */
export function durationText(ms: Json): string | undefined {
  return typeof ms === "number" && Number.isSafeInteger(ms) && ms >= 0 ? inUnits(ms) : undefined;
}

/** Whether a runbook leaves the text as it is where it expects a duration: ISO 8601, also repeating. */
export function isIsoDuration(text: string): boolean {
  return /^[PR+-]/.test(text);
}

function inUnits(ms: number): string {
  if (ms === 0 || ms % 1000 !== 0) return `${ms}ms`;
  let text = "";
  let left = ms;
  for (const [name, size] of units) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${name}`;
    left %= size;
  }
  return text;
}
