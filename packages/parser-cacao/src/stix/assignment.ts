/**
 * Giving sightings to places, each as often as it was counted: a bipartite matching, by augmenting paths. Takes time in proportion to the places
 * times all candidates at worst, and mostly to the candidates.
 */
import type { Budget } from "./budget.js";

/** Wants `times` of the candidates, the first ones by preference. */
export interface Place {
  readonly candidates: readonly number[];
  readonly times: number;
}

/** Which sightings each place has, and how often. */
export type Assignment = readonly ReadonlyMap<number, number>[];

/** Undefined where not all places get what they want. `counts` tells how often a sighting may be given. */
export function assign(places: readonly Place[], counts: readonly number[], budget: Budget): Assignment | undefined {
  const given: Map<number, number>[] = places.map(() => new Map());
  const left = new Map<number, number>();
  const leftOf = (sighting: number): number => left.get(sighting) ?? (counts[sighting] as number);
  const holders = new Map<number, Set<number>>();
  const give = (place: number, sighting: number, times: number): void => {
    const now = (given[place]?.get(sighting) ?? 0) + times;
    if (now > 0) given[place]?.set(sighting, now);
    else given[place]?.delete(sighting);
    const by = holders.get(sighting) ?? new Set();
    if (now > 0) by.add(place);
    else by.delete(place);
    holders.set(sighting, by);
  };
  const order = [...places.keys()].sort((a, b) => candidatesOf(places, a).length - candidatesOf(places, b).length);
  for (const place of order) {
    let missing = places[place]?.times ?? 0;
    for (const sighting of candidatesOf(places, place)) {
      if (missing === 0) break;
      budget.spend(1);
      const times = Math.min(missing, leftOf(sighting));
      if (times === 0) continue;
      left.set(sighting, leftOf(sighting) - times);
      give(place, sighting, times);
      missing -= times;
    }
    while (missing > 0) {
      const path = augmentingPath(place, places, leftOf, holders, budget);
      if (path === undefined) return undefined;
      missing -= augment(path, missing, given, leftOf, give, left);
    }
  }
  return given;
}

interface Step {
  readonly place: number;
  readonly sighting: number;
  /** How the place came to be looked at: it holds the sighting of this step. */
  readonly before: Step | undefined;
}

/** From a place that lacks something, over sightings that others could do without, to one that is free. */
function augmentingPath(
  start: number,
  places: readonly Place[],
  leftOf: (sighting: number) => number,
  holders: ReadonlyMap<number, ReadonlySet<number>>,
  budget: Budget,
): Step | undefined {
  const seenPlaces = new Set([start]);
  const seenSightings = new Set<number>();
  const queue: { readonly place: number; readonly before: Step | undefined }[] = [{ place: start, before: undefined }];
  for (const { place, before } of queue) {
    for (const sighting of candidatesOf(places, place)) {
      budget.spend(1);
      if (seenSightings.has(sighting)) continue;
      seenSightings.add(sighting);
      const step: Step = { place, sighting, before };
      if (leftOf(sighting) > 0) return step;
      for (const holder of holders.get(sighting) ?? []) {
        if (seenPlaces.has(holder)) continue;
        seenPlaces.add(holder);
        queue.push({ place: holder, before: step });
      }
    }
  }
  return undefined;
}

/** Hands sightings on along the path; says how many the first place got. */
function augment(
  end: Step,
  missing: number,
  given: readonly ReadonlyMap<number, number>[],
  leftOf: (sighting: number) => number,
  give: (place: number, sighting: number, times: number) => void,
  left: Map<number, number>,
): number {
  let times = Math.min(missing, leftOf(end.sighting));
  for (let step = end; step.before !== undefined; step = step.before)
    times = Math.min(times, given[step.place]?.get(step.before.sighting) ?? 0);
  left.set(end.sighting, leftOf(end.sighting) - times);
  for (let step: Step | undefined = end; step !== undefined; step = step.before) {
    give(step.place, step.sighting, times);
    if (step.before !== undefined) give(step.place, step.before.sighting, -times);
  }
  return times;
}

function candidatesOf(places: readonly Place[], place: number): readonly number[] {
  return places[place]?.candidates ?? [];
}
