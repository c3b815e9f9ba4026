import type { RunOptions } from "@rb/kernel";

/** A live run in which everything is allowed and sleeping takes no time: whoever sleeps longest is woken last. */
export interface VirtualLife {
  readonly options: Pick<RunOptions, "mode" | "run" | "decisionPoint" | "clock">;
  /** Milliseconds that have passed. */
  readonly now: () => number;
}

export function virtualLife(): VirtualLife {
  let now = 0;
  return {
    now: () => now,
    options: {
      mode: "live",
      run: "r",
      decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "r", policy: "p" }) },
      clock: {
        now: () => now,
        sleep: async (ms, signal) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (!signal.aborted) now += ms;
        },
      },
    },
  };
}
