import { addDuration, parseDuration } from "@rb/ir";

const unitMs: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
/** As far as a date reaches (ECMA-262, 21.4.1.1). */
const longestMs = 100_000_000 * 86_400_000;

/** Milliseconds of `10s`, `1h30m`, `2d`, or of an ISO 8601 duration without years and months; null when it is neither, or none. */
export function readDuration(text: string): number | null {
  if (text.startsWith("P")) {
    const iso = parseDuration(text);
    if (iso === null || iso.years !== 0 || iso.months !== 0 || iso.sign === -1) return null;
    return addDuration(0, iso);
  }
  if (!/^(?:\d{1,15}(?:\.\d{1,6})?(?:ms|[smhdw])){1,6}$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|[smhdw])/g))
    total += Number(amount) * (unitMs[unit as string] as number);
  return total > longestMs ? null : Math.round(total);
}
