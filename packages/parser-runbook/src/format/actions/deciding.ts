/** Decisions of people and policies. */
import type { YamlNode } from "../../yaml/tree.js";
import { duration } from "../durations.js";
import type { Action, ApproveAction, PolicyAction } from "../model.js";
import { any, fields, integer, listOf, mapped, optional, type Reader, required, template, text } from "../reader.js";
import { evidence } from "./evidence.js";
import { action, shortOrLong } from "./shapes.js";

export const approve: Reader<Action> = action<ApproveAction>(
  "approve",
  shortOrLong(
    "message",
    template,
    fields({
      message: required(template, "What is to be approved, as the people who decide read it."),
      roles: optional(listOf(text, "A role", 1), "Any of these roles may decide."),
      grants: optional(listOf(text, "A grant", 1), "Grants that whoever decides must hold, all of them."),
      count: optional(integer(1, 100), "How many different people must approve. 1, unless said otherwise."),
      expires: optional(duration, "After how long it counts as rejected."),
      evidence: optional(evidence, "What has to be handed in with the approval."),
    }),
  ),
);

const policyFields = fields({
  name: required(text, "The policy."),
  about: optional(any, "What it is asked about."),
});
export const policy: Reader<Action> = action<PolicyAction>(
  "policy",
  mapped(shortOrLong("name", text, policyFields), (read: { readonly name: string; readonly about?: YamlNode }) => {
    const { name, about } = read;
    return { policy: name, ...(about === undefined ? {} : { about }) };
  }),
);
