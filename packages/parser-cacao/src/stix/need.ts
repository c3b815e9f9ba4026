/**
 * What a pattern needs of sightings, with everything settled that a single sighting settles: which ones fit a comparison, and which lie between
 * START and STOP, as that has to hold for each sighting of an expression by itself.
 */
import { EvaluationError } from "@rb/ir";
import type { Observation } from "./ast.js";
import type { Budget } from "./budget.js";
import { compileComparison, type ObjectTest } from "./compile-comparison.js";
import type { Sighting } from "./observations.js";
import { durationOf, instantOf } from "./timestamp.js";

/** Sightings are told by their index, in ascending order. A sighting that was counted n times serves n times. */
export type Need =
  /** `times` of these sightings. */
  | { readonly kind: "some"; readonly of: readonly number[]; readonly times: number }
  | { readonly kind: "all" | "sequence"; readonly needs: readonly Need[] }
  | { readonly kind: "any"; readonly needs: readonly Need[] }
  /** The sightings of the need are no further apart than `apart` nanoseconds. */
  | { readonly kind: "near"; readonly need: Need; readonly apart: bigint }
  | { readonly kind: "repeat"; readonly need: Need; readonly times: number };

/** What can never be met. */
const never: Need = { kind: "any", needs: [] };

interface Period {
  readonly start: bigint;
  readonly stop: bigint;
}

/** A pattern made ready: what it needs of sightings. */
export type Demand = (sightings: readonly Sighting[], budget: Budget) => Need;

/** @throws EvaluationError for what is a pattern by its grammar, but has no meaning */
export function compileObservation(
  observation: Observation,
  compiling: Budget,
  periods: readonly Period[] = [],
): Demand {
  switch (observation.kind) {
    case "test": {
      const test = compileComparison(observation.test, compiling);
      return (sightings, budget) => some(fitting(sightings, test, periods, budget), 1, sightings);
    }
    case "and":
    case "or":
    case "followedBy": {
      const demands = observation.operands.map((operand) => compileObservation(operand, compiling, periods));
      return (sightings, budget) => {
        const needs = demands.map((demand) => demand(sightings, budget));
        if (observation.kind === "or") return either(needs, sightings);
        return together(observation.kind === "and" ? "all" : "sequence", needs);
      };
    }
    case "during": {
      const period = { start: timeOf(observation.start), stop: timeOf(observation.stop) };
      return compileObservation(observation.of, compiling, [...periods, period]);
    }
    case "within": {
      const demand = compileObservation(observation.of, compiling, periods);
      const apart = durationOf(observation.seconds);
      return (sightings, budget) => near(demand(sightings, budget), apart);
    }
    case "repeats": {
      const demand = compileObservation(observation.of, compiling, periods);
      const times = Number(observation.times);
      return (sightings, budget) => repeated(demand(sightings, budget), times, sightings);
    }
  }
}

function timeOf(text: string): bigint {
  const at = instantOf(text);
  if (at === undefined) throw new EvaluationError(`There is no such time: '${text}'.`);
  return at;
}

function fitting(all: readonly Sighting[], test: ObjectTest, periods: readonly Period[], budget: Budget): number[] {
  return [...all.keys()].filter((index) => {
    const sighting = all[index] as Sighting;
    budget.spend(1 + sighting.objects.length);
    return isDuring(sighting, periods) && sighting.objects.some((object) => test(object, sighting.resolve, budget));
  });
}

/** START counts, STOP doesn't (STIX 2.1, 9.5.1). It may have been seen at any time between first and last. */
function isDuring({ first, last }: Sighting, periods: readonly Period[]): boolean {
  return periods.every(({ start, stop }) => start < stop && last >= start && first < stop);
}

function some(of: readonly number[], times: number, sightings: readonly Sighting[]): Need {
  return capacity(of, sightings) >= times ? { kind: "some", of, times } : never;
}

export function capacity(of: readonly number[], sightings: readonly Sighting[]): number {
  let sum = 0;
  for (const index of of) sum += sightings[index]?.count ?? 0;
  return sum;
}

/** Comparisons of which one is enough are one comparison. */
function either(needs: readonly Need[], sightings: readonly Sighting[]): Need {
  const others = needs.filter((need) => isPossible(need) && !isSingle(need));
  const union = new Set(needs.filter(isSingle).flatMap(({ of }) => of));
  const single = some(
    [...union].toSorted((a, b) => a - b),
    1,
    sightings,
  );
  const all = isPossible(single) ? [single, ...others] : others;
  return all.length === 1 ? (all[0] as Need) : { kind: "any", needs: all };
}

function isSingle(need: Need): need is Extract<Need, { kind: "some" }> {
  return need.kind === "some" && need.times === 1;
}

function together(kind: "all" | "sequence", needs: readonly Need[]): Need {
  return needs.every(isPossible) ? { kind, needs } : never;
}

/** A single sighting is near to itself. */
function near(need: Need, apart: bigint): Need {
  return !isPossible(need) || isSingle(need) ? need : { kind: "near", need, apart };
}

function repeated(need: Need, times: number, sightings: readonly Sighting[]): Need {
  if (!isPossible(need) || times === 1) return need;
  if (need.kind === "some") return some(need.of, need.times * times, sightings);
  if (need.kind === "all" && need.needs.every(({ kind }) => kind === "some")) {
    const each = need.needs.map((one) => repeated(one, times, sightings));
    return together("all", each);
  }
  return { kind: "repeat", need, times };
}

export function isPossible(need: Need): boolean {
  return need.kind !== "any" || need.needs.length > 0;
}
