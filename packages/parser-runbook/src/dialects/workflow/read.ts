/** What a workflow looks like: strict, so that a misspelled field is never passed over. */
import type { Json, JsonObject, Meta, Retry } from "@rb/ir";
import { moment } from "../../format/durations.js";
import { jsonSchema } from "../../format/json-schema.js";
import type { NameRef } from "../../format/model.js";
import {
  any,
  decimal,
  either,
  fields,
  integer,
  listOf,
  mapped,
  oneOf,
  optional,
  type Reader,
  reader,
  required,
  scalar,
  text,
} from "../../format/reader.js";
import { defined } from "../../format/schema.js";
import { labels } from "../../format/steps.js";
import type { Log } from "../../log.js";
import { describe, toJson, type YamlMap, type YamlNode, type YamlScalar } from "../../yaml/tree.js";
import { isAnswered, isAsked, type StepType, stepTypes, type Workflow, type WorkflowStep } from "./model.js";
import { hasTemplate } from "./templates.js";

const longestSeconds = 1_000_000_000;
const seconds: Reader<number> = mapped(decimal(0, longestSeconds), (count) => Math.round(count * 1000));

const map: Reader<YamlMap> = reader({ type: "object" }, (node, log, what) => {
  if (node.kind === "map") return node;
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
});
const stepRef: Reader<NameRef> = mapped(text, (name, node) => ({ name, node }));
const positive: Reader<YamlScalar> = mapped(integer(1), (_, node) => node as YamlScalar);
const anyText: Reader<string> = mapped(scalar, (node) => String(node.value));

/** Members of the run's context; that they are in it may be said or not. */
const contextPath: Reader<readonly string[]> = mapped(text, (path, node, log, what) => {
  const members = path.split(".");
  const inside = members[0] === "ctx" ? members.slice(1) : members;
  if (inside.length > 0 && inside.length <= 16 && inside.every((one) => /^[A-Za-z0-9_-]{1,128}$/.test(one)))
    return inside;
  log.say("bad-name", node, { what, name: path });
  return undefined;
});

const momentOrTemplate: Reader<YamlScalar> = either(hasTemplate, scalar, moment);

const retry: Reader<Retry> = mapped(
  fields({
    max_retries: optional(integer(0, 999), "How often it is tried again."),
    initial_backoff_sec: optional(
      seconds,
      "How long to wait before the second attempt; a second, unless said otherwise.",
    ),
    max_backoff_sec: optional(seconds, "The longest wait."),
    multiplier: optional(
      decimal(0, 100),
      "How many times as long each further wait is; twice, unless it is more than 1.",
    ),
  }),
  ({ max_retries: retries = 0, initial_backoff_sec: firstMs, max_backoff_sec: maxMs, multiplier }) => ({
    attempts: retries + 1,
    firstMs: firstMs === undefined || firstMs === 0 ? 1000 : firstMs,
    factor: multiplier !== undefined && multiplier > 1 ? multiplier : 2,
    ...(maxMs === undefined || maxMs === 0 ? {} : { maxMs }),
  }),
);

const meta = fields({
  actor_id: optional(text, "Who asks for it."),
  actor_type: optional(oneOf("human", "service"), "What kind of actor that is."),
  tenant_id: optional(text, "On whose behalf."),
  idempotency_key: optional(anyText, "By which a second request is known to be the same."),
  pack_id: optional(text, "The pack that it belongs to."),
  capability: optional(text, "What it does, for policy."),
  risk_tags: optional(listOf(text, "A risk tag"), "What is risky about it, for policy."),
  requires: optional(listOf(text, "A requirement"), "What whoever does it has to have."),
  labels: optional(labels, "Texts by name."),
});

const stepFields = fields({
  id: optional(text, "Its id, once more."),
  name: optional(text, "A name for people."),
  description: optional(text, "More about it, for people."),
  type: optional(oneOf<StepType>(...stepTypes), "What it does; a worker's job, unless said otherwise."),
  worker_id: optional(scalar, "Which worker should do it."),
  topic: optional(scalar, "What kind of job it is, by which a worker is found."),
  depends_on: optional(
    listOf(stepRef, "The id of a step"),
    "Steps that have to have succeeded; without any it starts at once.",
  ),
  condition: optional(scalar, "Under which it is done; of a condition or a switch, what is evaluated."),
  for_each: optional(scalar, "An expression that gives a list; the step is done for each item."),
  max_parallel: optional(positive, "How many items, or steps of a parallel, at once."),
  input: optional(map, "What it is given; without it, the whole input of the run."),
  input_schema: optional(jsonSchema, "A JSON Schema of what it is given."),
  input_schema_id: optional(text, "The name of such a schema."),
  output_path: optional(contextPath, "Where in the context its output is kept as well, such as ctx.report."),
  output_schema: optional(jsonSchema, "A JSON Schema of its output."),
  output_schema_id: optional(text, "The name of such a schema."),
  result_data_path: optional(text, "Where the data is in a result."),
  meta: optional(meta, "Facts for policy, and for whoever hands out the work."),
  on_error: optional(stepRef, "The step that is done when it fails; the workflow then goes on."),
  retry: optional(retry, "Tries again when it fails."),
  timeout_sec: optional(seconds, "How long an attempt may take."),
  delay_sec: optional(seconds, "How long a delay takes."),
  delay_until: optional(momentOrTemplate, "When a delay is over."),
  route_labels: optional(any, "Labels that a worker should have."),
  policy_gate: optional(oneOf("allow", "deny", "require_approval"), "What policy will probably say."),
});

const stepIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const steps: Reader<readonly WorkflowStep[]> = reader(
  (definitions) => ({
    type: "object",
    minProperties: 1,
    propertyNames: { pattern: stepIdPattern.source },
    additionalProperties: defined("step", stepFields.schema)(definitions),
  }),
  (node, log, what) => {
    const entries = map(node, log, what)?.entries;
    if (entries === undefined) return undefined;
    if (entries.size === 0) {
      log.say("empty-list", node, { what });
      return undefined;
    }
    const steps = [...entries.values()].flatMap(({ key, value }) => readStep(key, value, log) ?? []);
    // Keys have no order, and are put into another one wherever a workflow is stored.
    return steps.sort((a, b) => (a.id < b.id ? -1 : 1));
  },
);

function readStep(key: YamlScalar, node: YamlNode, log: Log): WorkflowStep | undefined {
  const id = String(key.value);
  if (!stepIdPattern.test(id)) log.say("bad-name", key, { what: "The id of a step", name: id });
  const read = stepFields(node, log, "A step");
  if (read === undefined || node.kind !== "map") {
    log.miss(key);
    return undefined;
  }
  if (read.id !== undefined && read.id !== id)
    log.say("wrong-value", node.entries.get("id")?.value ?? node, {
      what: "'id'",
      found: read.id,
      allowed: [id],
      hint: id,
    });
  const type = read.type ?? "worker";
  const { name, topic, condition, input, retry: tries } = read;
  // Of an approval without input, what is shown is a name.
  const isInputChecked = isAsked(type) && (type !== "approval" || input !== undefined);
  const inputSchema = isInputChecked ? (read.input_schema ?? named(read.input_schema_id, log)) : undefined;
  const outputSchema = isAnswered(type) ? (read.output_schema ?? named(read.output_schema_id, log)) : undefined;
  const unchecked = [
    ...(inputSchema === undefined ? ["input_schema", "input_schema_id"] : []),
    ...(outputSchema === undefined ? ["output_schema", "output_schema_id"] : []),
  ];
  for (const field of unchecked) sayUnchecked(node, field, log);
  return {
    node,
    id,
    idNode: key,
    type,
    dependsOn: read.depends_on ?? [],
    meta: metaOf(node, read.meta, unchecked),
    ...given({
      name,
      topic,
      condition,
      input,
      retry: tries,
      inputSchema,
      outputSchema,
      forEach: read.for_each,
      maxParallel: read.max_parallel,
      outputPath: read.output_path,
      onError: read.on_error,
      timeoutMs: read.timeout_sec,
      delayMs: read.delay_sec,
      delayUntil: read.delay_until,
      workerId: read.worker_id,
      routeLabels: read.route_labels,
    }),
  };
}

/** A schema that is elsewhere, where whoever reads the document has it. */
function named(id: string | undefined, { schemas }: Log): JsonObject | undefined {
  return id !== undefined && Object.hasOwn(schemas, id) ? schemas[id] : undefined;
}

function sayUnchecked(node: YamlMap, field: string, log: Log): void {
  const key = node.entries.get(field)?.key;
  if (key !== undefined) log.say("schema-not-checked", key, { name: field });
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what isn't there. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

type ReadMeta = NonNullable<ReturnType<typeof meta>>;

function metaOf(node: YamlMap, read: ReadMeta | undefined, unchecked: readonly string[]): Meta {
  const author = kept(node, [...unchecked, "result_data_path", "policy_gate"]);
  const { actor_type: actorType, idempotency_key: key, labels: own } = read ?? {};
  const more = given({ actor_type: actorType, idempotency_key: key }) as JsonObject;
  const all: JsonObject = { ...author, ...more };
  return {
    ...given({
      capability: read?.capability,
      riskTags: read?.risk_tags,
      requires: read?.requires,
      labels: own,
      tenant: read?.tenant_id,
      actor: read?.actor_id,
      pack: read?.pack_id,
      idempotent: key === undefined ? undefined : true,
    }),
    ...(Object.keys(all).length === 0 ? {} : { author: all }),
  };
}

/** What the document says and nothing here reads. */
function kept(node: YamlMap, names: readonly string[]): JsonObject {
  const members = names.flatMap((name): (readonly [string, Json])[] => {
    const value = node.entries.get(name)?.value;
    return value === undefined ? [] : [[name, toJson(value)]];
  });
  return Object.fromEntries(members);
}

const unread = ["org_id", "team_id", "config", "parameters", "policy_override"] as const;

const workflowFields = fields({
  id: required(text, "By which the workflow is started and called."),
  org_id: optional(text, "The organisation that it belongs to."),
  team_id: optional(text, "The team that it belongs to."),
  name: optional(text, "A title for people."),
  description: optional(text, "What the workflow is for."),
  version: optional(anyText, "Its version."),
  timeout_sec: optional(seconds, "How long all of it may take."),
  steps: required(steps, "The steps by their ids. A step starts when those that it depends on have succeeded."),
  config: optional(any, "Settings of the platform."),
  input_schema: optional(jsonSchema, "A JSON Schema of the input of a run."),
  parameters: optional(any, "Descriptions of the input, for forms."),
  policy_override: optional(any, "Rules of policy that hold for this workflow."),
  created_by: optional(any, "Who made it."),
  created_at: optional(any, "When it was made."),
  updated_at: optional(any, "When it was last changed."),
});

export const workflow: Reader<Workflow> = mapped(workflowFields, (read, node) => {
  if (node.kind !== "map") return undefined;
  const { id, name, description, version } = read;
  return {
    id,
    idNode: node.entries.get("id")?.value ?? node,
    steps: read.steps,
    author: kept(node, unread),
    ...given({ name, description, version, timeoutMs: read.timeout_sec, inputSchema: read.input_schema }),
  };
});
