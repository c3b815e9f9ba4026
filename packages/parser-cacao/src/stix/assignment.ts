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
  const assigner = new Assigner(places, counts, budget);
  // Those with little choice first: fewer have to hand on what they have.
  const order = [...places.entries()].sort(([, a], [, b]) => a.candidates.length - b.candidates.length);
  return order.every(([place]) => assigner.fill(place)) ? assigner.given : undefined;
}

/** A sighting that a place might have, and how the place came to be looked at: it holds the sighting of the step before. */
interface Step {
  readonly place: number;
  readonly sighting: number;
  readonly before: Step | undefined;
}

class Assigner {
  readonly given: readonly Map<number, number>[];
  private readonly places: readonly Place[];
  private readonly counts: readonly number[];
  private readonly budget: Budget;
  /** How often a sighting can still be given, where some of it has been. */
  private readonly left = new Map<number, number>();
  private readonly holders = new Map<number, Set<number>>();

  constructor(places: readonly Place[], counts: readonly number[], budget: Budget) {
    this.places = places;
    this.counts = counts;
    this.budget = budget;
    this.given = places.map(() => new Map());
  }

  fill(place: number): boolean {
    let missing = (this.places[place] as Place).times;
    for (const sighting of this.candidatesOf(place)) {
      if (missing === 0) return true;
      this.budget.spend(1);
      const times = Math.min(missing, this.leftOf(sighting));
      if (times === 0) continue;
      this.take(sighting, times);
      this.give(place, sighting, times);
      missing -= times;
    }
    while (missing > 0) {
      const path = this.augmentingPath(place);
      if (path === undefined) return false;
      missing -= this.augment(path, missing);
    }
    return true;
  }

  /** From a place that lacks something, over sightings that others could do without, to one that is free. */
  private augmentingPath(start: number): Step | undefined {
    const seenPlaces = new Set([start]);
    const seenSightings = new Set<number>();
    const queue: { readonly place: number; readonly before: Step | undefined }[] = [
      { place: start, before: undefined },
    ];
    for (const { place, before } of queue) {
      for (const sighting of this.candidatesOf(place)) {
        this.budget.spend(1);
        if (seenSightings.has(sighting)) continue;
        seenSightings.add(sighting);
        const step: Step = { place, sighting, before };
        if (this.leftOf(sighting) > 0) return step;
        for (const holder of this.holders.get(sighting) ?? []) {
          if (seenPlaces.has(holder)) continue;
          seenPlaces.add(holder);
          queue.push({ place: holder, before: step });
        }
      }
    }
    return undefined;
  }

  /** Hands sightings on along the path; says how many the first place got. */
  private augment(end: Step, missing: number): number {
    let times = Math.min(missing, this.leftOf(end.sighting));
    for (let step = end; step.before !== undefined; step = step.before)
      times = Math.min(times, this.given[step.place]?.get(step.before.sighting) ?? 0);
    this.take(end.sighting, times);
    for (let step: Step | undefined = end; step !== undefined; step = step.before) {
      this.give(step.place, step.sighting, times);
      if (step.before !== undefined) this.give(step.place, step.before.sighting, -times);
    }
    return times;
  }

  private give(place: number, sighting: number, times: number): void {
    const holding = this.given[place] as Map<number, number>;
    const now = (holding.get(sighting) ?? 0) + times;
    const holders = this.holders.get(sighting) ?? new Set();
    this.holders.set(sighting, holders);
    if (now > 0) {
      holding.set(sighting, now);
      holders.add(place);
    } else {
      holding.delete(sighting);
      holders.delete(place);
    }
  }

  private take(sighting: number, times: number): void {
    this.left.set(sighting, this.leftOf(sighting) - times);
  }

  private leftOf(sighting: number): number {
    return this.left.get(sighting) ?? (this.counts[sighting] as number);
  }

  private candidatesOf(place: number): readonly number[] {
    return this.places[place]?.candidates ?? [];
  }
}
