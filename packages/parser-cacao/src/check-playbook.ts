/** What a playbook has to make sense of, beyond the types of its members; the flow of branches is checked while it is lowered. */
import { parseDateTime, suggest } from "@rb/ir";
import { checkCommand } from "./check-command.js";
import type { Document } from "./document.js";
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";
import { checkVariableValue, isShadowed } from "./lower-variables.js";
import type { Playbook, Ref, Step } from "./playbook.js";
import { booleanMember, kindOf, objectMember, stringItems, stringMember } from "./read-members.js";
import { secretReference } from "./request.js";
import { isVariableName, soleReference } from "./variable-references.js";
import { variableTypes } from "./variable-type.js";
import { agentTypes, definitionNeeds, openAuthenticationMembers } from "./vocabulary.js";

export function checkPlaybook(document: Document, playbook: Playbook): void {
  checkMetadata(document, playbook);
  checkEntries(document, playbook);
  for (const step of playbook.steps.values()) checkStep(document, playbook, step);
  checkVariables(document, playbook.variables, false);
  for (const definitions of [playbook.agents, playbook.targets]) {
    for (const definition of definitions.values()) checkParty(document, playbook, definition);
  }
  for (const [id, definition] of playbook.authentication) checkAuthentication(document, id, definition);
}

// ---------------------------------------------------------------------------------------------------------------
// The playbook itself

const uuid = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const identifier = new RegExp(`^[a-z][a-z0-9-]*--${uuid}$`);
const timestamps = ["created", "modified", "valid_from", "valid_until"] as const;
/** These are versions of the playbook, which have to be comparable. */
const precise: ReadonlySet<string> = new Set(["created", "modified"]);

function checkMetadata(document: Document, { tree, markings }: Playbook): void {
  for (const name of ["id", "created_by"]) {
    const value = stringMember(tree, name);
    if (value !== undefined) checkIdentifier(document, value, name === "id" ? "playbook" : undefined);
  }
  const times = new Map<string, number>();
  for (const name of timestamps) {
    const value = stringMember(tree, name);
    const time = value === undefined ? undefined : checkTimestamp(document, value, name, precise.has(name));
    if (time !== undefined) times.set(name, time);
  }
  checkOrder(document, tree, times, "created", "modified");
  checkOrder(document, tree, times, "valid_from", "valid_until");
  for (const name of ["priority", "severity", "impact"]) {
    const value = tree.members.get(name);
    if (value?.kind === "number" && Number.isInteger(value.value) && (value.value < 0 || value.value > 100)) {
      document.report("out-of-range", document.originOf(value), { name, value: value.value });
    }
  }
  const revoked = tree.members.get("revoked");
  if (revoked?.kind === "boolean" && revoked.value) document.report("revoked", document.originOf(revoked), {});
  const signatures = tree.members.get("signatures");
  if (signatures !== undefined) document.report("signature-not-checked", document.originOf(signatures), {});
  for (const marking of stringItems(tree, "markings")) {
    if (!markings.has(marking.value)) {
      document.report("unknown-marking", document.originOf(marking), { name: marking.value });
    }
  }
}

function checkIdentifier(document: Document, value: StringTree, type: string | undefined): void {
  checkId(document, value, value.value, type);
}

function checkId(document: Document, at: JsonTree, id: string, type: string | undefined): void {
  if (!identifier.test(id)) document.report("bad-identifier", document.originOf(at), { name: id });
  else if (type !== undefined && !id.startsWith(`${type}--`)) {
    document.report("id-type-mismatch", document.originOf(at), { name: id, type });
  }
}

/** CACAO wants UTC with a `Z`, which is narrower than ISO 8601. */
function checkTimestamp(document: Document, value: StringTree, name: string, isPrecise: boolean): number | undefined {
  const match = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?Z$/.exec(value.value);
  const time = match === null ? null : parseDateTime(value.value);
  const origin = document.originOf(value);
  if (match === null || time === null) {
    document.report("bad-timestamp", origin, { name, value: value.value });
    return undefined;
  }
  if (isPrecise && match[1]?.length !== 3) document.report("timestamp-precision", origin, { name });
  return time;
}

function checkOrder(
  document: Document,
  tree: ObjectTree,
  times: ReadonlyMap<string, number>,
  earlier: string,
  later: string,
): void {
  const [first, second] = [times.get(earlier), times.get(later)];
  const at = stringMember(tree, later);
  if (first === undefined || second === undefined || at === undefined || second >= first) return;
  document.report("timestamp-order", document.originOf(at), { earlier, later });
}

function checkEntries(document: Document, { start, exception, steps, tree }: Playbook): void {
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

// ---------------------------------------------------------------------------------------------------------------
// Steps

function checkStep(document: Document, playbook: Playbook, step: Step): void {
  checkId(document, step.tree, step.id, step.type);
  const { onCompletion, onSuccess, onFailure, branches } = step;
  for (const ref of [onCompletion, onSuccess, onFailure, ...branches.map((branch) => branch.entry)]) {
    if (ref !== undefined) checkReference(document, playbook, ref);
  }
  checkContinuation(document, step);
  for (const branch of branches) {
    if (step.next?.id === branch.entry.id) {
      const name = String(branch.entry.at.key);
      document.report("branch-is-continuation", document.originOf(branch.entry.at), { name });
    }
  }
  checkVariables(document, step.variables, true);
  checkAssigned(document, playbook, step);
  if (step.type === "action") checkAction(document, playbook, step);
  if (step.type === "playbook-action") checkCall(document, step);
}

/** A step that is there but could not be read has been reported itself. */
function checkReference(document: Document, playbook: Playbook, ref: Ref): void {
  if (playbook.steps.has(ref.id) || playbook.unreadable.has(ref.id)) return;
  reportUnknownStep(document, ref, playbook.steps);
}

function reportUnknownStep(document: Document, ref: Ref, steps: ReadonlyMap<string, Step>): void {
  const hint = nearestStep(document, ref, steps);
  document.report("unknown-step", document.originOf(ref.at), { name: ref.id, hint });
}

/** Ids differ in a UUID: one that shares no more than its length with the wrong one is no hint. */
function nearestStep(document: Document, ref: Ref, steps: ReadonlyMap<string, Step>): string | undefined {
  const near = document.suggest(ref.id, steps.keys());
  return near !== undefined && near.slice(0, near.length / 2) === ref.id.slice(0, near.length / 2) ? near : undefined;
}

function checkContinuation(document: Document, { type, tree, branches }: Step): void {
  const given = ["on_completion", "on_success", "on_failure"].filter((name) => tree.members.has(name));
  const rest = given.filter((name) => name !== "on_completion");
  for (const name of type === "end" ? given : type === "start" ? rest : []) {
    document.report(`${type as "end" | "start"}-continuation`, originOfMember(document, tree, name), { name });
  }
  if (type === "end") return;
  if (type !== "start" && given.includes("on_completion")) {
    for (const name of rest) document.report("mixed-continuation", originOfMember(document, tree, name), { name });
  }
  if (branches.length === 0 && !given.includes("on_completion") && !given.includes("on_success")) {
    document.report("missing-continuation", document.originOf(tree), {});
  }
}

function originOfMember(document: Document, tree: ObjectTree, name: string): ReturnType<Document["originOf"]> {
  return document.originOf(tree.members.get(name) ?? tree);
}

function checkAction(document: Document, playbook: Playbook, step: Step): void {
  if (step.agent === undefined) document.report("missing-agent", document.originOf(step.tree), {});
  else checkDefined(document, step.agent, playbook.agents, "agent_definitions");
  for (const target of step.targets) checkDefined(document, target, playbook.targets, "target_definitions");
  for (const command of step.commands) checkCommand(document, command);
  if (step.commands.length > 1 && step.outArgs.length > 0) {
    document.report("out-args-of-last-command", originOfMember(document, step.tree, "out_args"), {});
  }
}

function checkCall(document: Document, { tree }: Step): void {
  const id = stringMember(tree, "playbook_id");
  if (id !== undefined) checkIdentifier(document, id, "playbook");
  const version = stringMember(tree, "playbook_version");
  if (version !== undefined) checkTimestamp(document, version, "playbook_version", false);
}

function checkDefined(
  document: Document,
  reference: StringTree,
  definitions: ReadonlyMap<string, ObjectTree>,
  where: string,
): void {
  if (definitions.has(reference.value)) return;
  const hint = document.suggest(reference.value, definitions.keys());
  document.report("unknown-definition", document.originOf(reference), { name: reference.value, where, hint });
}

// ---------------------------------------------------------------------------------------------------------------
// Variables, agents, targets, credentials

function checkVariables(document: Document, variables: ReadonlyMap<string, ObjectTree>, ofStep: boolean): void {
  for (const [name, tree] of variables) {
    if (!isVariableName(name)) document.report("variable-name", document.originOf(tree), { name });
    const type = stringMember(tree, "type");
    if (type !== undefined && !variableTypes.includes(type.value)) {
      const hint = suggest(type.value, variableTypes);
      document.report("unknown-variable-type", document.originOf(type), { name: type.value, hint });
    }
    checkVariableValue(document, name, tree);
    if (ofStep && booleanMember(tree, "external") === true) {
      document.report("external-in-step", originOfMember(document, tree, "external"), { name });
    }
  }
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

function checkParty(document: Document, playbook: Playbook, definition: ObjectTree): void {
  const type = definition.members.get("type");
  if (type === undefined) {
    document.report("missing-member", document.originOf(definition), { what: "The definition", name: "type" });
  } else if (type.kind !== "string") {
    const args = { name: "type", expected: "a string", found: kindOf(type) };
    document.report("wrong-type", document.originOf(type), args);
  } else if (!agentTypes.includes(type.value)) {
    const hint = suggest(type.value, agentTypes);
    document.report("unknown-agent-type", document.originOf(type), { name: type.value, hint });
  }
  const needed = type?.kind === "string" ? definitionNeeds.get(type.value) : undefined;
  if (needed !== undefined && !definition.members.has(needed)) {
    document.report("incomplete-definition", document.originOf(definition), { name: needed });
  }
  const authentication = stringMember(definition, "authentication_info");
  if (authentication !== undefined) {
    checkDefined(document, authentication, playbook.authentication, "authentication_info_definitions");
  }
}

/** Credentials belong into a store of secrets, or come by a variable (CACAO 2.0, authentication information). */
function checkAuthentication(document: Document, id: string, definition: ObjectTree): void {
  for (const [name, member] of definition.members) {
    if (openAuthenticationMembers.has(name) || name === "kms_key_identifier" || name.endsWith("_extensions")) continue;
    if (member.kind !== "string" || member.value === "" || soleReference(member.value) !== undefined) continue;
    document.report("plain-secret", document.originOf(member), { name, reference: secretReference(id, name) });
  }
}
