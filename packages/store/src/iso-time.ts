/** ECMA-262, 21.4.1.1: beyond, there is no calendar. */
const LAST_TIME = 8.64e15;

let lastMs = Number.NaN;
let lastTime = "";

/** ISO 8601, UTC; a time that no calendar has becomes the nearest that one has. Mostly it is asked for the same one again. */
export function isoTime(ms: number): string {
  if (ms !== lastMs) {
    lastTime = new Date(Number.isNaN(ms) ? 0 : Math.max(-LAST_TIME, Math.min(LAST_TIME, ms))).toISOString();
    lastMs = ms;
  }
  return lastTime;
}
