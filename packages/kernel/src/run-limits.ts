import type { RunLimits } from "./run-options.js";

/** What a run of an untrusted document gets. */
export const runLimits: RunLimits = {
  maxRecords: 50_000,
  maxIterations: 1000,
  maxTokens: 2000,
  maxCallDepth: 16,
  maxBufferedMessages: 1000,
  maxData: 32 * 1024 * 1024,
  maxValueDepth: 200,
  maxWorlds: 256,
};
