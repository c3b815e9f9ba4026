/** A decision point under the governance of the graphs that a run is of. */
import { type Bundle, canonicalize, commandRulesOf, EXEC, programOf, sha256Hex } from "@rb/ir";
import type { DecisionPoint, Verdict } from "@rb/kernel";

/**
 * Denies the commands that governance forbids, whatever `point` says; everything else is `point`'s to decide. Where the bundle has no rules for
 * commands, it is `point` itself.
 */
export function governed(point: DecisionPoint, bundle: Bundle): DecisionPoint {
  const rules = commandRulesOf(bundle);
  if (rules.size === 0) return point;
  // A permit holds under the very rules that it was given under: a run may be moved to a graph with others.
  const all = bundle.graphs.flatMap(({ id, governance }) => (governance === undefined ? [] : [[id, governance]]));
  const digest = sha256Hex(canonicalize([bundle.main, all])).slice(0, 16);
  const named = (policy: string): string => `${policy}, governance ${digest}`;
  const underRules = (verdict: Verdict): Verdict =>
    typeof verdict?.policy === "string" ? { ...verdict, policy: named(verdict.policy) } : verdict;
  const policy = (): string => named(point.policy());
  return {
    policy,
    decide: (request) => {
      const { job } = request;
      const refusal = job.executor === EXEC ? rules.get(job.graph)?.(programOf(job.request)) : undefined;
      if (refusal != null) return { decision: "deny", policy: policy(), ...refusal };
      const said = point.decide(request);
      return "then" in said ? said.then(underRules) : underRules(said);
    },
  };
}
