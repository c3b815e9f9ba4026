/** Decisions of people and policies. */
import type { YamlNode } from "../../yaml/tree.js";
import { duration } from "../durations.js";
import type { Action, ApprovalTerms, ApproveAction, NameRef, PolicyAction } from "../model.js";
import {
  any,
  fields,
  integer,
  listOf,
  mapped,
  name,
  optional,
  type Read,
  type Reader,
  required,
  template,
  text,
} from "../reader.js";
import { evidence } from "./evidence.js";
import { action, shortOrLong } from "./shapes.js";

const terms = {
  message: optional(any, "What is to be approved, as the people who decide read it."),
  roles: optional(listOf(text, "A role", 1), "Any of these roles may decide."),
  grants: optional(listOf(text, "A grant", 1), "Grants that whoever decides must hold, all of them."),
  count: optional(integer(1, 100), "How many different people must approve. 1, unless said otherwise."),
  expires: optional(duration, "After how long it counts as rejected."),
  evidence: optional(evidence, "What has to be handed in with the approval."),
};

/** Terms that several approvals share, under a name. */
export const approvalTerms: Reader<ApprovalTerms> = fields(terms);

const named: Reader<NameRef> = mapped(name, (word, node) => ({ name: word, node }));
const longTerms = {
  as: optional(named, "The name of terms under 'approvals', which hold where nothing else is said here."),
  ...terms,
};
const longApproval = fields(longTerms);
const checkedApproval = mapped(longApproval, (read, node, log, what) => {
  if (read.message !== undefined || read.as !== undefined) return read;
  log.say("missing-field", node, { what, name: "message" });
  return undefined;
});

export const approve: Reader<Action> = action<ApproveAction>(
  "approve",
  shortOrLong<"message", YamlNode, Read<typeof longTerms>>("message", template, checkedApproval),
);

const policyFields = fields({
  name: required(text, "The policy."),
  about: optional(any, "What it is asked about."),
});
export const policy: Reader<Action> = action<PolicyAction>(
  "policy",
  mapped(shortOrLong("name", text, policyFields), (read: { readonly name: string; readonly about?: YamlNode }) => {
    const { name: asked, about } = read;
    return { policy: asked, ...(about === undefined ? {} : { about }) };
  }),
);
