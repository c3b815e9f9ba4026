/**
 * CACAO 1.0 and 1.1, and playbooks of 2.0 that still have steps of 1.x, as 2.0: the tree with its members called and shaped anew, each value
 * still knowing where it stands in the text. What has been changed is said once, for people to check.
 *
 * | 1.x | 2.0 |
 * |---|---|
 * | `playbook-template` | `playbook` |
 * | `single`, `playbook` | `action`, `playbook-action` |
 * | `command`: one object | `commands`: a list |
 * | `targets` of the playbook; `target`, `target_ids` of a step | `target_definitions`; the first person or group is the `agent`, others are `targets` |
 * | targets of a step that calls a playbook | left out: the other playbook has its own |
 * | `http_url`, one address of each kind, credentials of a target | `address`; `authentication_info_definitions` |
 * | branches as lists of ids | the first of them; each leads to the next |
 * | `on_false` of a loop | `on_completion` |
 * | `$$name$$`, `$$name$$.value` | `__name__`, `__name__:value` |
 * | `features`: a list, or an object | `playbook_processing_summary`: an object |
 * | `tlp_level` of the Traffic Light Protocol 1 | `tlpv2_level`; white is clear |
 */
import type { JsonTree, ObjectTree } from "../json-tree.js";
import { objectMember, stringMember } from "../read-members.js";
import { changed, objectOf, stringOf, trueOf } from "./change.js";
import { upgradeMarkings } from "./upgrade-markings.js";
import { upgradeSteps } from "./upgrade-steps.js";
import { upgradeTargets } from "./upgrade-targets.js";
import { upgradeVariables } from "./upgrade-variables.js";

export interface Upgraded {
  readonly tree: ObjectTree;
  /** What was changed, for people; empty when nothing was. */
  readonly changes: readonly string[];
}

/** Whether a version is one of 1.x, in any way that it is written. */
export function isOldVersion(version: string): boolean {
  return /^(?:cacao-)?1(?:\.[0-9]{1,9})?$/.test(version);
}

/** The playbook as 2.0 has it; the same tree where nothing is of 1.x. */
export function upgradePlaybook(tree: ObjectTree): Upgraded {
  const version = stringMember(tree, "spec_version");
  const isOld = version !== undefined && isOldVersion(version.value);
  const steps = objectMember(tree, "workflow")?.members.values() ?? [];
  if (!isOld && ![...steps].some(isOldStep)) return { tree, changes: [] };
  const changes = new Set<string>();
  const members = new Map<string, JsonTree>(upgradeVariables(tree, changes).members);
  if (isOld) members.set("spec_version", stringOf(version, "cacao-2.0"));
  upgradeType(members, changes);
  rename(members, "features", "playbook_processing_summary", changes);
  rename(members, "targets", "target_definitions", changes);
  upgradeMarkings(members, changes);
  const parties = upgradeTargets(changed(tree, members), changes);
  return { tree: upgradeSteps(parties, changes), changes: [...changes] };
}

function isOldStep(step: JsonTree): boolean {
  if (step.kind !== "object") return false;
  const type = stringMember(step, "type")?.value;
  return type === "single" || type === "playbook" || step.members.has("target_ids");
}

/** A template is read as the playbook that somebody would make of it. */
function upgradeType(members: Map<string, JsonTree>, changes: Set<string>): void {
  const type = members.get("type");
  if (type?.kind !== "string" || type.value === "playbook") return;
  members.set("type", stringOf(type, "playbook"));
  changes.add("a template as a playbook");
}

function rename(members: Map<string, JsonTree>, from: string, to: string, changes: Set<string>): void {
  const value = members.get(from);
  if (value === undefined || members.has(to)) return;
  members.delete(from);
  members.set(to, asObject(value));
  changes.add(`'${from}' as '${to}'`);
}

/** A list of names says that each is there. */
function asObject(value: JsonTree): JsonTree {
  if (value.kind === "object") return objectOf(value, value.members);
  if (value.kind !== "array") return value;
  const named = value.items.flatMap((item) => (item.kind === "string" ? [[item.value, trueOf(item)] as const] : []));
  return objectOf(value, new Map(named));
}
