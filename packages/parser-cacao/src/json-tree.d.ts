/** A JSON text as a tree that knows where each value stands. Members keep their order, also those named like numbers. */
import type { Json } from "@rb/ir";

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
export interface ObjectTree extends NodeBase {
  readonly kind: "object";
  /** A map, so that no name from a document can reach a prototype. */
  readonly members: ReadonlyMap<string, JsonTree>;
}
export interface ArrayTree extends NodeBase {
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
export declare function toJson(tree: JsonTree): Json;
/** RFC 6901. */
export declare function pointerOf(tree: JsonTree): string;
/** The place in the document of a place in a string's value, which escapes shift. */
export declare function offsetInString(text: string, tree: StringTree, valueOffset: number): number;
