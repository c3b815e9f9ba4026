/** What a runbook's governance says about a step, asked before anything of the step is done, whatever the mode. */
import { type Governance, isJsonObject, type Json, type NodeId } from "@rb/ir";
import type { DecisionPoint, Verdict } from "@rb/kernel";

const policy = "runbook-governance";
/** The executor of commands. */
export const COMMANDS = "exec";

/** A step whose templates name what governance denies, with what is wrong there. */
export type DeniedNames = ReadonlyMap<NodeId, string>;

/** Denied is denied, also where it is allowed; what isn't known can't be allowed. The program is compared as it is written, letter by letter. */
export function governedBy(rules: Governance, denied: DeniedNames): DecisionPoint {
  const allow: Verdict = { decision: "allow", rule: "governance", policy };
  const deny = (rule: string, reason: string): Verdict => ({ decision: "deny", rule, policy, reason });
  return {
    policy: () => policy,
    decide: ({ job }) => {
      const name = denied.get(job.node);
      if (name !== undefined) return deny("deny_env_vars", name);
      const { allowedCommands: allowed, deniedCommands = [] } = rules;
      if (job.executor !== COMMANDS || (allowed === undefined && deniedCommands.length === 0)) return allow;
      const program = programOf(job.request);
      if (program === null)
        return deny("allowed_commands", "Which program it would start is not known, so it can't be allowed.");
      if (deniedCommands.includes(program)) return deny("denied_commands", `The command '${program}' is denied.`);
      if (allowed?.includes(program) === false)
        return deny("allowed_commands", `The command '${program}' is not among those that are allowed.`);
      return allow;
    },
  };
}

/** Null: not known, or no text. */
function programOf(request: Json): string | null {
  const command = isJsonObject(request) ? request.command : undefined;
  const [program] = Array.isArray(command) ? command : [];
  return typeof program === "string" ? program : null;
}
