import { parseDuration, type Value } from "@rb/ir";
import type { Yaml } from "./yaml-tree.js";

const units: readonly (readonly [name: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** A span in the words of a runbook (`1h30m`), or as ISO 8601 where it was given so; undefined where it is neither. */
export function spanOf(value: Value): Yaml | undefined {
  if (!("json" in value)) return undefined;
  const { json } = value;
  if (typeof json === "string") return parseDuration(json) === null ? undefined : json;
  if (typeof json !== "number" || !Number.isSafeInteger(json) || json < 0) return undefined;
  return inUnits(json);
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
