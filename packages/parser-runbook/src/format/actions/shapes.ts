/** The shapes that words share: alone, or with all that can be said about them. */
import type { YamlNode } from "../../yaml/tree.js";
import type { Action } from "../model.js";
import { either, mapped, type Reader } from "../reader.js";

const isMap = (node: YamlNode): boolean => node.kind === "map";

/** The one thing that matters by itself, or a map that has it under `key`. */
export function shortOrLong<K extends string, T, L extends { readonly [P in K]?: T }>(
  key: K,
  short: Reader<T>,
  long: Reader<L>,
): Reader<L | { readonly [P in K]: T }> {
  const wrapped = mapped(short, (value) => ({ [key]: value }) as { readonly [P in K]: T });
  return either(isMap, long, wrapped);
}

/** The action that a word becomes, from what stands under it. */
export function action<A extends Action>(kind: A["kind"], read: Reader<Omit<A, "kind" | "node">>): Reader<Action> {
  return mapped(read, (value, node) => ({ kind, node, ...value }) as Action);
}
