import type { Json, JsonObject } from "@rb/ir";
import { type ObjectTree, toJson } from "./json-tree.js";

/** What the author wrote and the graph has no other place for. */
export function authorOf(tree: ObjectTree, lowered: ReadonlySet<string>): JsonObject | undefined {
  let rest: [string, Json][] | undefined;
  tree.members.forEach((value, name) => {
    if (lowered.has(name)) return;
    rest ??= [];
    rest.push([name, toJson(value)]);
  });
  return rest === undefined ? undefined : Object.fromEntries(rest);
}

/** Members of any step that the graph says by itself; the rest goes to `meta.author`. */
export const loweredStepMembers: ReadonlySet<string> = new Set([
  "type",
  "name",
  "description",
  "delay",
  "timeout",
  "step_variables",
  "on_completion",
  "on_success",
  "on_failure",
  "commands",
  "agent",
  "targets",
  "in_args",
  "out_args",
  "condition",
  "on_true",
  "on_false",
  "next_steps",
  "switch",
  "cases",
  "playbook_id",
  "playbook_version",
]);

/** Members of a command that its request says. */
export const loweredCommandMembers: ReadonlySet<string> = new Set([
  "type",
  "description",
  "version",
  "command",
  "command_b64",
  "headers",
  "content",
  "content_b64",
]);
