/** Values at paths, which become members of objects. */
import type { Value } from "@rb/ir";
import { objectOf } from "../vendor/values.js";

export type Tree = Map<string, Tree | Value>;

/** Of two values at one path the later counts. */
export function plant(tree: Tree, [name, ...rest]: readonly string[], value: Value): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    tree.set(name, value);
    return;
  }
  const known = tree.get(name);
  const inner: Tree = known instanceof Map ? known : new Map();
  tree.set(name, inner);
  plant(inner, rest, value);
}

export function grown(branch: Tree | Value): Value {
  return branch instanceof Map ? objectOf(new Map([...branch].map(([name, one]) => [name, grown(one)]))) : branch;
}
