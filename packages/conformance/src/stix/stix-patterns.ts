/** Patterns that are one, and texts that are none. */
import type { ConformanceCase, ConformanceSet } from "../conformance-set.js";
import { readJson } from "../corpora.js";
import type { Patterning } from "./patterning.js";

interface PatternCase {
  readonly pattern: string;
  readonly valid: boolean;
  readonly stix_version: string;
  /** Where it comes from: a file and its line. */
  readonly source: string;
}

/** The set, checked by `patterning`. */
export function stixPatterns(patterning: Patterning): ConformanceSet {
  return {
    name: "stix-patterns",
    load(corpora) {
      const list = readJson<readonly PatternCase[]>(corpora, "stix", "patterns.json");
      return list?.map((one, index) => caseOf(one, index, patterning)) ?? null;
    },
  };
}

function caseOf({ pattern, valid, stix_version, source }: PatternCase, index: number, patterning: Patterning) {
  const one: ConformanceCase = {
    id: `${index} ${source}`,
    async check() {
      const problem = patterning.problemOf(pattern, stix_version);
      if ((problem === null) === valid) return [];
      return [{ what: pattern, expected: valid ? "a pattern" : "none", actual: problem ?? "a pattern" }];
    },
  };
  return one;
}
