import type { JsonTree, ObjectTree } from "../json-tree.js";
import { arrayOf, changed, stringOf } from "./change.js";

/** A name between dollar signs, with or without what asks for its value. */
const oldName = /\$\$([A-Za-z][A-Za-z0-9_.-]{0,240}?)\$\$((?:\.|:)value)?/g;

/** Members that list names, where no value is asked for. */
const nameLists = new Set(["in_args", "out_args"]);

/** `$$name$$` becomes `__name__` where it is declared or listed, and `__name__:value` where it is used. */
export function upgradeVariables(tree: ObjectTree, changes: Set<string>): ObjectTree {
  const upgraded = inside(tree, false, changes);
  return upgraded.kind === "object" ? upgraded : tree;
}

function inside(tree: JsonTree, isName: boolean, changes: Set<string>): JsonTree {
  if (tree.kind === "string") return inText(tree, isName, changes);
  if (tree.kind === "array") {
    const names = nameLists.has(String(tree.key));
    const items = tree.items.map((item) => inside(item, names, changes));
    return items.every((item, index) => item === tree.items[index]) ? tree : arrayOf(tree, items);
  }
  if (tree.kind !== "object") return tree;
  const members = new Map<string, JsonTree>();
  let same = true;
  for (const [name, value] of tree.members) {
    const key = replaced(name, true);
    const member = inside(value, false, changes);
    same &&= key === name && member === value;
    members.set(key, member);
  }
  if (same) return tree;
  return changed(tree, members);
}

function inText(tree: JsonTree & { readonly kind: "string" }, isName: boolean, changes: Set<string>): JsonTree {
  const value = replaced(tree.value, isName);
  if (value === tree.value) return tree;
  changes.add("'$$name$$' as '__name__'");
  return stringOf(tree, value);
}

function replaced(text: string, isName: boolean): string {
  if (!text.includes("$$")) return text;
  return text.replace(oldName, (_, name: string) => `__${name}__${isName ? "" : ":value"}`);
}
