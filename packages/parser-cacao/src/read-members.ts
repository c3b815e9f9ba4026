/** How members of the tree are read: by their kind. What has another kind has been reported, and isn't seen here. */
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";

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

const noStrings: readonly StringTree[] = [];

/** The items of a list that are strings. */
export function stringItems(tree: ObjectTree, name: string): readonly StringTree[] {
  const value = tree.members.get(name);
  return value?.kind === "array" ? value.items.filter((item) => item.kind === "string") : noStrings;
}

const noObjects: ReadonlyMap<string, ObjectTree> = new Map();

/** The members of a dictionary that are objects. */
export function objectEntries(tree: ObjectTree, name: string): ReadonlyMap<string, ObjectTree> {
  const dictionary = objectMember(tree, name);
  if (dictionary === undefined) return noObjects;
  const entries = new Map<string, ObjectTree>();
  dictionary.members.forEach((value, key) => {
    if (value.kind === "object") entries.set(key, value);
  });
  return entries;
}
