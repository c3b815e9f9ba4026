/** Reports as text for people. */
import type { Json } from "@rb/ir";
import type { SetReport } from "./run-conformance.js";

/** One line for the set, then what failed, and what passed though it is said not to. */
export function reportText({ set, missing, passed, total, failures, unexpectedPasses }: SetReport): string {
  if (missing === true) return `${set}: not there\n`;
  const known = failures.filter((failure) => failure.known !== undefined).length;
  const lines = [`${set}: ${passed} of ${total}${known === 0 ? "" : ` (${known} known to fail)`}`];
  for (const [reason, ids] of byReason(failures))
    lines.push(`  known  ${ids.length === 1 ? ids[0] : `${ids.length} cases`}: ${reason}`);
  for (const { id, differences, known: reason } of failures) {
    if (reason !== undefined) continue;
    lines.push(`  FAILED ${id}`);
    for (const { what, expected, actual } of differences)
      lines.push(`    ${what}`, `      expected ${written(expected)}`, `      actual   ${written(actual)}`);
  }
  for (const id of unexpectedPasses) lines.push(`  PASSES ${id}: unexpected, take it off the list of known failures`);
  return `${lines.map(oneLine).join("\n")}\n`;
}

/** Names and texts are those of the corpora: control characters, also those that turn the direction of text, are shown as what they are. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function byReason(failures: SetReport["failures"]): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, known } of failures) if (known !== undefined) ids.set(known, [...(ids.get(known) ?? []), id]);
  return ids;
}

const LONGEST = 2000;

function written(json: Json): string {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
