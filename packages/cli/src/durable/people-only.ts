import { MANUAL } from "@rb/ir";
import type { DecisionPoint } from "@rb/kernel";

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
