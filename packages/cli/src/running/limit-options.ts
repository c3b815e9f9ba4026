import type { RunLimits, RunResult } from "@rb/kernel";

/** The options of `rb run` for the limits of a run. */
export const limitOptions: { readonly [L in keyof RunLimits]?: string } = {
  maxRecords: "max-records",
  maxIterations: "max-iterations",
  maxTokens: "max-tokens",
  maxCallDepth: "max-calls",
  maxData: "max-data",
  maxWorlds: "max-worlds",
};

/** How to raise the limit that ended a run, where an option does that. */
export function limitHint({ code, data }: NonNullable<RunResult["failure"]>): string | null {
  if (code !== "limit-exceeded" || typeof data !== "object" || data === null || !("limit" in data)) return null;
  const option = Object.entries(limitOptions).find(([limit]) => limit === data.limit)?.[1];
  return option === undefined ? null : `--${option} N raises it`;
}
