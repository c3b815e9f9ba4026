/**
 * Finding sightings that meet a need.
 *
 * Without WITHIN and FOLLOWEDBY this is a matter of matching alone (`assignment.ts`). Both of these say that there is a moment: of FOLLOWEDBY,
 * what comes before was first seen at the moment or earlier, and what comes after last seen at it or later; of WITHIN, everything was last seen
 * at the moment or later, and first seen at most so much after it. Were the moment known, each sighting could be judged by itself.
 *
 * So moments are searched for. All that is known of one is a range; places take whatever fits some moment of it. If not even then all places can
 * be filled, no moment of the range will do; if what they were filled with happens to be right, it is an answer; else the range of a moment
 * that is not right is halved. A range of one moment can't be wrong. Only last times of what comes after need to be tried: what is right at a
 * moment is right at the next of these.
 *
 * The problem is a hard one in general (with enough REPEATS around FOLLOWEDBY it is set packing), so a budget bounds it.
 */
import { type Assignment, assign, type Place } from "./assignment.js";
import type { Budget } from "./budget.js";
import { capacity, type Need } from "./need.js";
import type { Sighting } from "./observations.js";
import { leastSightings, type Moment, type Problem, problemsOf } from "./problem.js";

/** Which sightings meet the need, each once, in ascending order; undefined when none do. */
export function search(need: Need, sightings: readonly Sighting[], budget: Budget): readonly number[] | undefined {
  if (leastSightings(need) > capacity([...sightings.keys()], sightings)) return undefined;
  const counts = sightings.map(({ count }) => count);
  const fillable = (places: readonly Place[]) => assign(places, counts, budget) !== undefined;
  for (const problem of problemsOf(need, fillable, budget)) {
    const found = new Solver(problem, sightings, counts, budget).solve();
    if (found !== undefined) return [...new Set(found.flatMap((given) => [...given.keys()]))].sort((a, b) => a - b);
  }
  return undefined;
}

/** Ranges of moments by index into their times, both ends included, and what that leaves to places. */
interface Node {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly candidates: readonly (readonly number[])[];
}

/** A moment of the problem, in numbers. */
interface Row {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly slack: bigint;
  /** What it may be, in ascending order. */
  readonly times: readonly bigint[];
  previous: number | undefined;
  next: number | undefined;
}

class Solver {
  private readonly problem: Problem;
  private readonly sightings: readonly Sighting[];
  private readonly counts: readonly number[];
  private readonly budget: Budget;
  private readonly rows: readonly Row[];

  constructor(problem: Problem, sightings: readonly Sighting[], counts: readonly number[], budget: Budget) {
    this.problem = problem;
    this.sightings = sightings;
    this.counts = counts;
    this.budget = budget;
    this.rows = this.numbered();
  }

  solve(): Assignment | undefined {
    const all: Node = {
      from: this.rows.map(() => 0),
      to: this.rows.map(({ times }) => times.length - 1),
      candidates: this.preferred(),
    };
    const open = [this.narrowed(all, [...this.rows.keys()])];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const { candidates } = node;
      const places = this.problem.places.map(({ times }, i) => ({ times, candidates: candidates[i] ?? [] }));
      const found = assign(places, this.counts, this.budget);
      if (found === undefined) continue;
      const wrong = this.rows.find((row) => !this.isRight(row, found));
      if (wrong === undefined) return found;
      open.push(...this.halves(node, this.rows.indexOf(wrong)));
    }
    return undefined;
  }

  private numbered(): Row[] {
    const { places, moments } = this.problem;
    const placeNumbers = new Map(places.map((place, i) => [place, i]));
    const momentNumbers = new Map(moments.map((moment, i) => [moment, i]));
    const numbers = (some: readonly Place[]): number[] => some.map((place) => placeNumbers.get(place) as number);
    const rows = moments.map((moment): Row => {
      const previous = moment.previous && momentNumbers.get(moment.previous);
      return {
        before: numbers(moment.before),
        after: numbers(moment.after),
        slack: moment.slack,
        times: this.timesOf(moment),
        previous,
        next: undefined,
      };
    });
    for (const [i, { previous }] of rows.entries()) {
      const row = previous === undefined ? undefined : rows[previous];
      if (row !== undefined) row.next = i;
    }
    return rows;
  }

  private timesOf({ after }: Moment): bigint[] {
    const times = new Set<bigint>();
    for (const { candidates } of after) {
      this.budget.spend(candidates.length);
      for (const sighting of candidates) times.add(this.at(sighting).last);
    }
    return [...times].sort((a, b) => (a < b ? -1 : 1));
  }

  /** What only comes after something takes the latest first, all else the earliest: mostly, this is right at once. */
  private preferred(): (readonly number[])[] {
    const { places } = this.problem;
    if (this.rows.length === 0) return places.map(({ candidates }) => candidates);
    const before = new Set(this.rows.flatMap((row) => row.before));
    const after = new Set(this.rows.flatMap((row) => row.after));
    return places.map(({ candidates }, place) => {
      this.budget.spend(candidates.length);
      const isLast = after.has(place) && !before.has(place);
      const time = (sighting: number): bigint => (isLast ? -this.at(sighting).last : this.at(sighting).first);
      return candidates.toSorted((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
    });
  }

  private isRight({ before, after, slack }: Row, found: Assignment): boolean {
    this.budget.spend(before.length + after.length);
    let latestFirst: bigint | undefined;
    let earliestLast: bigint | undefined;
    for (const place of before) {
      for (const sighting of found[place]?.keys() ?? []) {
        const { first } = this.at(sighting);
        if (latestFirst === undefined || first > latestFirst) latestFirst = first;
      }
    }
    for (const place of after) {
      for (const sighting of found[place]?.keys() ?? []) {
        const { last } = this.at(sighting);
        if (earliestLast === undefined || last < earliestLast) earliestLast = last;
      }
    }
    return latestFirst === undefined || earliestLast === undefined || latestFirst <= earliestLast + slack;
  }

  /** The earlier half is tried first. The copies before a moment are no later, and those behind it no earlier. */
  private halves(node: Node, moment: number): Node[] {
    const middle = ((node.from[moment] as number) + (node.to[moment] as number)) >> 1;
    const [from, to] = [[...node.from], [...node.to]];
    const [earlier, later]: [number[], number[]] = [[], []];
    for (
      let i: number | undefined = moment;
      i !== undefined && (to[i] as number) > middle;
      i = this.rows[i]?.previous
    ) {
      to[i] = middle;
      earlier.push(i);
    }
    for (let i: number | undefined = moment; i !== undefined && (from[i] as number) <= middle; i = this.rows[i]?.next) {
      from[i] = middle + 1;
      later.push(i);
    }
    this.budget.spend(from.length + to.length);
    return [this.narrowed({ ...node, from }, later), this.narrowed({ ...node, to }, earlier)];
  }

  /** Takes from places what no longer fits the moments that have changed. */
  private narrowed(node: Node, changed: readonly number[]): Node {
    const candidates = [...node.candidates];
    const keep = (place: number, fits: (sighting: Sighting) => boolean): void => {
      const now = candidates[place] ?? [];
      this.budget.spend(1 + now.length);
      candidates[place] = now.filter((sighting) => fits(this.at(sighting)));
    };
    for (const moment of changed) {
      const { before, after, slack, times } = this.rows[moment] as Row;
      const latest = (times[node.to[moment] as number] as bigint) + slack;
      const earliest = times[node.from[moment] as number] as bigint;
      for (const place of before) keep(place, ({ first }) => first <= latest);
      for (const place of after) keep(place, ({ last }) => last >= earliest);
    }
    return { ...node, candidates };
  }

  private at(sighting: number): Sighting {
    return this.sightings[sighting] as Sighting;
  }
}
