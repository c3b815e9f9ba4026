/** `replay_mode: reuse_evidence`: what people have handed in once counts again, and nobody is asked. */
import { isJsonObject, type Json, type NodeId } from "@rb/ir";
import type { Answers, Approval, StandIn } from "@rb/kernel";
import type { RecordedEvidence, Scenario } from "./scenario.js";
import type { PlannedStep } from "./step-plan.js";

/** Answers of the steps that reuse what the scenario has for them; what is answered otherwise stays answered. */
export function reusedAnswers(
  answered: ReadonlySet<NodeId>,
  plan: readonly PlannedStep[],
  { evidence }: Scenario,
): Answers {
  const steps: [string, { readonly output: Json }][] = [];
  const approvals: [string, NonNullable<Answers["approvals"]>[string]][] = [];
  for (const { id, kind, node, reusesEvidence } of plan) {
    const recorded = evidence.get(id);
    if (kind !== "manual" || !reusesEvidence || recorded === undefined || answered.has(id)) continue;
    const pieces = Object.fromEntries([...recorded].map(([name, piece]) => [name, handedIn(piece)]));
    if (node.kind === "gate") approvals.push([id, { verdict: "approve", evidence: pieces }]);
    else steps.push([id, { output: pieces }]);
  }
  return { steps: Object.fromEntries(steps), approvals: Object.fromEntries(approvals) };
}

/** As somebody would hand it in. */
function handedIn({ kind, value = null, items, path }: RecordedEvidence): Json {
  if (kind === "attachment") return path ?? value;
  return kind === "checklist" && isJsonObject(items) ? items : value;
}

/** An approval that names nobody stands for as many people as the step asks for, each with all that is asked of them. */
export function unnamedApprovals(answers: Answers, plan: readonly PlannedStep[]): StandIn["approvals"] {
  const gates = new Map<NodeId, PlannedStep>(plan.map((step) => [step.id, step]));
  return ({ node: id, hash }): readonly Approval[] => {
    const { node } = gates.get(id) ?? {};
    const approval = answers.approvals?.[id];
    if (node?.kind !== "gate" || approval === undefined || approval.by !== undefined) return [];
    const { count = 1, roles } = node;
    return Array.from({ length: count }, (_, at) => ({
      ...(roles === undefined ? {} : { roles }),
      ...approval,
      by: `replay:${at + 1}`,
      hash,
    }));
  };
}
