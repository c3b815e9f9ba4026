/** From what is needed to places that sightings fill: alternatives and repetitions are written out, one way after the other. */
import { EvaluationError } from "@rb/ir";
import type { Place } from "./assignment.js";
import type { Budget } from "./budget.js";
import type { Need } from "./need.js";

/** A moment that has to exist (`search.ts`). */
export interface Moment {
  /** First seen at most `slack` nanoseconds after it. */
  readonly before: readonly Place[];
  /** Last seen at it or later. */
  readonly after: readonly Place[];
  readonly slack: bigint;
  /** That of the copy before this one: copies are alike, and might as well be in order. */
  readonly previous?: Moment;
}

/** One way to meet a need: all places filled, and all moments there. */
export interface Problem {
  readonly places: readonly Place[];
  readonly moments: readonly Moment[];
}

/** Whether sightings can fill places, not looking at moments. */
export type Fillable = (places: readonly Place[]) => boolean;

/** Places of one problem. */
const mostPlaces = 1000;

/** How many sightings a need takes at least. */
export function leastSightings(need: Need): number {
  switch (need.kind) {
    case "some":
      return need.times;
    case "any":
      return need.needs.reduce((least, one) => Math.min(least, leastSightings(one)), Number.POSITIVE_INFINITY);
    case "all":
    case "sequence":
      return need.needs.reduce((sum, one) => sum + leastSightings(one), 0);
    case "near":
      return leastSightings(need.need);
    case "repeat":
      return leastSightings(need.need) * need.times;
  }
}

/** Every way to meet the need, as far as `fillable` doesn't rule it out. */
export function* problemsOf(need: Need, fillable: Fillable, budget: Budget): Generator<Problem> {
  switch (need.kind) {
    case "some":
      budget.spend(1);
      yield { places: [{ candidates: need.of, times: need.times }], moments: [] };
      return;
    case "any":
      for (const one of need.needs) yield* problemsOf(one, fillable, budget);
      return;
    case "all":
      for (const parts of products(need.needs, fillable, budget)) yield joined(parts);
      return;
    case "sequence":
      for (const parts of products(need.needs, fillable, budget)) yield joined(parts, ordered(parts, budget));
      return;
    case "near":
      for (const { places, moments } of problemsOf(need.need, fillable, budget))
        yield { places, moments: [{ before: places, after: places, slack: need.apart }, ...moments] };
      return;
    case "repeat": {
      const ways = [...problemsOf(need.need, fillable, budget)];
      for (const parts of copies(ways, need.times, fillable, budget)) yield joined(parts);
    }
  }
}

function joined(parts: readonly Problem[], more: readonly Moment[] = []): Problem {
  return {
    places: parts.flatMap(({ places }) => places),
    moments: [...more, ...parts.flatMap(({ moments }) => moments)],
  };
}

/** FOLLOWEDBY: each part has a moment that all before it have seen, and that it hasn't passed. */
function ordered(parts: readonly Problem[], budget: Budget): Moment[] {
  const before: Place[] = [];
  return parts.flatMap(({ places }, i) => {
    budget.spend(before.length);
    const moment = { before: [...before], after: places, slack: 0n };
    before.push(...places);
    return i === 0 ? [] : [moment];
  });
}

/** One way for each need, in every combination; `parts` are those of the first needs. */
function* products(
  needs: readonly Need[],
  fillable: Fillable,
  budget: Budget,
  parts: readonly Problem[] = [],
): Generator<readonly Problem[]> {
  checkSize(needs.length);
  const need = needs[parts.length];
  if (need === undefined) {
    yield parts;
    return;
  }
  const mayFail = isChoice(need);
  for (const problem of problemsOf(need, fillable, budget)) {
    const more = [...parts, problem];
    budget.spend(more.length);
    if (!mayFail || fillable(joined(more).places)) yield* products(needs, fillable, budget, more);
  }
}

/** Whether there may be several ways to meet it. */
function isChoice(need: Need): boolean {
  switch (need.kind) {
    case "some":
      return false;
    case "any":
      return true;
    case "all":
    case "sequence":
      return need.needs.some(isChoice);
    case "near":
    case "repeat":
      return isChoice(need.need);
  }
}

/** So many copies, each of one of the ways, not of one before `from`: the order of copies is of no matter. */
function* copies(
  ways: readonly Problem[],
  times: number,
  fillable: Fillable,
  budget: Budget,
  from = 0,
  parts: readonly Problem[] = [],
): Generator<readonly Problem[]> {
  checkSize(times);
  if (parts.length === times) {
    yield parts;
    return;
  }
  for (const [way, problem] of ways.entries()) {
    if (way < from) continue;
    const more = [...parts, copyOf(problem, way === from ? parts.at(-1) : undefined)];
    budget.spend(more.length + problem.places.length);
    if (ways.length === 1 || fillable(joined(more).places)) yield* copies(ways, times, fillable, budget, way, more);
  }
}

function copyOf({ places, moments }: Problem, previous: Problem | undefined): Problem {
  const copied = new Map(places.map((place) => [place, { ...place }]));
  const copy = (place: Place): Place => copied.get(place) ?? place;
  const made = new Map<Moment, Moment>();
  for (const [i, moment] of moments.entries()) {
    const before = i === 0 ? previous?.moments[0] : moment.previous && made.get(moment.previous);
    made.set(moment, {
      before: moment.before.map(copy),
      after: moment.after.map(copy),
      slack: moment.slack,
      ...(before === undefined ? {} : { previous: before }),
    });
  }
  return { places: places.map(copy), moments: [...made.values()] };
}

function checkSize(places: number): void {
  if (places > mostPlaces)
    throw new EvaluationError(
      `This binds more than ${mostPlaces} groups of observations at once (stix/too-much-work).`,
    );
}
