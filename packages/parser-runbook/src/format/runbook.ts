import type { Json } from "@rb/ir";
import type { Log } from "../log.js";
import { describe, toJson, type YamlNode } from "../yaml/tree.js";
import type { Input, InputType, Runbook } from "./model.js";
import {
  any,
  boolean,
  fields,
  listOf,
  mapOfNames,
  name,
  oneOf,
  optional,
  type Reader,
  required,
  text,
} from "./reader.js";
import { labels, steps } from "./steps.js";
import { violates } from "./types.js";

const metadata = fields({
  name: required(name),
  title: optional(text),
  description: optional(text),
  labels: optional(labels),
});

const type: Reader<InputType> = oneOf("string", "number", "integer", "boolean", "array", "object");
const inputFields = fields({
  type: required(type),
  description: optional(text),
  required: optional(boolean),
  secret: optional(boolean),
  default: optional(any),
  enum: optional(listOf(any, "A value", 1)),
});

/** An input, its type alone or with everything else that can be said about it. */
const input: Reader<Omit<Input, "name">> = (node, log, what) => {
  if (node.kind === "scalar") {
    const read = type(node, log, what);
    return read && { type: read, required: true, secret: false };
  }
  const read = inputFields(node, log, what);
  if (read === undefined) return undefined;
  const { type: expected, required: mandatory, secret = false, default: preset, enum: allowed, description } = read;
  const values = allowed?.map(toJson);
  if (preset !== undefined)
    checkDefault(preset, { type: expected, ...(values && { enum: values }) }, secret, log, what);
  if (preset !== undefined && mandatory === true) log.say("required-default", preset, { name: bare(what) });
  return {
    type: expected,
    // Nobody should find out in the middle of an incident that a host was never named.
    required: mandatory ?? preset === undefined,
    secret,
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { default: toJson(preset) }),
    ...(values === undefined ? {} : { enum: values }),
  };
};

function bare(what: string): string {
  return what.replaceAll("'", "");
}

function checkDefault(
  node: YamlNode,
  schema: { type: InputType; enum?: readonly Json[] },
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

const runbook = fields({
  apiVersion: required(oneOf("rb/v1")),
  kind: required(oneOf("Runbook")),
  metadata: required(metadata),
  inputs: optional(mapOfNames(input, "an input")),
  vars: optional(mapOfNames(any, "a variable")),
  steps: required(steps),
  outputs: optional(mapOfNames(any, "an output")),
});

/** The typed form of a document; undefined when it is so wrong that nothing more can be said about it. */
export function readRunbook(node: YamlNode, log: Log): Runbook | undefined {
  const read = runbook(node, log, "A runbook");
  if (read === undefined || node.kind !== "map") return undefined;
  return {
    node,
    ...read.metadata,
    inputs: (read.inputs ?? []).map((entry) => ({ name: entry.name, ...entry.value })),
    vars: read.vars ?? [],
    steps: read.steps,
    outputs: read.outputs ?? [],
  };
}
