import { type JsonObject, type Meta, type Retry, suggest } from "@rb/ir";
import type { Log } from "../log.js";
import { describe, toJson, type YamlMap, type YamlNode } from "../yaml/tree.js";
import { type ActionWord, actionWords, type GeneralField } from "./actions/index.js";
import { duration, literalDuration } from "./durations.js";
import { FlowReaders } from "./flow/region.js";
import { handlers } from "./handlers.js";
import { jsonSchema } from "./json-schema.js";
import type { Action, ActionKind, Assertion, NameRef, Step, Target } from "./model.js";
import { partOf, type WrittenPart } from "./parts.js";
import {
  any,
  boolean,
  condition,
  decimal,
  either,
  type Fields,
  fields,
  fieldsSchema,
  integer,
  later,
  listOf,
  loopVariable,
  mapOfNames,
  mapped,
  type NamedEntry,
  optional,
  type Read,
  type Reader,
  reader,
  readFields,
  required,
  scalar,
  stepId,
  template,
  text,
} from "./reader.js";
import { defined, oneFieldSchema, type Schema } from "./schema.js";

/** As `vars.report`, or `vars.report.disks.free`; a member with a dot in it stands in backticks. */
const target: Reader<Target> = mapped(text, (written, node, log, what) => {
  const [, variable, path] =
    /^vars\.([A-Za-z_][A-Za-z0-9_-]{0,127})((?:\.(?:`[^`]{1,128}`|[^.`]{1,128})){0,16})$/.exec(written) ?? [];
  if (variable === undefined || path === undefined) {
    log.say("bad-target", node, { what, found: written });
    return undefined;
  }
  const members = [...path.matchAll(/`([^`]+)`|[^.`]+/g)].map(([all, quoted]) => quoted ?? all);
  return { variable, members, node };
});

/** A list of steps that isn't empty. */
const stepList: Reader<readonly Step[]> = later(() => listOf(step, "A step", 1));

/** Such a list, or the name of a part. */
export const steps: Reader<readonly Step[]> = either(
  (node) => node.kind === "list" || node.kind === "map",
  stepList,
  partOf,
);

const partFields = fields({
  description: optional(text, "What it is for, for people."),
  sees: optional(
    listOf(loopVariable, "A name"),
    "The variables of loops, and what handlers are told, that are there wherever the part is done.",
  ),
  steps: required(stepList, "The steps."),
});

/** Parts by their names. */
export const parts: Reader<readonly NamedEntry<WrittenPart>[]> = mapOfNames(partFields, "a part");

/** Flows have steps in them, and are what steps do. */
export const flows: FlowReaders = new FlowReaders(
  later(() => step),
  (more) => withWord({ ...withoutOrder, ...more }),
);

const words = actionWords(steps, flows.shortRegion);
const kinds = Object.keys(words) as ActionKind[];

const stepRef: Reader<NameRef> = mapped(text, (named, node) => ({ name: named, node }));
/** One name, or a list of them; an empty list waits for nothing. */
const stepRefs: Reader<readonly NameRef[]> = either(
  (node) => node.kind === "list",
  listOf(stepRef, "The name of a step"),
  mapped(stepRef, (one) => [one]),
);

const retryFields = fields({
  attempts: required(integer(1, 1000), "How often it is tried, the first time included."),
  delay: optional(
    either((node) => node.kind === "list", listOf(literalDuration, "A wait", 1), literalDuration),
    "How long to wait before the second attempt, such as 5s; or the waits one by one, of which the last stays.",
  ),
  factor: optional(decimal(1, 100), "How many times as long each further wait is. 1, unless said otherwise."),
  maxDelay: optional(literalDuration, "The longest wait."),
  on: optional(listOf(text, "An error code", 1), "Only failures with these codes."),
});
const retry: Reader<Retry> = mapped(retryFields, ({ attempts, delay, factor, maxDelay, on }) => {
  return {
    attempts,
    ...(typeof delay === "object" ? { firstMs: delay[0] as number, waitsMs: delay } : { firstMs: delay ?? 0 }),
    ...(factor === undefined ? {} : { factor }),
    ...(maxDelay === undefined ? {} : { maxMs: maxDelay }),
    ...(on === undefined ? {} : { on }),
  };
});

const labelsSchema: Schema = (definitions) => ({
  type: "object",
  additionalProperties: scalar.schema(definitions),
});

/** Numbers and booleans as labels are taken as they are written. */
export const labels: Reader<{ readonly [key: string]: string }> = reader(labelsSchema, (node, log, what) => {
  if (node.kind !== "map") {
    log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
    return undefined;
  }
  const pairs = [...node.entries].flatMap(([key, { value }]): [string, string][] => {
    const read = scalar(value, log, `The label '${key}'`);
    return read === undefined ? [] : [[key, String(read.value)]];
  });
  return Object.fromEntries(pairs);
});

const data: Reader<JsonObject> = reader({ type: "object" }, (node, log, what) => {
  if (node.kind === "map") return toJson(node) as JsonObject;
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
});

export const meta: Reader<Meta> = fields({
  capability: optional(text, "What it needs to be able to do, for policy and for choosing who does it."),
  riskTags: optional(listOf(text, "A risk tag"), "What is risky about it, for policy."),
  requires: optional(listOf(text, "A requirement"), "What whoever does it has to have."),
  tenant: optional(text, "On whose behalf."),
  actor: optional(text, "Who asks for it."),
  pack: optional(text, "The pack that it belongs to."),
  idempotent: optional(boolean, "Whether doing it twice does no more than doing it once; it may then be sent again."),
  author: optional(data, "What else its author says; nothing is done with it."),
});

const longAssertion = fields({
  that: required(condition, "The condition; 'result' is what the step gave."),
  message: optional(template, "What is wrong when it doesn't hold."),
});
const assertion: Reader<Assertion> = either(
  (node) => node.kind === "map",
  longAssertion,
  mapped(condition, (that) => ({ that })),
);
/** One condition, or a list. */
const assertions: Reader<readonly Assertion[]> = either(
  (node) => node.kind === "list",
  listOf(assertion, "An assertion", 1),
  mapped(assertion, (one) => [one]),
);

const leadingFields = {
  id: required(stepId, "The step's name in expressions, and in 'needs' and 'after'."),
  name: optional(text, "A name for people."),
  description: optional(text, "More about it, for people."),
  when: optional(condition, "The condition under which it is done; else it is skipped, with what 'needs' it."),
  provided: optional(condition, "The same, but else it counts as done, and what 'needs' it goes on."),
  needs: optional(stepRefs, "The steps that must have run before; skipped when one of them was."),
  after: optional(stepRefs, "The steps that must be over before, whether they ran or not. [] starts at once."),
} as const satisfies Fields;
const followingFields = {
  limit: optional(integer(1), "How many branches of 'parallel' run at once."),
  enough: optional(condition, "Looked at whenever a branch of 'parallel' ends: when it holds, the others are ended."),
  outputs: optional(mapOfNames(any, "an output"), "What to keep of the result, as steps.<id>.output.<name>."),
  output: optional(any, "Instead of 'outputs': what to keep of the result as a whole, as steps.<id>.output."),
  into: optional(target, "A variable that gets the output as well: vars.report, or a member of it, vars.report.disks."),
  inputSchema: optional(
    jsonSchema,
    "What has to hold for what is asked for, or shown, as JSON Schema (draft 2020-12).",
  ),
  outputSchema: optional(jsonSchema, "What has to hold for the result, as JSON Schema (draft 2020-12)."),
  assert: optional(assertions, "What has to hold for the result; else the step has failed, with the code 'assertion'."),
  retry: optional(retry, "Tries again when it fails."),
  timeout: optional(duration, "How long one attempt may take, such as 30s or 1h30m."),
  continueOnError: optional(boolean, "Whether the runbook goes on when it fails."),
  on: optional(handlers(steps), "What is done when something happens while the step is under way."),
  undo: optional(steps, "What undoes the step once it has been done; see 'rollback'."),
  labels: optional(labels, "Texts by name, for policy and for people."),
  meta: optional(meta, "Facts for policy, and for whoever hands out the work."),
} as const satisfies Fields;
const generalFields: typeof leadingFields & typeof followingFields = { ...leadingFields, ...followingFields };
/** In the order in which they are best read. */
const stepFields: Fields = {
  ...leadingFields,
  ...Object.fromEntries(kinds.map((kind) => [kind, optional(words[kind].read, words[kind].about)])),
  ...followingFields,
};

/** Every word is a field; that there is exactly one of them stands beside. */
function withWord(table: Fields): Schema {
  return oneFieldSchema(fieldsSchema(table), kinds);
}
const { needs: _needs, after: _after, ...withoutOrder } = stepFields;

const step: Reader<Step> = reader(defined("step", withWord(stepFields)), readStep);

function readStep(node: YamlNode, log: Log, what: string): Step | undefined {
  if (node.kind !== "map") {
    log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
    return undefined;
  }
  const read = readFields(node, stepFields, log, what) as (Read<typeof generalFields> & ActionFields) | undefined;
  if (read === undefined) return undefined;
  const { labels: own, meta: facts, limit, enough, continueOnError, ...rest } = pickGeneral(read);
  const action = actionOf(node, read.id, read, log);
  if (limit !== undefined && !node.entries.has("parallel")) {
    const instead = node.entries.has("forEach") ? "Put it under 'forEach'." : undefined;
    log.say("field-not-here", placeOf(node, "limit"), { field: "limit", action: kindsIn(node)[0] ?? "…", instead });
  }
  if (enough !== undefined && !node.entries.has("parallel"))
    log.say("field-not-here", placeOf(node, "enough"), {
      field: "enough",
      action: kindsIn(node)[0] ?? "…",
      instead: undefined,
    });
  if (rest.output !== undefined && rest.outputs !== undefined)
    log.say("choose-one", placeOf(node, "output"), {
      what,
      fields: ["outputs", "output"],
      found: ["outputs", "output"],
    });
  const both = own === undefined ? facts : { ...facts, labels: own };
  return {
    node,
    idNode: node.entries.get("id")?.value as Step["idNode"],
    ...rest,
    continueOnError: continueOnError ?? false,
    ...(both === undefined ? {} : { meta: both }),
    ...(action === undefined
      ? {}
      : {
          action:
            action.kind === "parallel"
              ? { ...action, ...(limit === undefined ? {} : { limit }), ...(enough === undefined ? {} : { enough }) }
              : action,
        }),
  };
}

type ActionFields = { readonly [K in ActionKind]?: Action };

function pickGeneral(read: Read<typeof generalFields>): Read<typeof generalFields> {
  const kept: Record<string, unknown> = {};
  // No field is called __proto__.
  for (const [field, value] of Object.entries(read)) if (Object.hasOwn(generalFields, field)) kept[field] = value;
  return kept as Read<typeof generalFields>;
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
      log.say("no-action", node, { id, words: kinds });
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
  "switch.outputs": "Each case has 'outputs' of its own, which say what the switch gives then.",
  "while.retry": "Put it on the steps inside.",
  "while.outputs": "Keep what is needed later in a variable, with 'set'.",
};

/** The fields of a step that don't go with every word, each with the one that says where. */
const allowedWith: readonly (readonly [field: string, allowing: GeneralField])[] = [
  ["retry", "retry"],
  ["timeout", "timeout"],
  ["continueOnError", "continueOnError"],
  ["outputs", "outputs"],
  ["output", "outputs"],
  ["into", "outputs"],
  ["inputSchema", "inputSchema"],
  ["outputSchema", "outputSchema"],
  ["assert", "assert"],
  ["on", "on"],
  ["undo", "undo"],
];

/** Whether a field of a step goes with the word. */
export function goesWith(field: string, kind: ActionKind): boolean {
  const allowing = allowedWith.find(([one]) => one === field)?.[1];
  return allowing === undefined || words[kind].allows.includes(allowing);
}

function checkGeneralFields(node: YamlMap, kind: ActionKind, word: ActionWord, log: Log): void {
  for (const [field, allowing] of allowedWith) {
    if (!node.entries.has(field) || word.allows.includes(allowing)) continue;
    log.say("field-not-here", placeOf(node, field), { field, action: kind, instead: insteadOf[`${kind}.${field}`] });
  }
}

function placeOf(node: YamlMap, field: string): YamlNode {
  return node.entries.get(field)?.key ?? node;
}
