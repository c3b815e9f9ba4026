/** Patterns with observations that match them, or don't. */
import type { Json } from "@rb/ir";
import type { ConformanceCase, ConformanceSet } from "../conformance-set.js";
import { readJson } from "../corpora.js";
import type { Patterning } from "./patterning.js";

interface MatcherFile {
  readonly observation_sets: { readonly [name: string]: readonly Json[] };
  readonly cases: readonly MatcherCase[];
}

interface MatcherCase {
  readonly pattern: string;
  /** The name of a set of observations. */
  readonly observations: string;
  readonly matches: boolean | "error";
  readonly stix_version: string;
  readonly test: string;
  /** Who says so. */
  readonly oracle?: string;
}

/** The set, checked by `patterning`. */
export function stixMatches(patterning: Patterning): ConformanceSet {
  return {
    name: "stix-matches",
    load(corpora) {
      const file = readJson<MatcherFile>(corpora, "stix", "matcher-cases.json");
      return file?.cases.map((one, index) => caseOf(one, index, file, patterning)) ?? null;
    },
  };
}

function caseOf(one: MatcherCase, index: number, { observation_sets: sets }: MatcherFile, patterning: Patterning) {
  const made: ConformanceCase = {
    id: `${index} ${one.test}`,
    async check() {
      const expected = expectedOf(one);
      const actual = outcomeOf(patterning, one, sets[one.observations] ?? []);
      return expected.includes(actual.matches) ? [] : [{ what: one.pattern, expected, actual: actual.said }];
    },
  };
  return made;
}

/** Where only the name of a test says what is expected, a grammar that has changed since may refuse the pattern as well. */
function expectedOf({ matches, oracle }: MatcherCase): readonly (boolean | "error")[] {
  return oracle?.startsWith("test-name only") === true ? [matches, "error"] : [matches];
}

function outcomeOf({ matches }: Patterning, { pattern, stix_version }: MatcherCase, observations: readonly Json[]) {
  try {
    const answer = matches(pattern, observations, stix_version);
    return { matches: answer, said: answer } as const;
  } catch (error) {
    return { matches: "error", said: `error: ${error instanceof Error ? error.message : String(error)}` } as const;
  }
}
