import type { RunLimits } from "./run-options.js";

/** Thrown when a limit on the whole run is reached: nothing of the run can go on. */
export class LimitSignal extends Error {
  override readonly name = "LimitSignal";
  readonly limit: keyof RunLimits;
  readonly value: number;

  constructor(limit: keyof RunLimits, value: number) {
    super(`The run reached its limit ${limit} of ${value}.`);
    this.limit = limit;
    this.value = value;
  }
}
