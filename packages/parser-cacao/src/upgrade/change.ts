/** Trees that say something else than the text does, and still know where it stands there. */
import type { ArrayTree, BooleanTree, JsonTree, ObjectTree, StringTree } from "../json-tree.js";
import { objectMember } from "../read-members.js";

/** An object with other members in its place. */
export function changed(tree: ObjectTree, members: ReadonlyMap<string, JsonTree>): ObjectTree {
  return { ...tree, members };
}

/** What stands where `at` does, as an object of these members. */
export function objectOf(at: JsonTree, members: ReadonlyMap<string, JsonTree>): ObjectTree {
  return { ...placeOf(at), kind: "object", members };
}

/** As `objectOf`, a list. */
export function arrayOf(at: JsonTree, items: readonly JsonTree[]): ArrayTree {
  return { ...placeOf(at), kind: "array", items };
}

/** As `objectOf`, a string. */
export function stringOf(at: JsonTree, value: string): StringTree {
  return { ...placeOf(at), kind: "string", value };
}

/** As `objectOf`, true. */
export function trueOf(at: JsonTree): BooleanTree {
  return { ...placeOf(at), kind: "boolean", value: true };
}

function placeOf({
  start,
  end,
  parent,
  key,
  keyStart,
}: JsonTree): Pick<JsonTree, "start" | "end" | "parent" | "key" | "keyStart"> {
  return { start, end, parent, key, keyStart };
}

/** The members of a dictionary, to be added to. */
export function definitionsOf(tree: ObjectTree, name: string): Map<string, JsonTree> {
  return new Map(objectMember(tree, name)?.members ?? []);
}
