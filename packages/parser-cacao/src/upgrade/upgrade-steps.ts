import type { JsonTree, ObjectTree, StringTree } from "../json-tree.js";
import { objectEntries, objectMember, stringItems, stringMember } from "../read-members.js";
import { arrayOf, changed, definitionsOf, objectOf, stringOf } from "./change.js";
import { upgradeTarget } from "./upgrade-targets.js";

const renamedSteps: ReadonlyMap<string, string> = new Map([
  ["single", "action"],
  ["playbook", "playbook-action"],
]);
const renamedCommands: ReadonlyMap<string, string> = new Map([["attack-cmd", "caldera-cmd"]]);
/** Targets that do what they are told; in 2.0 those are agents. */
const people: ReadonlySet<string> = new Set(["individual", "group", "organization"]);

/** Steps of 1.x as steps of 2.0, with the definitions that they then need. */
export function upgradeSteps(tree: ObjectTree, changes: Set<string>): ObjectTree {
  const workflow = objectMember(tree, "workflow");
  if (workflow === undefined) return tree;
  const upgrade = new StepUpgrade(tree, workflow, changes);
  for (const [id, step] of objectEntries(tree, "workflow")) upgrade.step(id, step);
  return upgrade.result();
}

class StepUpgrade {
  private readonly tree: ObjectTree;
  private readonly workflow: ObjectTree;
  private readonly changes: Set<string>;
  private readonly steps: Map<string, JsonTree>;
  private readonly targets: Map<string, JsonTree>;
  private readonly agents: Map<string, JsonTree>;
  private readonly authentication: Map<string, JsonTree>;
  /** Of steps in a list of one branch: which follows them. */
  private readonly chained = new Map<string, StringTree>();

  constructor(tree: ObjectTree, workflow: ObjectTree, changes: Set<string>) {
    this.tree = tree;
    this.workflow = workflow;
    this.changes = changes;
    this.steps = new Map(workflow.members);
    this.targets = definitionsOf(tree, "target_definitions");
    this.agents = definitionsOf(tree, "agent_definitions");
    this.authentication = definitionsOf(tree, "authentication_info_definitions");
  }

  step(id: string, step: ObjectTree): void {
    const members = new Map(step.members);
    this.upgradeType(members);
    this.upgradeCommands(step, members);
    this.upgradeParties(id, step, members);
    this.upgradeBranches(members);
    this.steps.set(id, changed(step, members));
  }

  result(): ObjectTree {
    for (const [id, next] of this.chained) this.leadOn(id, next);
    const members = new Map(this.tree.members);
    members.set("workflow", changed(this.workflow, this.steps));
    this.define(members, "target_definitions", this.targets);
    this.define(members, "agent_definitions", this.agents);
    this.define(members, "authentication_info_definitions", this.authentication);
    return changed(this.tree, members);
  }

  private define(members: Map<string, JsonTree>, name: string, definitions: Map<string, JsonTree>): void {
    if (definitions.size > 0) members.set(name, objectOf(this.tree.members.get(name) ?? this.tree, definitions));
  }

  private upgradeType(members: Map<string, JsonTree>): void {
    const type = members.get("type");
    const renamed = type?.kind === "string" ? renamedSteps.get(type.value) : undefined;
    if (type?.kind !== "string" || renamed === undefined) return;
    members.set("type", stringOf(type, renamed));
    this.changes.add(`steps of type '${type.value}' as '${renamed}'`);
  }

  private upgradeCommands(step: ObjectTree, members: Map<string, JsonTree>): void {
    const single = members.get("command");
    if (single?.kind === "object" && !members.has("commands")) {
      members.delete("command");
      members.set("commands", arrayOf(single, [single]));
      this.changes.add("'command' as 'commands'");
    }
    const commands = members.get("commands");
    if (commands?.kind !== "array") return;
    members.set(
      "commands",
      arrayOf(
        step.members.get("commands") ?? commands,
        commands.items.map((item) => this.command(item)),
      ),
    );
  }

  private command(item: JsonTree): JsonTree {
    const type = item.kind === "object" ? stringMember(item, "type") : undefined;
    const renamed = type === undefined ? undefined : renamedCommands.get(type.value);
    if (item.kind !== "object" || type === undefined || renamed === undefined) return item;
    this.changes.add(`commands of type '${type.value}' as '${renamed}'`);
    return changed(item, new Map(item.members).set("type", stringOf(type, renamed)));
  }

  /** In 1.x everybody who takes part in a step is a target of it; the first person among them is who does it. */
  private upgradeParties(id: string, step: ObjectTree, members: Map<string, JsonTree>): void {
    const named = [...stringItems(step, "target_ids")];
    const inline = members.get("target");
    if (inline?.kind === "object") {
      const target = `${id}/target`;
      this.targets.set(target, upgradeTarget(target, inline, this.authentication, this.changes));
      named.push(stringOf(inline, target));
    } else if (inline?.kind === "string") named.push(inline);
    if (!members.has("target_ids") && inline === undefined) return;
    members.delete("target_ids");
    members.delete("target");
    const type = members.get("type");
    if (type?.kind === "string" && type.value === "playbook-action") {
      this.changes.add("called playbooks without targets of the step");
      return;
    }
    this.changes.add("'target' and 'target_ids' as 'agent' and 'targets'");
    const doer = members.has("agent") ? undefined : named.find((target) => this.isPerson(target.value));
    const others = named.filter((target) => target !== doer);
    if (doer !== undefined) {
      members.set("agent", doer);
      this.agents.set(doer.value, this.targets.get(doer.value) as JsonTree);
    }
    if (others.length > 0) members.set("targets", arrayOf(step.members.get("target_ids") ?? step, others));
  }

  private isPerson(id: string): boolean {
    const definition = this.targets.get(id);
    return definition?.kind === "object" && people.has(stringMember(definition, "type")?.value ?? "");
  }

  private upgradeBranches(members: Map<string, JsonTree>): void {
    for (const name of ["on_true", "on_false"]) this.toFirst(members, name);
    const cases = members.get("cases");
    if (cases?.kind === "object") {
      const entries = new Map(cases.members);
      for (const value of cases.members.keys()) this.toFirst(entries, value);
      members.set("cases", changed(cases, entries));
    }
    const [type, otherwise] = [members.get("type"), members.get("on_false")];
    if (type?.kind !== "string" || type.value !== "while-condition" || otherwise === undefined) return;
    members.delete("on_false");
    if (!members.has("on_completion") && !members.has("on_success")) members.set("on_completion", otherwise);
    this.changes.add("'on_false' of loops as 'on_completion'");
  }

  /** A branch of 1.x is a list of steps, done one after the other. */
  private toFirst(members: Map<string, JsonTree>, name: string): void {
    const list = members.get(name);
    if (list?.kind !== "array") return;
    const ids = list.items.filter((item) => item.kind === "string");
    for (const [index, id] of ids.entries()) {
      const next = ids[index + 1];
      if (next !== undefined) this.chained.set(id.value, next);
    }
    if (ids[0] === undefined) members.delete(name);
    else members.set(name, stringOf(list, ids[0].value));
    this.changes.add("branches by their first steps");
  }

  /** One that says itself what follows it is believed. */
  private leadOn(id: string, next: StringTree): void {
    const step = this.steps.get(id);
    if (step?.kind !== "object" || step.members.has("on_completion") || step.members.has("on_success")) return;
    const name = step.members.has("on_failure") ? "on_success" : "on_completion";
    this.steps.set(id, changed(step, new Map(step.members).set(name, next)));
  }
}
