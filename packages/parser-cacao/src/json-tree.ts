/** A JSON text as a tree that knows where each value stands. Members keep their order, also those named like numbers. */
import type { Json } from "@rb/ir";
import type { Members } from "./members.js";

/** What a pointer begins with for everything inside; found when it is asked for, and kept, as nearly everything inside is asked about too. */
interface Container {
  pointer?: string | undefined;
}

interface NodeBase {
  /** Offset of the value's first code unit. */
  readonly start: number;
  /** Offset after its last one. */
  readonly end: number;
  readonly parent: ObjectTree | ArrayTree | null;
  /** The member's name or the item's index; null at the root. */
  readonly key: string | number | null;
  /** Offset of the member's name; the same as `start` for anything else. */
  readonly keyStart: number;
}
export interface ObjectTree extends NodeBase, Container {
  readonly kind: "object";
  /** By name; no name from a document can reach a prototype. */
  readonly members: Members;
}
export interface ArrayTree extends NodeBase, Container {
  readonly kind: "array";
  readonly items: readonly JsonTree[];
}
export interface StringTree extends NodeBase {
  readonly kind: "string";
  readonly value: string;
}
export interface NumberTree extends NodeBase {
  readonly kind: "number";
  readonly value: number;
}
export interface BooleanTree extends NodeBase {
  readonly kind: "boolean";
  readonly value: boolean;
}
export interface NullTree extends NodeBase {
  readonly kind: "null";
  readonly value: null;
}
export type JsonTree = ObjectTree | ArrayTree | StringTree | NumberTree | BooleanTree | NullTree;

/** The same as plain data. */
export function toJson(tree: JsonTree): Json {
  if (tree.kind === "array") return tree.items.map(toJson);
  // `fromEntries` defines own properties, so that a member named `__proto__` stays a member.
  if (tree.kind === "object") {
    const entries: [string, Json][] = [];
    tree.members.forEach((value, name) => void entries.push([name, toJson(value)]));
    return Object.fromEntries(entries);
  }
  return tree.value;
}

/** RFC 6901. */
export function pointerOf(tree: JsonTree): string {
  const { parent, key } = tree;
  if (parent === null || key === null) return "";
  parent.pointer ??= pointerOf(parent);
  return `${parent.pointer}/${escaped(key)}`;
}

function escaped(key: string | number): string | number {
  return typeof key === "string" && /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** The place in the document of a place in a string's value, which escapes shift. */
export function offsetInString(text: string, tree: StringTree, valueOffset: number): number {
  let at = tree.start + 1;
  for (let seen = 0; seen < valueOffset && at < tree.end - 1; seen++) {
    if (text[at] !== "\\") at += 1;
    else at += text[at + 1] === "u" ? 6 : 2;
  }
  return at;
}
