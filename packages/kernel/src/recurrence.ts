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
  const steps = isByCalendar(every) ? stepsByCalendar(due.dueAtMs, every, sinceMs, nowMs) : null;
  const used = steps?.used ?? Math.max(0, Math.floor((nowMs - due.dueAtMs) / lengthOf(every))) + 1;
  const dueAtMs = steps?.atMs ?? nthTime(due.dueAtMs, every, used);
  if (dueAtMs <= nowMs || (due.left !== null && due.left < used)) return null;
  return { dueAtMs, left: due.left === null ? null : due.left - used };
}

/** Months differ in length, so they are counted one by one; there are few of them in any time that a date can say. */
function stepsByCalendar(
  dueAtMs: number,
  every: Duration,
  sinceMs: number,
  nowMs: number,
): { used: number; atMs: number } {
  let used = 0;
  let atMs = sinceMs;
  for (let n = 1; atMs <= Math.max(dueAtMs, nowMs); n += 1) {
    const before = atMs;
    atMs = nthTime(sinceMs, every, n);
    if (atMs > dueAtMs) used += 1;
    // The end of all dates.
    if (atMs <= before) break;
  }
  return { used, atMs };
}

/** The earliest of the times up to an end that has not passed. */
function backFrom(end: number, every: Duration, times: number | null, nowMs: number): Due | null {
  if (end < nowMs) return null;
  const back: Duration = { ...every, sign: -1 };
  const most = times === null ? Number.POSITIVE_INFINITY : times - 1;
  let left = isByCalendar(every) ? 0 : Math.min(most, Math.floor((end - nowMs) / lengthOf(every)));
  while (isByCalendar(every) && left < most && nthTime(end, back, left + 1) >= nowMs) left += 1;
  return { dueAtMs: nthTime(end, back, left), left };
}

function isByCalendar({ years, months }: Duration): boolean {
  return years + months > 0;
}

function lengthOf(every: Duration): number {
  return addDuration(0, every);
}

function nthTime(from: number, every: Duration, n: number): number {
  const { years, months, days, ms } = every;
  return addDuration(from, { ...every, years: years * n, months: months * n, days: days * n, ms: ms * n });
}
