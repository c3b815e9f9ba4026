import { EvaluationError, type ExprSyntaxError, type Json, type JsonObject } from "@rb/ir";
import type { Observation, StixVersion } from "./ast.js";
import { Budget } from "./budget.js";
import { compileObservation, isPossible } from "./need.js";
import { sightingsOf } from "./observations.js";
import { parsePattern } from "./parse-pattern.js";
import { search } from "./search.js";

/** What making a pattern ready may cost, and what one match may: about a second. */
const mostSteps = 20_000_000;

/** Whether observations match a pattern. */
export interface PatternMatch {
  readonly matches: boolean;
  /** Observed data that does: one way, of several perhaps. */
  readonly observed: readonly JsonObject[];
}

/** A pattern made ready. Throws `EvaluationError` for observations that are none, and when it takes too much. */
export type Matcher = (observations: readonly Json[]) => PatternMatch;

/**
 * Makes a pattern ready to match (STIX 2.1, 9.5 to 9.7). An observation serves one place of a pattern, as often as it was observed.
 *
 * @throws EvaluationError for what is a pattern by its grammar, but has no meaning
 */
export function compilePattern(pattern: Observation): Matcher {
  const demand = compileObservation(pattern, new Budget(mostSteps));
  return (observations) => {
    const budget = new Budget(mostSteps);
    const sightings = sightingsOf(observations);
    const need = demand(sightings, budget);
    const found = isPossible(need) ? search(need, sightings, budget) : undefined;
    return { matches: found !== undefined, observed: (found ?? []).map((index) => sightings[index]?.source ?? {}) };
  };
}

/**
 * Whether observations match a pattern: observed data of STIX 2.0, or bundles of 2.1.
 *
 * @throws EvaluationError for a text that is no pattern, for what has no meaning, and for observations that are none
 */
export function matchPattern(text: string, observations: readonly Json[], version: StixVersion = "2.1"): PatternMatch {
  const pattern = parsePattern(text, version);
  if (isSyntaxError(pattern)) throw new EvaluationError(`This is no pattern at ${pattern.offset}: ${pattern.error}.`);
  return compilePattern(pattern)(observations);
}

function isSyntaxError(parsed: Observation | ExprSyntaxError): parsed is ExprSyntaxError {
  return "error" in parsed;
}
