import { checkPattern, matchPattern, parsePattern, type StixVersion } from "@rb/parser-cacao/stix";
import type { Patterning } from "./patterning.js";

/** The patterns of our own. */
export const stixPatterning: Patterning = {
  problemOf(text, version) {
    const pattern = parsePattern(text, edition(version));
    return "error" in pattern ? `${pattern.error}, at ${pattern.offset}` : (checkPattern(pattern)[0]?.problem ?? null);
  },
  matches: (text, observations, version) => matchPattern(text, observations, edition(version)).matches,
};

function edition(version: string): StixVersion {
  return version === "2.0" ? "2.0" : "2.1";
}
