/** Steps: what they refer to, and whether they lead anywhere (CACAO 2.0, workflow step objects). */
import type { Document } from "../document.js";
import type { Groups } from "../groups.js";
import { isShadowed } from "../lower-variables.js";
import type { Playbook, Ref, Step } from "../playbook.js";
import { booleanMember, objectMember, stringMember } from "../read-members.js";
import { resultMappingId } from "../result-mapping.js";
import { checkCommand } from "./check-command.js";
import { checkDefined } from "./check-parties.js";
import { checkVariables } from "./check-variables.js";
import { checkType } from "./identifiers.js";
import { checkTimestamp } from "./metadata.js";

export function checkEntries(document: Document, { start, exception, steps, tree }: Playbook): void {
  if (objectMember(tree, "workflow") === undefined) return;
  if (start !== undefined) {
    const step = steps.get(start.id);
    if (step === undefined) reportUnknownStep(document, start, steps);
    else if (step.type !== "start") {
      document.report("start-is-no-start", document.originOf(start.at), { type: step.type });
    }
  }
  if (exception !== undefined && !steps.has(exception.id)) {
    const hint = nearestStep(document, exception, steps);
    document.report("unknown-exception-step", document.originOf(exception.at), { name: exception.id, hint });
  }
}

/** A workflow has at least one step that does something (CACAO 2.0, playbook: workflow); one that could not be read might be it. */
export function checkActions(document: Document, { steps, unreadable, tree }: Playbook): void {
  const workflow = objectMember(tree, "workflow");
  if (workflow === undefined || steps.size === 0 || unreadable.size > 0) return;
  if ([...steps.values()].some(({ type }) => type === "action" || type === "playbook-action")) return;
  document.report("no-action", document.originOf(workflow), {});
}

export function checkStep(document: Document, playbook: Playbook, step: Step, unknown: Groups): void {
  if (!playbook.isUpgraded) checkType(document, step.tree, step.id, step.type);
  const { onCompletion, onSuccess, onFailure, branches } = step;
  checkReference(document, playbook, onCompletion);
  checkReference(document, playbook, onSuccess);
  checkReference(document, playbook, onFailure);
  for (const branch of branches) checkReference(document, playbook, branch.entry);
  checkContinuation(document, step);
  for (const branch of branches) {
    if (step.next?.id === branch.entry.id) {
      const name = String(branch.entry.at.key);
      document.report("branch-is-continuation", document.originOf(branch.entry.at), { name });
    }
  }
  checkVariables(document, step.variables, true);
  checkAssigned(document, playbook, step);
  if (step.type === "action") checkAction(document, playbook, step, unknown);
  if (step.type === "playbook-action") checkCall(document, step);
}

/** A step that is there but could not be read has been reported itself. */
function checkReference(document: Document, playbook: Playbook, ref: Ref | undefined): void {
  if (ref === undefined || playbook.steps.has(ref.id) || playbook.unreadable.has(ref.id)) return;
  reportUnknownStep(document, ref, playbook.steps);
}

function reportUnknownStep(document: Document, ref: Ref, steps: ReadonlyMap<string, Step>): void {
  const hint = nearestStep(document, ref, steps);
  document.report("unknown-step", document.originOf(ref.at), { name: ref.id, hint });
}

/** Ids differ in a UUID: one that shares neither of its halves with the wrong one is no hint. */
function nearestStep(document: Document, ref: Ref, steps: ReadonlyMap<string, Step>): string | undefined {
  const near = document.suggest(ref.id, steps.keys());
  if (near === undefined) return undefined;
  const half = Math.floor(near.length / 2);
  return near.slice(0, half) === ref.id.slice(0, half) || near.slice(-half) === ref.id.slice(-half) ? near : undefined;
}

function checkContinuation(document: Document, { type, tree, branches, onCompletion, onSuccess }: Step): void {
  if (type === "end" || branches.length > 0 || onCompletion !== undefined || onSuccess !== undefined) return;
  // One that is there and no string has been reported.
  if (tree.members.has("on_completion") || tree.members.has("on_success")) return;
  document.report("missing-continuation", document.originOf(tree), {});
}

function checkAction(document: Document, playbook: Playbook, step: Step, unknown: Groups): void {
  if (step.agent !== undefined) checkDefined(document, step.agent, playbook.agents, "agent_definitions");
  for (const target of step.targets) checkDefined(document, target, playbook.targets, "target_definitions");
  for (const command of step.commands) checkCommand(document, command, unknown);
  const extensions = objectMember(step.tree, "step_extensions");
  if (step.commands.length > 1 && step.outArgs.length > 0 && extensions?.members.has(resultMappingId) !== true) {
    const outArgs = step.tree.members.get("out_args") ?? step.tree;
    document.report("out-args-of-last-command", document.originOf(outArgs), {});
  }
}

function checkCall(document: Document, { tree }: Step): void {
  const id = stringMember(tree, "playbook_id");
  if (id !== undefined) checkType(document, id, id.value, "playbook");
  const version = stringMember(tree, "playbook_version");
  if (version !== undefined) checkTimestamp(document, version, "playbook_version");
}

function checkAssigned(document: Document, playbook: Playbook, step: Step): void {
  for (const argument of step.outArgs) {
    const name = argument.value;
    const declaration = step.variables.get(name) ?? playbook.variables.get(name);
    const origin = document.originOf(argument);
    if (declaration !== undefined && booleanMember(declaration, "constant") === true) {
      document.report("constant-assigned", origin, { name });
    } else if (isShadowed(step, playbook, name)) document.report("shadowed-variable", origin, { name });
  }
}
