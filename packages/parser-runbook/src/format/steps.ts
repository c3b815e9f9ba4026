import { type Meta, type Retry, suggest } from "@rb/ir";
import type { Log } from "../log.js";
import { describe, type YamlMap, type YamlNode } from "../yaml/tree.js";
import { type ActionWord, actionWords, type GeneralField } from "./actions.js";
import { duration, literalDuration } from "./durations.js";
import type { Action, ActionKind, Step, StepRef } from "./model.js";
import {
  any,
  boolean,
  decimal,
  type Fields,
  fields,
  integer,
  listOf,
  mapOfNames,
  name,
  optional,
  type Read,
  type Reader,
  readFields,
  required,
  scalar,
  text,
} from "./reader.js";

/** A list of steps that isn't empty. */
export const steps: Reader<readonly Step[]> = (node, log, what) => listOf(step, "A step", 1)(node, log, what);

const words = actionWords(steps);
const kinds = Object.keys(words) as ActionKind[];

const stepRef: Reader<StepRef> = (node, log, what) => {
  const read = text(node, log, what);
  return read === undefined ? undefined : { name: read, node };
};
/** One name, or a list of them; an empty list waits for nothing. */
const stepRefs: Reader<readonly StepRef[]> = (node, log, what) => {
  if (node.kind === "list") return listOf(stepRef, "The name of a step")(node, log, what);
  const one = stepRef(node, log, what);
  return one && [one];
};

const retryFields = fields({
  attempts: required(integer(1, 1000)),
  delay: optional(literalDuration),
  factor: optional(decimal(1, 100)),
  maxDelay: optional(literalDuration),
  on: optional(listOf(text, "An error code", 1)),
});
const retry: Reader<Retry> = (node, log, what) => {
  const read = retryFields(node, log, what);
  if (read === undefined) return undefined;
  const { attempts, delay, factor, maxDelay, on } = read;
  return {
    attempts,
    firstMs: delay ?? 0,
    ...(factor === undefined ? {} : { factor }),
    ...(maxDelay === undefined ? {} : { maxMs: maxDelay }),
    ...(on === undefined ? {} : { on }),
  };
};

/** Numbers and booleans as labels are taken as they are written. */
export const labels: Reader<{ readonly [key: string]: string }> = (node, log, what) => {
  if (node.kind !== "map") {
    log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
    return undefined;
  }
  const pairs = [...node.entries].flatMap(([key, { value }]): [string, string][] => {
    const read = scalar(value, log, `The label '${key}'`);
    return read === undefined ? [] : [[key, String(read.value)]];
  });
  return Object.fromEntries(pairs);
};

const meta: Reader<Meta> = fields({
  capability: optional(text),
  riskTags: optional(listOf(text, "A risk tag")),
  requires: optional(listOf(text, "A requirement")),
  tenant: optional(text),
  actor: optional(text),
  pack: optional(text),
  idempotent: optional(boolean),
});

const generalFields = {
  id: required(name),
  name: optional(text),
  description: optional(text),
  when: optional(scalar),
  needs: optional(stepRefs),
  after: optional(stepRefs),
  retry: optional(retry),
  timeout: optional(duration),
  continueOnError: optional(boolean),
  outputs: optional(mapOfNames(any, "an output")),
  labels: optional(labels),
  meta: optional(meta),
  limit: optional(integer(1)),
} as const satisfies Fields;
const stepFields: Fields = {
  ...generalFields,
  ...Object.fromEntries(kinds.map((kind) => [kind, optional(words[kind].read)])),
};

function step(node: YamlNode, log: Log, what: string): Step | undefined {
  if (node.kind !== "map") {
    log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
    return undefined;
  }
  const read = readFields(node, stepFields, log, what) as (Read<typeof generalFields> & ActionFields) | undefined;
  if (read === undefined) return undefined;
  const { labels: own, meta: facts, limit, continueOnError, ...rest } = pickGeneral(read);
  const action = actionOf(node, read.id, read, log);
  if (limit !== undefined && !node.entries.has("parallel")) {
    const instead = node.entries.has("forEach") ? "Put it under 'forEach'." : undefined;
    log.say("field-not-here", placeOf(node, "limit"), { field: "limit", action: kindsIn(node)[0] ?? "…", instead });
  }
  const both = own === undefined ? facts : { ...facts, labels: own };
  return {
    node,
    idNode: node.entries.get("id")?.value as Step["idNode"],
    ...rest,
    continueOnError: continueOnError ?? false,
    ...(both === undefined ? {} : { meta: both }),
    ...(action === undefined
      ? {}
      : { action: limit !== undefined && action.kind === "parallel" ? { ...action, limit } : action }),
  };
}

type ActionFields = { readonly [K in ActionKind]?: Action };

function pickGeneral(read: Read<typeof generalFields>): Read<typeof generalFields> {
  const kept = Object.entries(read).filter(([field]) => Object.hasOwn(generalFields, field));
  return Object.fromEntries(kept) as Read<typeof generalFields>;
}

function kindsIn(node: YamlMap): readonly ActionKind[] {
  return kinds.filter((kind) => node.entries.has(kind));
}

function actionOf(node: YamlMap, id: string, read: ActionFields, log: Log): Action | undefined {
  const written = kindsIn(node);
  const [kind, second] = written;
  if (kind === undefined) {
    const unknown = [...node.entries.keys()].find((key) => !Object.hasOwn(stepFields, key));
    // A misspelled action has been reported as an unknown field, with the hint.
    if (unknown === undefined || suggest(unknown, kinds) === undefined)
      log.say("no-action", node, { id, hint: undefined });
    return undefined;
  }
  if (second !== undefined) {
    log.say("several-actions", node.entries.get(second)?.key ?? node, { id, actions: written });
    return undefined;
  }
  checkGeneralFields(node, kind, words[kind], log);
  return read[kind];
}

const insteadOf: { readonly [field: string]: string } = {
  "approve.timeout": "Put 'expires' under 'approve'.",
  "switch.retry": "Put it on the steps inside.",
  "switch.outputs": "Keep what is needed later in a variable, with 'set'.",
  "while.retry": "Put it on the steps inside.",
  "while.outputs": "Keep what is needed later in a variable, with 'set'.",
};

function checkGeneralFields(node: YamlMap, kind: ActionKind, word: ActionWord, log: Log): void {
  const general: readonly GeneralField[] = ["retry", "timeout", "continueOnError", "outputs"];
  for (const field of general) {
    if (!node.entries.has(field) || word.allows.includes(field)) continue;
    log.say("field-not-here", placeOf(node, field), { field, action: kind, instead: insteadOf[`${kind}.${field}`] });
  }
}

function placeOf(node: YamlMap, field: string): YamlNode {
  return node.entries.get(field)?.key ?? node;
}
