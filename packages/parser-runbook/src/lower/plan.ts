/**
 * The order of a list of steps. A step comes after the one before it, unless it says itself what it waits for: `needs` (they must have run)
 * or `after` (they must be over). The rule is local on purpose: giving one step a `needs` must not silently let others start earlier.
 */

import type { NameRef, Step } from "../format/model.js";
import type { Log } from "../log.js";

/** A step waits for another one of its list. */
export interface Wait {
  readonly index: number;
  /** When that one is skipped, so is this one. */
  readonly must: boolean;
}

export class Plan {
  readonly steps: readonly Step[];
  readonly waits: readonly (readonly Wait[])[];
  /** The step that the list is inside of. */
  readonly owner: Step | undefined;
  /** Indices in an order in which every step comes after those that it waits for. */
  readonly order: readonly number[];
  /** How many steps wait for each. */
  readonly followers: readonly number[];
  readonly #rank: readonly number[];
  /** For each step the first of the run of steps that simply follow each other. */
  readonly #runStart: readonly number[];

  constructor(
    steps: readonly Step[],
    waits: readonly (readonly Wait[])[],
    order: readonly number[],
    owner: Step | undefined,
  ) {
    this.steps = steps;
    this.waits = waits;
    this.order = order;
    this.owner = owner;
    const followers = steps.map(() => 0);
    for (const of of waits) for (const { index } of of) followers[index] = (followers[index] as number) + 1;
    this.followers = followers;
    const rank: number[] = [];
    for (const [at, index] of order.entries()) rank[index] = at;
    this.#rank = rank;
    const runStart: number[] = [];
    for (const [index, of] of waits.entries()) {
      const [only, second] = of;
      const simplyFollows = index > 0 && second === undefined && only?.index === index - 1;
      runStart.push(simplyFollows ? (runStart[index - 1] as number) : index);
    }
    this.#runStart = runStart;
  }

  /** Whether step `a` is always over when step `b` starts. */
  isBefore(a: number, b: number): boolean {
    const rank = this.#rank[a] as number;
    const seen = new Set<number>();
    const open = [b];
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      const start = this.#runStart[step] as number;
      if (a >= start && a < step) return true;
      for (const { index } of this.waits[start] as readonly Wait[]) {
        if (index === a) return true;
        if ((this.#rank[index] as number) <= rank || seen.has(index)) continue;
        seen.add(index);
        open.push(index);
      }
    }
    return false;
  }
}

/** Reports names that are no steps of the list, and circles; what is wrong is left out of the plan. */
export function planSteps(
  steps: readonly Step[],
  owner: Step | undefined,
  isStep: (id: string) => boolean,
  log: Log,
): Plan {
  const indexOf = new Map<string, number>();
  for (const [index, step] of steps.entries()) if (!indexOf.has(step.id)) indexOf.set(step.id, index);
  const waits = steps.map((step, index): readonly Wait[] => {
    if (step.needs === undefined && step.after === undefined)
      return index === 0 ? [] : [{ index: index - 1, must: false }];
    const named = new Set<string>();
    const resolve = (ref: NameRef, must: boolean): readonly Wait[] => {
      const problem = problemOf(ref, step, indexOf, named, isStep, log);
      named.add(ref.name);
      return problem ? [] : [{ index: indexOf.get(ref.name) as number, must }];
    };
    return [
      ...(step.needs ?? []).flatMap((ref) => resolve(ref, true)),
      ...(step.after ?? []).flatMap((ref) => resolve(ref, false)),
    ];
  });
  const { order, circle } = sort(waits);
  if (circle.length === 0) return new Plan(steps, waits, order, owner);
  reportCircle(steps, waits, circle, log);
  const within = onCircles(waits, circle);
  const cut = waits.map((of, index) => (within.has(index) ? [] : of));
  return new Plan(steps, cut, sort(cut).order, owner);
}

function problemOf(
  ref: NameRef,
  step: Step,
  indexOf: ReadonlyMap<string, number>,
  named: ReadonlySet<string>,
  isStep: (id: string) => boolean,
  log: Log,
): boolean {
  const { name, node } = ref;
  if (name === step.id) log.say("needs-itself", node, { name });
  else if (named.has(name)) log.say("needs-twice", node, { name });
  else if (indexOf.has(name)) return false;
  else if (isStep(name)) log.say("step-elsewhere", node, { name });
  else log.say("unknown-step", node, { name, hint: log.suggest(name, indexOf.keys()) });
  return true;
}

/** Of what is left over, what others of it wait for: the rest only comes after a circle. */
function onCircles(waits: readonly (readonly Wait[])[], leftOver: readonly number[]): ReadonlySet<number> {
  const within = new Set(leftOver);
  const followers = waits.map(() => 0);
  for (const index of leftOver)
    for (const wait of waits[index] ?? []) followers[wait.index] = (followers[wait.index] as number) + 1;
  const ends = leftOver.filter((index) => followers[index] === 0);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    within.delete(end);
    for (const { index } of waits[end] ?? []) {
      const left = (followers[index] as number) - 1;
      followers[index] = left;
      if (left === 0 && within.has(index)) ends.push(index);
    }
  }
  return within;
}

/** Kahn's algorithm, the earliest in the document first; `circle` holds what is left over. */
function sort(waits: readonly (readonly Wait[])[]): {
  readonly order: readonly number[];
  readonly circle: readonly number[];
} {
  if (waits.every(isInTurn)) return { order: [...waits.keys()], circle: [] };
  const missing = waits.map((of) => of.length);
  const followers = new Map<number, number[]>();
  for (const [index, of] of waits.entries()) {
    for (const wait of of) {
      const list = followers.get(wait.index);
      if (list === undefined) followers.set(wait.index, [index]);
      else list.push(index);
    }
  }
  const order = [...waits.keys()].filter((index) => missing[index] === 0);
  for (let at = 0; at < order.length; at++) {
    for (const follower of followers.get(order[at] as number) ?? []) {
      missing[follower] = (missing[follower] as number) - 1;
      if (missing[follower] === 0) order.push(follower);
    }
  }
  return { order, circle: [...waits.keys()].filter((index) => (missing[index] as number) > 0) };
}

/** Most lists are in order already: each step comes after the one before it. */
function isInTurn(waits: readonly Wait[], index: number): boolean {
  return index === 0 ? waits.length === 0 : waits.length === 1 && waits[0]?.index === index - 1;
}

/** Follows what the steps wait for until one comes again. */
function reportCircle(
  steps: readonly Step[],
  waits: readonly (readonly Wait[])[],
  circle: readonly number[],
  log: Log,
): void {
  const within = new Set(circle);
  const path: number[] = [];
  let at = circle[0] as number;
  while (!path.includes(at)) {
    path.push(at);
    at = waits[at]?.find((wait) => within.has(wait.index))?.index as number;
  }
  const ids = [...path.slice(path.indexOf(at)), at].reverse().map((index) => (steps[index] as Step).id);
  const step = steps[at] as Step;
  const shown = ids.length > 12 ? [...ids.slice(0, 10), "…", ids.at(-1) as string] : ids;
  log.say("needs-cycle", step.needs?.[0]?.node ?? step.after?.[0]?.node ?? step.node, { path: shown });
}
