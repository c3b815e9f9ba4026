import type { JsonObject, Meta } from "@rb/ir";
import { type ObjectTree } from "./json-tree.js";
/** What the author wrote and the graph has no other place for. */
export declare function authorMeta(
  tree: ObjectTree,
  lowered: ReadonlySet<string>,
): {
  readonly meta?: Meta;
};
export declare function authorOf(tree: ObjectTree, lowered: ReadonlySet<string>): JsonObject | undefined;
/** Members of any step that the graph says by itself; the rest goes to `meta.author`. */
export declare const loweredStepMembers: ReadonlySet<string>;
/** Members of a command that its request says. */
export declare const loweredCommandMembers: ReadonlySet<string>;
