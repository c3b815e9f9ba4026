import type { RunLimits } from "./run-options.js";

const counted: { readonly [L in keyof RunLimits]: string } = {
  maxRecords: "records of what happens",
  maxIterations: "rounds or instances of one loop",
  maxTokens: "tokens at once",
  maxCallDepth: "calls inside each other",
  maxBufferedMessages: "messages that nobody has taken yet",
  maxData: "characters of data in all records",
  maxValueDepth: "levels of lists and objects in one value",
  maxWorlds: "ways explored besides the first",
};

/** Thrown when a limit on the whole run is reached: nothing of the run can go on. */
export class LimitSignal extends Error {
  override readonly name = "LimitSignal";
  readonly limit: keyof RunLimits;
  readonly value: number;

  constructor(limit: keyof RunLimits, value: number) {
    super(`The run reached its limit ${limit} of ${value} (${counted[limit]})`);
    this.limit = limit;
    this.value = value;
  }
}
