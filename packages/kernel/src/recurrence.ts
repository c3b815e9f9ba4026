/**
 * When a cycle is due. Its times lie on a grid: every so much from where it began, from its start, or back from its end. By the calendar,
 * the n-th is n periods from there, so that each last of a month follows the last, whatever comes between.
 *
 * A run may have been away for a week. Times that have passed by then are used up: however many they are, the cycle fires once for all of
 * them, and goes on at the next that is still to come. Otherwise a reminder every minute would be given ten thousand times at once.
 */
import { addDuration, type Duration, type Repeating } from "@rb/ir";

export interface Due {
  readonly dueAtMs: number;
  /** Times left after this one; null: without end. */
  readonly left: number | null;
}

/** The first time that has not passed; when all have, now, as for a date that lies in the past. */
export function firstDue(cycle: Repeating, nowMs: number): Due & { readonly sinceMs?: number } {
  const { every, start, end, times } = cycle;
  if (end !== undefined) return backFrom(end, every, times, nowMs) ?? { dueAtMs: nowMs, left: 0 };
  const sinceMs = start ?? nowMs;
  const since = isByCalendar(every) ? { sinceMs } : {};
  const last = times === null ? null : times - 1;
  if (start === null) return { dueAtMs: nthTime(nowMs, every, 1), left: last, ...since };
  if (start >= nowMs) return { dueAtMs: start, left: last, ...since };
  const next = nextAfter({ dueAtMs: start, left: last }, every, sinceMs, nowMs - 1);
  return next === null ? { dueAtMs: nowMs, left: 0 } : { ...next, ...since };
}

/** The next time after `nowMs` for a cycle that was due; null when it has run out. */
export function nextDue({ every, end }: Repeating, due: Due, sinceMs: number | undefined, nowMs: number): Due | null {
  if (due.left !== null && due.left <= 0) return null;
  if (end !== undefined) return backFrom(end, every, due.left, nowMs + 1);
  return nextAfter(due, every, sinceMs ?? due.dueAtMs, nowMs);
}

function nextAfter(due: Due, every: Duration, sinceMs: number, nowMs: number): Due | null {
  const from = Math.max(due.dueAtMs, nowMs);
  const index = passed(sinceMs, every, from) + 1;
  const used = index - passed(sinceMs, every, due.dueAtMs);
  const dueAtMs = nthTime(sinceMs, every, index);
  // The second is the end of all dates.
  if ((due.left !== null && due.left < used) || dueAtMs <= from) return null;
  return { dueAtMs, left: due.left === null ? null : due.left - used };
}

/** The last of the times that is not after a moment, by its number. */
function passed(sinceMs: number, every: Duration, atMs: number): number {
  return mostSteps(atMs - sinceMs, every, (n) => nthTime(sinceMs, every, n) <= atMs);
}

/** The earliest of the times up to an end that has not passed. */
function backFrom(end: number, every: Duration, times: number | null, nowMs: number): Due | null {
  if (end < nowMs) return null;
  const back: Duration = { ...every, sign: -1 };
  const all = mostSteps(end - nowMs, every, (n) => nthTime(end, back, n) >= nowMs);
  const left = times === null ? all : Math.min(all, times - 1);
  return { dueAtMs: nthTime(end, back, left), left };
}

/** How many periods fit into a distance. Months differ in length, so where that is between two numbers, `fits` says it. */
function mostSteps(distanceMs: number, every: Duration, fits: (n: number) => boolean): number {
  let most = Math.floor(distanceMs / lengthOf(every, 31));
  let tooMany = Math.floor(distanceMs / lengthOf(every, 28)) + 1;
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
}

const dayMs = 86_400_000;

function lengthOf({ years, months, days, ms }: Duration, daysInMonth: number): number {
  return ((years * 12 + months) * daysInMonth + days) * dayMs + ms;
}

function isByCalendar({ years, months }: Duration): boolean {
  return years + months > 0;
}

function nthTime(from: number, every: Duration, n: number): number {
  const { years, months, days, ms } = every;
  return addDuration(from, { ...every, years: years * n, months: months * n, days: days * n, ms: ms * n });
}
