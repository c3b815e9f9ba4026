/**
 * Dates, durations and repeating intervals of ISO 8601 in their extended form, read strictly: `Date.parse` takes much
 * that is none. All reckoning is in UTC, where a day always has 24 hours.
 */
/** Years and months have no fixed length, so a duration keeps its parts; all of them count backwards when `sign` is -1. */
export interface Duration {
    readonly years: number;
    readonly months: number;
    readonly days: number;
    readonly ms: number;
    readonly sign?: -1;
}
/** `times` null: without end. `start` null: from when the timer starts. */
export interface Repeating {
    readonly times: number | null;
    readonly start: number | null;
    readonly every: Duration;
}
/** `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT30S`. Only the smallest unit may have a fraction, and a month has none, since its length varies. */
export declare function parseDuration(text: string): Duration | null;
/** Milliseconds since 1970-01-01T00:00Z. The offset (or `Z`) is required: without one nobody knows which moment is meant. */
export declare function parseDateTime(text: string): number | null;
/** `R3/PT10M`, `R/2026-01-01T00:00:00Z/P1D`, or a duration alone, which repeats without end. A period has to be longer than nothing. */
export declare function parseRepeating(text: string): Repeating | null;
/**
 * Years and months first, by the calendar, where a day that the month doesn't have becomes its last; then days, then the
 * rest. A moment beyond what a date can say becomes the last one that it can.
 */
export declare function addDuration(epochMs: number, duration: Duration): number;
