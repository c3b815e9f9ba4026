import type { Json } from "@rb/ir";

const longest = 200;

/** A value as it stands in a message: the beginning tells what it is, and a message is kept for as long as the run. */
export function shown(json: Json): string {
  const text = JSON.stringify(json);
  // No half of a character: what is kept has to be text.
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…`;
}
