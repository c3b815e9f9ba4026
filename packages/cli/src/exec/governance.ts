/** What a runbook's governance says about a step, asked before anything of the step is done, whatever the mode. */
import { governed } from "@rb/executors";
import type { Bundle, NodeId } from "@rb/ir";
import type { DecisionPoint } from "@rb/kernel";

const policy = "runbook-governance";

/** A step whose templates name what governance denies, with what is wrong there. */
export type DeniedNames = ReadonlyMap<NodeId, string>;

/** What governance doesn't forbid is allowed. */
export function governedBy(bundle: Bundle, denied: DeniedNames): DecisionPoint {
  const named: DecisionPoint = {
    policy: () => policy,
    decide: ({ job }) => {
      const reason = denied.get(job.node);
      return reason === undefined
        ? { decision: "allow", rule: "governance", policy }
        : { decision: "deny", rule: "deny_env_vars", policy, reason };
    },
  };
  return governed(named, bundle);
}
