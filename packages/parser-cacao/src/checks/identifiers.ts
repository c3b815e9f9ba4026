/** Identifiers: whose they are, of which version, and whether two objects share one (CACAO 2.0, identifier). */
import { canonicalize, type Json } from "@rb/ir";
import type { Document } from "../document.js";
import { type JsonTree, type ObjectTree, toJson } from "../json-tree.js";
import type { Playbook } from "../playbook.js";
import { objectMember, stringMember } from "../read-members.js";
import { uuidV5 } from "../uuid-v5.js";

const form = /^([a-z][a-z0-9-]*)--([0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** Under which playbooks derive their ids from what they contain. */
const namespace = "aa7caf3a-d55a-4e9a-b34e-056215fba56a";

export function checkIdentity(document: Document, playbook: Playbook): void {
  const id = stringMember(playbook.tree, "id");
  if (id !== undefined) {
    checkType(document, id, id.value, "playbook");
    checkDerived(document, playbook.tree, id, id.value);
  }
  if (!playbook.isUpgraded) checkStepVersions(document, playbook);
  checkShared(document, playbook);
}

/** Reports an id that says another type than its object's. One of another form has been reported. */
export function checkType(document: Document, at: JsonTree, id: string, type: string): void {
  if (!form.test(id) || id.startsWith(`${type}--`)) return;
  document.report("id-type-mismatch", document.originOf(at), { name: id, type });
}

/** Steps must have random UUIDs; told once, since whoever names or numbers steps does so with all of them. */
function checkStepVersions(document: Document, { steps, tree }: Playbook): void {
  const named = [...(objectMember(tree, "workflow")?.members ?? [])].filter(([id]) => !form.test(id));
  if (named[0] !== undefined) {
    document.report("bad-identifier", document.originOf(named[0][1]), { name: named[0][0], count: named.length });
  }
  const other = [...steps.values()].filter(({ id }) => form.test(id) && form.exec(id)?.[3] !== "4");
  const [first] = other;
  if (first === undefined) return;
  document.report("uuid-version", document.originOf(first.tree), { name: first.id, count: other.length });
}

/** The UUID of a playbook may be made of its name and types, so that whoever makes it again gets the same. */
function checkDerived(document: Document, tree: ObjectTree, at: JsonTree, id: string): void {
  const [, , uuid, version] = form.exec(id) ?? [];
  const [name, types] = [tree.members.get("name"), tree.members.get("playbook_types")];
  if (version !== "5" || uuid === undefined || name === undefined) return;
  const contributing: { [member: string]: Json } = { name: toJson(name) };
  if (types !== undefined) contributing.playbook_types = toJson(types);
  const derived = uuidV5(namespace, canonicalize(contributing));
  if (uuid.toLowerCase() !== derived)
    document.report("id-not-derived", document.originOf(at), { derived: `playbook--${derived}` });
}

/** No two objects may have the same UUID, whatever their types. The same object defined as agent and as target is one. */
function checkShared(document: Document, playbook: Playbook): void {
  const { steps, agents, targets, authentication, markings, extensions } = playbook;
  const owners = new Map<string, { readonly id: string; readonly tree: ObjectTree }>();
  const trees: [string, ObjectTree][] = [...steps.values()].map((step) => [step.id, step.tree]);
  for (const definitions of [agents, targets, authentication, markings, extensions]) trees.push(...definitions);
  for (const [id, tree] of trees) {
    const uuid = form.exec(id)?.[2]?.toLowerCase();
    if (uuid === undefined) continue;
    const owner = owners.get(uuid);
    if (owner === undefined) owners.set(uuid, { id, tree });
    else if (owner.id !== id) {
      const related = { message: "The other one is here.", origin: document.originOf(owner.tree) };
      document.report("shared-uuid", document.originOf(tree), { name: id, other: owner.id }, [related]);
    }
  }
}
