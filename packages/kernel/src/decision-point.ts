import type { DecisionRequest } from "./effect.js";
import type { Verdict } from "./envelope.js";
import type { DecisionPoint } from "./executor.js";
import { isPromise } from "./is-promise.js";
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

const words: ReadonlySet<unknown> = new Set<Verdict["decision"]>([
  "allow",
  "deny",
  "requireApproval",
  "allowWithConstraints",
]);

/** The verdict on a request, at once if the decision point answers at once. One that fails, or gives none, has not allowed anything. */
export function verdictOf(point: DecisionPoint, request: DecisionRequest): Verdict | Promise<Verdict> {
  const check = (said: unknown): Verdict => {
    if (policyOf(point) === null) return failed("it does not say which policy is in force");
    return isVerdict(said) ? said : denial("invalid-verdict", "The decision point gave no verdict.");
  };
  try {
    const said = point.decide(request);
    return isPromise(said) ? Promise.resolve(said).then(check, failed) : check(said);
  } catch (error) {
    return failed(error);
  }
}

/** The policy in force; null when the decision point can't say. */
export function policyOf(point: DecisionPoint): string | null {
  try {
    return point.policy();
  } catch {
    return null;
  }
}

function isVerdict(said: unknown): said is Verdict {
  const verdict = (typeof said === "object" && said !== null ? said : {}) as Partial<Verdict>;
  return words.has(verdict.decision) && typeof verdict.rule === "string" && typeof verdict.policy === "string";
}

function failed(error: unknown): Verdict {
  const reason = `The decision point failed: ${error instanceof Error ? error.message : String(error)}`;
  return denial("decision-point-error", reason);
}

function denial(rule: string, reason: string): Verdict {
  return { decision: "deny", rule, policy: "", reason };
}
