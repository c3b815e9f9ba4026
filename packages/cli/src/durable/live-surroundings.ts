/** What live runs of this command have around them: the machine's clock, and a decision point that knows of no executor. */
import { MANUAL } from "@rb/ir";
import type { Clock, DecisionPoint } from "@rb/kernel";

/** No executor comes with `rb`: live, people may act, and everything else is refused before it is even asked for. */
export const peopleOnly: DecisionPoint = {
  policy: () => "people-only",
  decide: ({ job }) =>
    job.executor === MANUAL || job.kind === "review"
      ? { decision: "allow", rule: "people", policy: "people-only" }
      : {
          decision: "deny",
          rule: "no-executor",
          policy: "people-only",
          reason: `no executor is installed for '${job.executor}', so nothing was done`,
        },
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
      if (signal.aborted) done();
    }),
};
