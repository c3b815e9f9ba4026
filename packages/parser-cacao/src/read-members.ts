import { suggest } from "@rb/ir";
import type { Document } from "./document.js";
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";
import { type MemberTable, type MemberType, renamedMembers } from "./vocabulary.js";

const expectations: { readonly [T in MemberType]: string } = {
  string: "a string",
  boolean: "true or false",
  integer: "a whole number",
  object: "an object",
  array: "a list",
  strings: "a list of strings",
  objects: "an object whose members are objects",
  any: "a value",
};

/** Reports members that are missing, unknown or of a wrong type. What is reported here, the accessors below don't see. */
export function checkMembers(document: Document, tree: ObjectTree, table: MemberTable): void {
  for (const name of table.required) {
    if (tree.members.has(name)) continue;
    document.report("missing-member", document.originOf(tree), { what: table.what, name });
  }
  for (const [name, value] of tree.members) {
    const type = table.members.get(name);
    if (type === undefined) reportUnknown(document, value, name, table);
    else checkType(document, value, name, type);
  }
}

function reportUnknown(document: Document, value: JsonTree, name: string, table: MemberTable): void {
  const missing = [...table.members.keys()].filter((candidate) => !isSibling(value, candidate));
  const renamed = renamedMembers.get(name);
  const hint = renamed !== undefined && missing.includes(renamed) ? renamed : suggest(name, missing);
  const origin = document.originOf(value);
  if (hint === undefined) document.report("unknown-member", origin, { what: table.what, name });
  else document.report("misspelled-member", origin, { what: table.what, name, hint });
}

function isSibling(value: JsonTree, name: string): boolean {
  return value.parent?.kind === "object" && value.parent.members.has(name);
}

function checkType(document: Document, value: JsonTree, name: string, type: MemberType): void {
  if (type === "strings" && value.kind === "array") {
    for (const item of value.items) reportWrong(document, item, name, "string");
  } else if (type === "objects" && value.kind === "object") {
    for (const [key, member] of value.members) reportWrong(document, member, key, "object");
  } else reportWrong(document, value, name, type);
}

function reportWrong(document: Document, value: JsonTree, name: string, type: MemberType): void {
  if (fits(value, type)) return;
  document.report("wrong-type", document.originOf(value), {
    name,
    expected: expectations[type],
    found: kindOf(value),
  });
}

function fits(value: JsonTree, type: MemberType): boolean {
  if (type === "any") return true;
  if (type === "integer") return value.kind === "number" && Number.isInteger(value.value);
  return value.kind === type;
}

export function kindOf(value: JsonTree): string {
  if (value.kind === "array") return "a list";
  if (value.kind === "object") return "an object";
  if (value.kind === "null") return "null";
  return value.kind === "boolean" ? String(value.value) : `a ${value.kind}`;
}

export function stringMember(tree: ObjectTree, name: string): StringTree | undefined {
  const value = tree.members.get(name);
  return value?.kind === "string" ? value : undefined;
}

export function booleanMember(tree: ObjectTree, name: string): boolean | undefined {
  const value = tree.members.get(name);
  return value?.kind === "boolean" ? value.value : undefined;
}

export function objectMember(tree: ObjectTree, name: string): ObjectTree | undefined {
  const value = tree.members.get(name);
  return value?.kind === "object" ? value : undefined;
}

/** The items of a list that are strings. */
export function stringItems(tree: ObjectTree, name: string): readonly StringTree[] {
  const value = tree.members.get(name);
  return value?.kind === "array" ? value.items.filter((item) => item.kind === "string") : [];
}

/** The members of a dictionary that are objects. */
export function objectEntries(tree: ObjectTree, name: string): ReadonlyMap<string, ObjectTree> {
  const entries = new Map<string, ObjectTree>();
  for (const [key, value] of objectMember(tree, name)?.members ?? []) {
    if (value.kind === "object") entries.set(key, value);
  }
  return entries;
}
