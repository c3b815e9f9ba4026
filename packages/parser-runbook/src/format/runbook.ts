import type { Governance, Meta } from "@rb/ir";
import type { Log } from "../log.js";
import { hasExpression } from "../template.js";
import { describe, toJson, type YamlMap, type YamlNode } from "../yaml/tree.js";
import { blockFields } from "./actions/blocks.js";
import { approvalTerms } from "./actions/deciding.js";
import { boundFields, boundsOf } from "./bounds.js";
import { duration, type Span } from "./durations.js";
import { governance } from "./governance.js";
import { handlers } from "./handlers.js";
import { jsonSchema, ofType, plainPart } from "./json-schema.js";
import type { ApprovalTerms, Handler, Input, InputType, Messages, Runbook, Secret, Step } from "./model.js";
import { partsOf, reportTwice, type WrittenPart } from "./parts.js";
import {
  any,
  boolean,
  type Fields,
  fields,
  listOf,
  mapOfNames,
  mapped,
  type NamedEntry,
  name,
  oneOf,
  optional,
  type Reader,
  reader,
  required,
  text,
} from "./reader.js";
import { anySchema, withOneOf } from "./schema.js";
import { labels, meta, parts, steps } from "./steps.js";
import { violates } from "./types.js";

const metadata = fields({
  id: optional(text, "What others call it by, where that is no name."),
  name: required(name, "What other runbooks call this one by."),
  title: optional(text, "A title for people."),
  description: optional(text, "What the runbook is for, and when it is used."),
  version: optional(text, "Its version, such as 1.2.0, by which callers may ask for it."),
  labels: optional(labels, "Texts by name, for whoever sorts runbooks."),
});

const type: Reader<InputType> = oneOf("string", "number", "integer", "boolean", "array", "object");
const inputTable = fields({
  type: optional(type, "What kind of value it is; needed unless there is a schema."),
  description: optional(text, "What it means, for whoever gives it."),
  required: optional(boolean, "Whether it has to be given; true, unless there is a default."),
  unused: optional(boolean, "Whether it is all right that nothing reads it."),
  secret: optional(boolean, "Whether it is given as a reference, secret://…, which no expression can read."),
  default: optional(any, "What it is when it isn't given."),
  enum: optional(listOf(any, "A value", 1), "The values that it may have."),
  ...boundFields,
  schema: optional(jsonSchema, "What else has to hold for it, as JSON Schema (draft 2020-12)."),
});
const inputFields: typeof inputTable = Object.assign(
  mapped(inputTable, (read, node, log, what) => {
    if (read.type !== undefined || (node as YamlMap).entries.has("type") || (node as YamlMap).entries.has("schema"))
      return read;
    log.say("missing-field", node, { what, name: "type" });
    return undefined;
  }),
  { schema: withOneOf(inputTable.schema, ["type", "schema"]) },
);

/** An input, its type alone or with everything else that can be said about it. */
const input: Reader<Omit<Input, "name" | "key">> = reader(
  anySchema(type.schema, inputFields.schema),
  (node, log, what) => {
    if (node.kind === "scalar") {
      const read = type(node, log, what);
      return read && { type: read, required: true, secret: false };
    }
    const read = inputFields(node, log, what);
    if (read === undefined) return undefined;
    const { type: expected, required: mandatory, secret = false, default: preset, enum: allowed, description } = read;
    const values = allowed?.map(toJson);
    const bounds = boundsOf(read);
    if (preset !== undefined && (secret || expected !== undefined)) {
      const asked = { ...(read.schema && plainPart(read.schema)), ...(values && { enum: values }), ...bounds };
      checkDefault(preset, { type: expected ?? "string", ...asked }, secret, log, what);
    }
    if (preset !== undefined && mandatory === true) log.say("required-default", preset, { name: bare(what) });
    const schema = read.schema && (expected === undefined ? read.schema : ofType(read.schema, expected));
    return {
      ...(expected === undefined ? {} : { type: expected }),
      // Nobody should find out in the middle of an incident that a host was never named.
      required: mandatory ?? preset === undefined,
      secret,
      ...(read.unused === undefined ? {} : { mayBeUnused: read.unused }),
      ...(description === undefined ? {} : { description }),
      ...(preset === undefined ? {} : { default: toJson(preset) }),
      ...(values === undefined ? {} : { enum: values }),
      ...(bounds === undefined ? {} : { bounds }),
      ...(schema === undefined ? {} : { schema: { ...schema, ...(values && { enum: values }), ...bounds } }),
    };
  },
);

const secretFields = fields({
  description: optional(text, "What it is for, for whoever gives it."),
  scope: optional(text, "What it lets its holder do, such as registry.read."),
  required: optional(boolean, "Whether it has to be given; true, unless there is a default."),
  default: optional(text, "The reference that is used when none is given."),
});
const secret: Reader<Omit<Secret, "name">> = mapped(secretFields, (read, node, log, what) => {
  const { default: preset, required: mandatory } = read;
  if (preset !== undefined && !preset.startsWith("secret://")) log.say("secret-default", node, { name: bare(what) });
  if (preset !== undefined && mandatory === true) log.say("required-default", node, { name: bare(what) });
  return { ...read, required: mandatory ?? preset === undefined };
});

/** Texts as they are: what a run has found out is for its outputs. */
const plainText: Reader<string> = mapped(text, (said, node, log, what) => {
  if (!hasExpression(said)) return said;
  log.say("text-only", node, { what });
  return undefined;
});
const messages: Reader<Messages> = fields({
  success: optional(plainText, "When it went well."),
  failure: optional(plainText, "When it failed."),
});

function bare(what: string): string {
  return what.replaceAll("'", "");
}

/** Reports a default that is none of the values that its input takes. */
export function checkDefault(
  node: YamlNode,
  schema: Parameters<typeof violates>[0],
  secret: boolean,
  log: Log,
  what: string,
): void {
  const value = toJson(node);
  if (secret) {
    if (typeof value !== "string" || !value.startsWith("secret://"))
      log.say("secret-default", node, { name: bare(what) });
    return;
  }
  const wrong = violates(schema, value);
  if (wrong !== null) log.say("default-type", node, { name: bare(what), type: wrong, found: describe(node) });
}

/** What was read of a runbook with steps. */
export interface RunbookFields {
  readonly metadata: Pick<Runbook, "name" | "title" | "description" | "version" | "labels"> & { readonly id?: string };
  readonly inputs?: readonly NamedEntry<Omit<Input, "name" | "key">>[];
  readonly secrets?: readonly NamedEntry<Omit<Secret, "name">>[];
  readonly messages?: Messages;
  readonly meta?: Meta;
  readonly vars?: readonly NamedEntry<YamlNode>[];
  readonly approvals?: readonly NamedEntry<ApprovalTerms>[];
  readonly governance?: Governance;
  readonly results?: "scoped" | "everywhere";
  readonly mistakes?: "incident" | "failure";
  readonly parts?: readonly NamedEntry<WrittenPart>[];
  readonly steps: readonly Step[];
  readonly on?: readonly Handler[];
  readonly timeout?: Span;
  readonly atomic?: boolean;
  readonly finally?: readonly Step[];
  readonly outputs?: readonly NamedEntry<YamlNode>[];
}

const together = blockFields(steps);

/** The fields of a runbook with steps, in the order in which they are best read. */
export const runbookTable: Fields = {
  metadata: required(metadata, "What the runbook is called, and what it is for."),
  inputs: optional(mapOfNames(input, "an input"), "What has to be, or can be, given at the start."),
  secrets: optional(mapOfNames(secret, "a secret"), "What is given as a reference, secret://…, and never read."),
  vars: optional(mapOfNames(any, "a variable"), "Variables with the values that they start with; 'set' changes them."),
  approvals: optional(mapOfNames(approvalTerms, "an approval"), "Who approves, and how, for 'approve: { as: name }'."),
  governance: optional(governance, "What the steps may do, and what is kept of it."),
  results: optional(
    oneOf("scoped", "everywhere"),
    "Where steps.<id>.output is seen: where it is there for sure, or everywhere, and is nothing until then.",
  ),
  mistakes: optional(
    oneOf("incident", "failure"),
    "What an expression without a value, or an input against its schema, becomes: an incident for people, or the step's failure.",
  ),
  timeout: optional(duration, "How long all of it may take; then it has failed, with the code 'timeout'."),
  atomic: together.atomic,
  parts: optional(parts, "Lists of steps with names; wherever a list of steps stands, a name may."),
  steps: required(steps, "What is done. A step comes after the one before it, unless it says what it waits for."),
  on: optional(handlers(steps), "What is done when something happens while the runbook runs."),
  finally: together.finally,
  outputs: optional(mapOfNames(any, "an output"), "What the runbook gives at its end."),
  messages: optional(messages, "What people are told at the end."),
  meta: optional(meta, "Facts for policy, and for whoever looks after the runbook."),
};

/** The typed form of what was read. */
export function runbookOf(read: RunbookFields, node: YamlMap, log: Log): Runbook {
  const { id, ...about } = read.metadata;
  const named = partsOf(read.parts ?? [], partNames(node), log);
  if (read.finally !== undefined) reportTwice([read.steps, read.finally], node, log);
  return {
    node,
    ...about,
    ...(id === undefined ? {} : { name: id, title: about.title ?? about.name }),
    ...(read.meta === undefined ? {} : { meta: read.meta }),
    inputs: (read.inputs ?? []).map((entry) => ({ name: entry.name, key: entry.key, ...entry.value })),
    secrets: (read.secrets ?? []).map((entry) => ({ name: entry.name, ...entry.value })),
    ...(read.messages === undefined ? {} : { messages: read.messages }),
    vars: read.vars ?? [],
    approvals: read.approvals ?? [],
    ...(read.governance === undefined ? {} : { governance: read.governance }),
    ...(named.length === 0 ? {} : { parts: named }),
    ...(read.results === "everywhere" ? { sharesResults: true } : {}),
    ...(read.mistakes === "failure" ? { failsOnMistakes: true } : {}),
    steps: read.steps,
    on: read.on ?? [],
    ...(read.timeout === undefined ? {} : { timeout: read.timeout }),
    atomic: read.atomic ?? false,
    ...(read.finally === undefined ? {} : { finally: read.finally }),
    outputs: read.outputs ?? [],
  };
}

function partNames(runbook: YamlMap): readonly string[] {
  const parts = runbook.entries.get("parts")?.value;
  return parts?.kind === "map" ? [...parts.entries.keys()] : [];
}
