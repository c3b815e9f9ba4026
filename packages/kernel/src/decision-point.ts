import type { DecisionPoint } from "./executor.js";
import type { Mode } from "./run-options.js";

/** The decision point that comes with the kernel: a dry run may do anything, since it does nothing; a live one may do nothing. */
export function onlyDryRuns(mode: Mode): DecisionPoint {
  const policy = "only-dry-runs";
  const verdict =
    mode === "dry-run"
      ? ({ decision: "allow", rule: "dry-run", policy } as const)
      : ({
          decision: "deny",
          rule: "no-policy",
          policy,
          reason: "No decision point is installed, and without one only dry runs are allowed.",
        } as const);
  return { policy: () => policy, decide: () => verdict };
}
