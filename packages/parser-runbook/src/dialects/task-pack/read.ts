/** What a Task Pack looks like: strict, so that a misspelled field is never passed over. */
import type { JsonObject, Retry } from "@rb/ir";
import { jsonSchema, ofType, plainPart } from "../../format/json-schema.js";
import type { Input, InputType, Messages, Secret } from "../../format/model.js";
import {
  any,
  boolean,
  decimal,
  fields,
  integer,
  listOf,
  mapped,
  type NamedEntry,
  name,
  oneOf,
  optional,
  type Reader,
  required,
  scalar,
  template,
  text,
} from "../../format/reader.js";
import { checkDefault } from "../../format/runbook.js";
import type { Log } from "../../log.js";
import { hasExpression } from "../../template.js";
import { toJson, type YamlMap, type YamlNode, type YamlScalar } from "../../yaml/tree.js";
import type { PackApproval, PackOutput, TaskPack } from "./model.js";
import { packSteps } from "./read-steps.js";

const metadata = fields({
  name: required(text, "What the pack is called."),
  version: optional(text, "Its version, such as 1.2.0."),
  description: optional(text, "What it is for."),
  tags: optional(listOf(text, "A tag"), "Words for whoever looks for packs."),
  tenantVisibility: optional(text, "Who may see it, such as private."),
  maintainers: optional(
    listOf(fields({ name: required(text, "A name."), email: optional(text, "An address.") }), "A maintainer"),
    "Who looks after it.",
  ),
  license: optional(text, "Its licence, such as MIT."),
});

const type: Reader<InputType> = oneOf("string", "number", "integer", "boolean", "array", "object");
const input: Reader<Input> = mapped(
  fields({
    name: required(name, "By which it is given."),
    type: required(type, "What kind of value it is."),
    description: optional(text, "What it means, for whoever gives it."),
    required: optional(boolean, "Whether it has to be given; false, unless said otherwise."),
    default: optional(any, "What it is when it isn't given."),
    schema: optional(jsonSchema, "What else has to hold for it, as JSON Schema (draft 2020-12)."),
  }),
  (read, node, log) => {
    const rules = { type: read.type, ...(read.schema && plainPart(read.schema)) };
    if (read.default !== undefined) checkDefault(read.default, rules, false, log, `'${read.name}'`);
    return {
      name: read.name,
      key: nameNode(node),
      type: read.type,
      required: read.required === true && read.default === undefined,
      secret: false,
      ...(read.description === undefined ? {} : { description: read.description }),
      ...(read.default === undefined ? {} : { default: toJson(read.default) }),
      ...(read.schema === undefined ? {} : { schema: ofType(read.schema, read.type) }),
    };
  },
);

const secret: Reader<NamedEntry<Secret>> = mapped(
  fields({
    name: required(name, "By which it is given, as a reference, secret://…."),
    scope: optional(text, "What it lets its holder do, such as registry.read."),
    description: optional(text, "What it is for."),
    required: optional(boolean, "Whether it has to be given; true, unless said otherwise."),
  }),
  (read, node) => ({ name: read.name, key: nameNode(node), value: { ...read, required: read.required ?? true } }),
);

const approval: Reader<NamedEntry<PackApproval>> = mapped(
  fields({
    name: required(name, "By which a gate names it."),
    grants: optional(listOf(text, "A grant", 1), "Whoever approves holds one of these."),
    requiredCount: optional(integer(1, 100), "How many different people must approve; 1, unless said otherwise."),
    ttlHours: optional(decimal(0, 24 * 3650), "After how many hours it counts as rejected."),
    message: optional(template, "What is to be approved."),
  }),
  ({ name: called, grants, requiredCount, ttlHours, message }, node) => ({
    name: called,
    key: nameNode(node),
    value: {
      ...(grants === undefined ? {} : { roles: grants }),
      ...(requiredCount === undefined ? {} : { count: requiredCount }),
      ...(ttlHours === undefined ? {} : { expires: { ms: Math.round(ttlHours * 3_600_000) } }),
      ...(message === undefined ? {} : { message }),
    },
  }),
);

const holders = { file: "path", object: "value", url: "url" } as const;
const output: Reader<PackOutput> = mapped(
  fields({
    name: required(name, "What it is called."),
    type: required(oneOf("file", "object", "url"), "A file with a path, an object with a value, or an address."),
    path: optional(template, "The path of a file."),
    value: optional(any, "The value of an object."),
    url: optional(scalar, "The address."),
    description: optional(text, "What it is."),
  }),
  (read, node, log, what) => {
    const holder = holders[read.type];
    for (const other of Object.values(holders)) {
      const key = (node as YamlMap).entries.get(other)?.key;
      if (other !== holder && key !== undefined)
        log.say("field-not-here", key, { field: other, action: read.type, instead: `Write '${holder}'.` });
    }
    const value = read[holder];
    if (value === undefined) {
      if (!(node as YamlMap).entries.has(holder)) log.say("missing-field", node, { what, name: holder });
      return undefined;
    }
    return { name: read.name, key: nameNode(node), type: read.type, value };
  },
);

/** Texts as they are: what a run has found out is for its outputs. */
const plainText: Reader<string> = mapped(text, (said, node, log, what) => {
  if (!said.includes("{{")) return said;
  if (!hasExpression(said)) {
    log.say("template-as-written", node, { text: said });
    return said;
  }
  log.say("text-only", node, { what });
  return undefined;
});
const seconds = decimal(0, 365 * 86_400);
const failure = fields({
  message: optional(plainText, "What people are told when it failed."),
  retryPolicy: optional(
    fields({
      maxRetries: required(integer(0, 100), "How often a module is run again."),
      backoffSeconds: optional(seconds, "How long to wait before."),
    }),
    "What is tried again before a module has failed.",
  ),
  retries: optional(
    fields({
      maxAttempts: required(integer(1, 101), "How often a module is run in all."),
      backoffSeconds: optional(seconds, "How long to wait before the next time."),
    }),
    "The same, as attempts.",
  ),
});

const spec = fields({
  inputs: optional(listOf(input, "An input"), "What has to be, or can be, given at the start."),
  secrets: optional(listOf(secret, "A secret"), "What is given as a reference, and never read."),
  approvals: optional(listOf(approval, "An approval"), "Who approves, for the gates."),
  steps: required(packSteps, "What is done."),
  outputs: optional(listOf(output, "An output"), "What the pack gives at its end."),
  success: optional(fields({ message: optional(plainText, "What people are told.") }), "When it went well."),
  failure: optional(failure, "When something fails."),
});

/** The shape of a document, and its schema. */
export const taskPack: Reader<TaskPack> = mapped(
  fields({
    apiVersion: required(oneOf("stellaops.io/pack.v1"), "The version of the format."),
    kind: required(oneOf("TaskPack"), "What the document is."),
    metadata: required(metadata, "What the pack is, and who looks after it."),
    spec: required(spec, "What it takes, does and gives."),
  }),
  ({ metadata: { name: called, version, description, ...facts }, spec: said }, node, log) => {
    const { inputs = [], secrets = [], approvals = [], outputs = [], steps, success, failure: failed } = said;
    const named = { input: inputs, secret: secrets, approval: approvals, output: outputs };
    for (const [what, list] of Object.entries(named)) reportTwice(what, list, log);
    const messages = messagesOf(success?.message, failed?.message);
    const retry = failed && retryOf(failed);
    return {
      node: node as YamlMap,
      name: called,
      ...(version === undefined ? {} : { version }),
      ...(description === undefined ? {} : { description }),
      facts: facts as unknown as JsonObject,
      inputs,
      secrets: secrets.map(({ value }) => value),
      approvals,
      steps,
      outputs,
      ...(messages === undefined ? {} : { messages }),
      ...(retry === undefined ? {} : { retry }),
    };
  },
);

/** Where the name of an item of a list stands; its reader has seen that it is there. */
function nameNode(node: YamlNode): YamlScalar {
  return (node as YamlMap).entries.get("name")?.value as YamlScalar;
}

function reportTwice(
  what: string,
  list: readonly { readonly name: string; readonly key: YamlScalar }[],
  log: Log,
): void {
  const seen = new Set<string>();
  for (const { name: called, key } of list) {
    if (seen.has(called)) log.say("declared-twice", key, { what, name: called });
    seen.add(called);
  }
}

function messagesOf(success: string | undefined, failed: string | undefined): Messages | undefined {
  if (success === undefined && failed === undefined) return undefined;
  return { ...(success === undefined ? {} : { success }), ...(failed === undefined ? {} : { failure: failed }) };
}

interface Failure {
  readonly retryPolicy?: { readonly maxRetries: number; readonly backoffSeconds?: number };
  readonly retries?: { readonly maxAttempts: number; readonly backoffSeconds?: number };
}

function retryOf({ retryPolicy, retries }: Failure): Retry | undefined {
  const attempts = retryPolicy === undefined ? retries?.maxAttempts : retryPolicy.maxRetries + 1;
  if (attempts === undefined || attempts === 1) return undefined;
  const { backoffSeconds = 0 } = retryPolicy ?? retries ?? {};
  return { attempts, firstMs: Math.round(backoffSeconds * 1000) };
}
