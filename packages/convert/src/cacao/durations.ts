import { parseDuration, type Value } from "@rb/ir";

const dayMs = 86_400_000;

/** A span as whole milliseconds, which CACAO has; undefined where only a run or a calendar knows how long it is. */
export function millisecondsOf(span: Value | undefined): number | undefined {
  if (span === undefined || !("json" in span)) return undefined;
  const parsed = typeof span.json === "string" ? parseDuration(span.json) : null;
  const isFixed = parsed !== null && parsed.years === 0 && parsed.months === 0 && parsed.sign === undefined;
  const ms = isFixed ? parsed.days * dayMs + parsed.ms : span.json;
  return typeof ms === "number" && Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
}
