/** Identifiers: whose they are, of which version, and whether two objects share one (CACAO 2.0, identifier). */
import { canonicalize, type Json, uuidV5 } from "@rb/ir";
import type { Document } from "../document.js";
import { type JsonTree, type ObjectTree, toJson } from "../json-tree.js";
import type { Playbook } from "../playbook.js";
import { objectMember, stringMember } from "../read-members.js";

const form = /^[A-Za-z][A-Za-z0-9-]*--[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/;
const uuidLength = 36;

/** In lower case; undefined of an id that has another form. */
function uuidOf(id: string): string | undefined {
  return form.test(id) ? id.slice(-uuidLength).toLowerCase() : undefined;
}

/** The digit that says how a UUID was made. */
function versionOf(uuid: string): string {
  return uuid.charAt(14);
}

/** Under which playbooks derive their ids from what they contain. */
const namespace = "aa7caf3a-d55a-4e9a-b34e-056215fba56a";

export function checkIdentity(document: Document, playbook: Playbook): void {
  const id = stringMember(playbook.tree, "id");
  if (id !== undefined) {
    checkType(document, id, id.value, "playbook");
    checkDerived(document, playbook.tree, id, id.value);
  }
  checkOwners(document, playbook);
}

/** Reports an id that says another type than its object's. One of another form has been reported. */
export function checkType(document: Document, at: JsonTree, id: string, type: string): void {
  if (id.startsWith(`${type}--`) || !form.test(id)) return;
  document.report("id-type-mismatch", document.originOf(at), { name: id, type });
}

/** The UUID of a playbook may be made of its name and types, so that whoever makes it again gets the same. */
function checkDerived(document: Document, tree: ObjectTree, at: JsonTree, id: string): void {
  const uuid = uuidOf(id);
  const [name, types] = [tree.members.get("name"), tree.members.get("playbook_types")];
  if (uuid === undefined || versionOf(uuid) !== "5" || name === undefined) return;
  const contributing: { [member: string]: Json } = { name: toJson(name) };
  if (types !== undefined) contributing.playbook_types = toJson(types);
  const derived = uuidV5(namespace, canonicalize(contributing));
  if (uuid !== derived) document.report("id-not-derived", document.originOf(at), { derived: `playbook--${derived}` });
}

/** The ids of everything that a playbook defines. */
function checkOwners(document: Document, playbook: Playbook): void {
  const { agents, targets, authentication, markings, extensions } = playbook;
  const owners: Owners = new Map();
  const named: Place[] = [];
  const numbered: Place[] = [];
  objectMember(playbook.tree, "workflow")?.members.forEach((tree, id) => {
    const step = { id, tree };
    const uuid = uuidOf(id);
    if (uuid === undefined) named.push(step);
    else if (versionOf(uuid) !== "4") numbered.push(step);
    checkShared(document, owners, step, uuid);
  });
  for (const definitions of [agents, targets, authentication, markings, extensions]) {
    for (const [id, tree] of definitions) checkShared(document, owners, { id, tree }, uuidOf(id));
  }
  if (!playbook.isUpgraded) {
    reportAll(document, "bad-identifier", named);
    reportAll(document, "uuid-version", numbered);
  }
}

interface Place {
  readonly id: string;
  readonly tree: JsonTree;
}
type Owners = Map<string, Place>;

/** Steps must have random UUIDs. Told once, since whoever names or numbers steps does so with all of them. */
function reportAll(document: Document, code: "bad-identifier" | "uuid-version", places: readonly Place[]): void {
  const [first] = places;
  if (first !== undefined)
    document.report(code, document.originOf(first.tree), { name: first.id, count: places.length });
}

/** No two objects may have the same UUID, whatever their types. The same object defined as agent and as target is one. */
function checkShared(document: Document, owners: Owners, place: Place, uuid: string | undefined): void {
  if (uuid === undefined) return;
  const owner = owners.get(uuid);
  if (owner === undefined) owners.set(uuid, place);
  else if (owner.id !== place.id) {
    const related = { message: "The other one is here.", origin: document.originOf(owner.tree) };
    document.report("shared-uuid", document.originOf(place.tree), { name: place.id, other: owner.id }, [related]);
  }
}
