import type { Clock } from "@rb/kernel";
/** The machine's clock, for live runs. */
export declare const systemClock: Clock;
