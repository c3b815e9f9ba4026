/** Which kind of object stands where in a playbook: told by the name of the member that holds it. */
import type { JsonTree, ObjectTree } from "../json-tree.js";
import { members } from "./validate-playbook.js";

/** Members that hold a dictionary or a list of objects of one kind. */
const kindsInside: ReadonlyMap<string, string> = new Map([
  ["workflow", "step"],
  ["commands", "command"],
  ["playbook_variables", "variable"],
  ["step_variables", "variable"],
  ["agent_definitions", "party"],
  ["target_definitions", "party"],
  ["authentication_info_definitions", "authentication"],
  ["data_marking_definitions", "marking"],
  ["extension_definitions", "extension-definition"],
  ["external_references", "external-reference"],
  ["signatures", "signature"],
]);

/** Members that hold one object. */
const kindsOfMembers: ReadonlyMap<string, string> = new Map([
  ["location", "location"],
  ["contact", "contact"],
  ["playbook_processing_summary", "processing-summary"],
  ["signature", "signature"],
]);

/** Maps, since a type is a document's word and may be that of a prototype's member. */
const namesOf: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  Object.entries(members).map(([kind, byType]) => [kind, new Map(Object.entries(byType))]),
);

/** The kind of an object; undefined for dictionaries and what a kind has within it, such as addresses. */
export function kindOfObject(tree: JsonTree): string | undefined {
  if (tree.parent === null) return "playbook";
  const inside = typeof tree.parent.key === "string" ? kindsInside.get(tree.parent.key) : undefined;
  return inside ?? (typeof tree.key === "string" ? kindsOfMembers.get(tree.key) : undefined);
}

/** How an object is called in messages: `The action step`. */
export function nameOfObject(tree: ObjectTree): string {
  const kind = kindOfObject(tree);
  if (kind === undefined) return `'${String(tree.key)}'`;
  if (kind === "party") return tree.parent?.key === "agent_definitions" ? "The agent" : "The target";
  const type = kind === "step" ? typeOf(tree) : "";
  return `The ${namesOf.get("step")?.has(type) ? `${type} ` : ""}${kind.replaceAll("-", " ")}`;
}

/** The members that such an object may have. */
export function membersOfObject(tree: ObjectTree): readonly string[] {
  const byType = namesOf.get(kindOfObject(tree) ?? "");
  return byType?.get("") ?? byType?.get(typeOf(tree)) ?? [];
}

function typeOf(tree: ObjectTree): string {
  const type = tree.members.get("type");
  return type?.kind === "string" ? type.value : "";
}
