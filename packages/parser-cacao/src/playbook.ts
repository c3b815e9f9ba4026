/** A playbook as read: typed, with the place of everything that refers to something, and not yet checked for sense. */

import { suggest } from "@rb/ir";
import type { Document } from "./document.js";
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";
import { type OwnStep, readOwnStep } from "./own-words/own-step.js";
import { kindOf, objectEntries, objectMember, stringItems, stringMember } from "./read-members.js";
import { checkStructure } from "./structure/check-structure.js";
import { isOldVersion, upgradePlaybook } from "./upgrade/upgrade-playbook.js";
import { type StepType, stepTypes } from "./vocabulary.js";

/** A step's id, where somebody wrote it. */
export interface Ref {
  readonly id: string;
  readonly at: StringTree;
}

export interface Branch {
  /** The name of the branch within its step: `true`, `body`, `case-0`, `branch-1`. */
  readonly role: string;
  readonly entry: Ref;
  /** Of a switch: the case's value. */
  readonly value?: string;
}

export interface Step {
  readonly id: string;
  readonly type: StepType;
  readonly tree: ObjectTree;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly delayMs: number;
  /** 0: none. */
  readonly timeoutMs: number;
  readonly variables: ReadonlyMap<string, ObjectTree>;
  readonly onCompletion: Ref | undefined;
  readonly onSuccess: Ref | undefined;
  readonly onFailure: Ref | undefined;
  /** What follows when all went well. */
  readonly next: Ref | undefined;
  readonly branches: readonly Branch[];
  readonly commands: readonly ObjectTree[];
  readonly condition: StringTree | undefined;
  readonly selector: StringTree | undefined;
  readonly agent: StringTree | undefined;
  readonly targets: readonly StringTree[];
  readonly inArgs: readonly StringTree[];
  readonly outArgs: readonly StringTree[];
  /** What rb itself wrote beside it. */
  readonly own: OwnStep | undefined;
}

export interface Playbook {
  readonly tree: ObjectTree;
  /** Written for CACAO 1.x: its steps are called after nothing, and nobody is an agent. */
  readonly isUpgraded: boolean;
  readonly id: string;
  readonly start: Ref | undefined;
  readonly exception: Ref | undefined;
  readonly steps: ReadonlyMap<string, Step>;
  /** Ids of steps that are there but could not be read, which has been reported. */
  readonly unreadable: ReadonlySet<string>;
  readonly variables: ReadonlyMap<string, ObjectTree>;
  readonly agents: ReadonlyMap<string, ObjectTree>;
  readonly targets: ReadonlyMap<string, ObjectTree>;
  readonly authentication: ReadonlyMap<string, ObjectTree>;
  readonly markings: ReadonlyMap<string, ObjectTree>;
  readonly extensions: ReadonlyMap<string, ObjectTree>;
}

/** Null when the document can't be looked at as a playbook; what is wrong has been reported. */
export function readPlaybook(document: Document, written: JsonTree): Playbook | null {
  if (written.kind !== "object") return notAPlaybook(document, written, `it is ${kindOf(written)}`);
  const type = written.members.get("type");
  if (type === undefined) return notAPlaybook(document, written, "it has no 'type'");
  if (type.kind !== "string" || !(type.value === "playbook" || isOldTemplate(written, type.value))) {
    return notAPlaybook(
      document,
      type,
      `its type is ${type.kind === "string" ? `'${type.value.slice(0, 60)}'` : kindOf(type)}`,
    );
  }
  if (!isKnownVersion(document, written)) return null;
  const { tree, changes } = upgradePlaybook(written);
  if (tree !== written) {
    const version = written.members.get("spec_version") ?? written;
    document.report("old-version", document.originOf(version), { changes });
  }
  checkStructure(document, tree, tree !== written);
  const steps = new Map<string, Step>();
  const unreadable = new Set<string>();
  objectMember(tree, "workflow")?.members.forEach((stepTree, id) => {
    const step = stepTree.kind === "object" ? readStep(document, id, stepTree) : null;
    if (step === null) unreadable.add(id);
    else steps.set(id, step);
  });
  const variables = objectEntries(tree, "playbook_variables");
  return {
    tree,
    isUpgraded: tree !== written,
    id: stringMember(tree, "id")?.value ?? "playbook",
    start: refMember(tree, "workflow_start"),
    exception: refMember(tree, "workflow_exception"),
    steps,
    unreadable,
    variables,
    agents: objectEntries(tree, "agent_definitions"),
    targets: objectEntries(tree, "target_definitions"),
    authentication: objectEntries(tree, "authentication_info_definitions"),
    markings: objectEntries(tree, "data_marking_definitions"),
    extensions: objectEntries(tree, "extension_definitions"),
  };
}

function notAPlaybook(document: Document, tree: JsonTree, found: string): null {
  document.report("not-a-playbook", document.originOf(tree), { found });
  return null;
}

/** What 1.x calls a template has all that a playbook has; 2.0 knows none. */
function isOldTemplate(tree: ObjectTree, type: string): boolean {
  return type === "playbook-template" && isOldVersion(stringMember(tree, "spec_version")?.value ?? "");
}

function isKnownVersion(document: Document, tree: ObjectTree): boolean {
  const version = stringMember(tree, "spec_version");
  if (version === undefined || version.value === "cacao-2.0" || isOldVersion(version.value)) return true;
  document.report("unsupported-version", document.originOf(version), { version: version.value });
  return false;
}

function readStep(document: Document, id: string, tree: ObjectTree): Step | null {
  const type = tree.members.get("type");
  if (type?.kind !== "string") return null;
  if (!isStepType(type.value)) {
    const origin = document.originOf(type);
    document.report("unknown-step-type", origin, { name: type.value, hint: suggest(type.value, stepTypes) });
    return null;
  }
  const variables = objectEntries(tree, "step_variables");
  const [onCompletion, onSuccess] = [refMember(tree, "on_completion"), refMember(tree, "on_success")];
  const ends = type.value === "end";
  const own = readOwnStep(tree);
  return {
    id,
    type: type.value,
    tree,
    name: stringMember(tree, "name")?.value,
    description: stringMember(tree, "description")?.value,
    // What waits by itself waits no longer.
    delayMs: own?.isWait === true ? 0 : readDuration(document, tree, "delay"),
    timeoutMs: readDuration(document, tree, "timeout"),
    variables,
    onCompletion: onCompletion,
    onSuccess: onSuccess,
    onFailure: ends ? undefined : refMember(tree, "on_failure"),
    next: ends ? undefined : (onSuccess ?? onCompletion),
    branches: readBranches(document, type.value, tree),
    commands: type.value === "action" ? readCommands(tree) : noCommands,
    condition: stringMember(tree, "condition"),
    selector: stringMember(tree, "switch"),
    agent: stringMember(tree, "agent"),
    targets: stringItems(tree, "targets"),
    inArgs: stringItems(tree, "in_args"),
    outArgs: stringItems(tree, "out_args"),
    own,
  };
}

function isStepType(type: string): type is StepType {
  return (stepTypes as readonly string[]).includes(type);
}

/** What isn't a number of milliseconds has been reported. */
function readDuration(document: Document, tree: ObjectTree, name: "delay" | "timeout"): number {
  const value = tree.members.get(name);
  if (value?.kind !== "number" || !Number.isSafeInteger(value.value) || value.value < 0) return 0;
  if (name === "timeout" && value.value === 0) document.report("zero-timeout", document.originOf(value), {});
  return value.value;
}

const noBranches: readonly Branch[] = [];

function readBranches(document: Document, type: StepType, tree: ObjectTree): readonly Branch[] {
  if (type === "if-condition") return [...branch("true", tree, "on_true"), ...branch("false", tree, "on_false")];
  if (type === "while-condition") return branch("body", tree, "on_true");
  if (type === "parallel") return readParallel(document, tree);
  return type === "switch-condition" ? readCases(tree) : noBranches;
}

function branch(role: string, tree: ObjectTree, name: string): Branch[] {
  const entry = refMember(tree, name);
  return entry === undefined ? [] : [{ role, entry }];
}

function readParallel(document: Document, tree: ObjectTree): Branch[] {
  const seen = new Set<string>();
  const branches: Branch[] = [];
  for (const item of stringItems(tree, "next_steps")) {
    if (seen.has(item.value)) {
      document.report("duplicate-branch", document.originOf(item), { name: item.value });
      continue;
    }
    seen.add(item.value);
    branches.push({ role: `branch-${branches.length}`, entry: { id: item.value, at: item } });
  }
  const list = tree.members.get("next_steps");
  if (list?.kind !== "array") return branches;
  if (list.items.length === 0) document.report("empty-member", document.originOf(list), { name: "next_steps" });
  else if (branches.length < 2) document.report("few-branches", document.originOf(list), {});
  return branches;
}

function readCases(tree: ObjectTree): Branch[] {
  const branches: Branch[] = [];
  for (const [value, target] of objectMember(tree, "cases")?.members ?? []) {
    if (target.kind !== "string") continue;
    const entry = { id: target.value, at: target };
    if (value === "default") branches.push({ role: "default", entry });
    else branches.push({ role: `case-${branches.length}`, entry, value });
  }
  return branches;
}

const noCommands: readonly ObjectTree[] = [];

function readCommands(tree: ObjectTree): readonly ObjectTree[] {
  const list = tree.members.get("commands");
  return list?.kind === "array" ? list.items.filter((item) => item.kind === "object") : noCommands;
}

function refMember(tree: ObjectTree, name: string): Ref | undefined {
  const at = stringMember(tree, name);
  return at === undefined ? undefined : { id: at.value, at };
}
