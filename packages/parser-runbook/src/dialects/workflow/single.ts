/** Steps that name no others: what each becomes, by its type. */
import type { Action } from "../../format/model.js";
import { oneOf } from "../../format/reader.js";
import type { Log } from "../../log.js";
import { toJson, type YamlNode } from "../../yaml/tree.js";
import { expressionAt, scalarAt } from "../native-text.js";
import { firstOf } from "./activation.js";
import type { Doing } from "./blocks.js";
import type { WorkflowStep } from "./model.js";
import type { Surroundings } from "./names.js";
import { mapAt, type Templates } from "./templates.js";

/** Where a step is translated. */
export interface Scene {
  readonly templates: Templates;
  readonly log: Log;
  readonly around: Surroundings;
}

const storageOperation = oneOf("read", "write", "delete");

/** What a step is given: without saying so, all that the run is given. */
export function inputOf({ node, input }: WorkflowStep, { templates, around }: Scene): YamlNode {
  return input === undefined ? expressionAt(node, "inputs.input") : templates.value(input, around);
}

/** Whoever serves the topic is told what the step is given, and what is there because of where it stands. */
export function jobOf(step: WorkflowStep, scene: Scene): Action {
  const { node, topic, type, workerId, routeLabels } = step;
  const { log, around } = scene;
  const { roots } = around;
  if (topic === undefined) log.say("missing-field", node, { what: `'${step.id}'`, name: "topic" });
  const given = (name: string): YamlNode | undefined =>
    Object.hasOwn(roots, name) ? expressionAt(node, roots[name] as string) : undefined;
  const request = mapAt(node, [
    ["topic", topic],
    ["type", type === "worker" ? undefined : scalarAt(node, type)],
    ["input", inputOf(step, scene)],
    ["item", given("item")],
    ["foreach_index", given("foreach_index")],
    ["error", given("error")],
    ["worker_id", workerId],
    ["route_labels", routeLabels],
  ]);
  return { kind: "use", node, executor: "job", with: request };
}

/** What it is to do, and with what, is all that the executor is given. */
export function storageOf(step: WorkflowStep, scene: Scene): Action {
  const { node, id, input } = step;
  const { log } = scene;
  const operation = input?.entries.get("operation")?.value;
  const isLiteral = operation?.kind !== "scalar" || !String(operation.value).includes("${");
  const word = operation !== undefined && isLiteral ? storageOperation(operation, log, "'operation'") : undefined;
  for (const name of ["operation", "key", ...(word === "write" ? ["value"] : [])])
    if (input?.entries.has(name) !== true) log.say("missing-field", input ?? node, { what: `'${id}'`, name });
  return { kind: "use", node, executor: "storage", with: inputOf(step, scene) };
}

/** People see what the step is given, or else what it is called. */
export function approvalOf(step: WorkflowStep, { templates, around }: Scene): Action {
  const { node, id, name, input, timeoutMs } = step;
  const message = input === undefined ? scalarAt(node, name ?? id) : templates.value(input, around);
  const expires = timeoutMs === undefined || timeoutMs === 0 ? {} : { expires: { ms: timeoutMs } };
  return { kind: "approve", node, message, ...expires };
}

/** The first that is said of a span, a moment and a timeout. */
export function delayOf(
  { node, delayMs, delayUntil, timeoutMs }: WorkflowStep,
  { templates, log, around }: Scene,
): Doing {
  const ms = delayMs !== undefined && delayMs > 0 ? delayMs : undefined;
  if (ms === undefined && delayUntil !== undefined) {
    const moment = templates.value(delayUntil, around);
    if (moment.kind === "scalar") return { action: { kind: "wait", node, until: { on: "moment", moment } } };
  }
  if (ms === undefined && delayMs === undefined && timeoutMs === undefined)
    log.say("missing-field", node, { what: "A delay", name: "delay_sec" });
  return { action: { kind: "wait", node, until: { on: "span", span: { ms: ms ?? delayMs ?? timeoutMs ?? 0 } } } };
}

/** True or false, as the step's output. */
export function evaluationOf({ node, condition }: WorkflowStep, { templates, log, around }: Scene): Doing {
  if (condition === undefined) log.say("missing-field", node, { what: "A condition", name: "condition" });
  const test = condition === undefined ? scalarAt(node, "false") : templates.condition(condition, around);
  return { action: { kind: "set", node, values: [] }, output: expressionAt(test, String(test.value)) };
}

/** An alert, with a level and a message whatever is said. */
export function noticeOf({ node, id, name, input }: WorkflowStep, { templates, around }: Scene): Action {
  const members = new Map(
    mapAt(node, [
      ["level", scalarAt(node, "INFO")],
      ["message", scalarAt(node, name ?? id)],
    ]).entries,
  );
  const own = input === undefined ? undefined : templates.value(input, around);
  if (own?.kind === "map") for (const [member, entry] of own.entries) members.set(member, entry);
  return { kind: "emit", node, type: scalarAt(node, "alert"), data: { ...mapAt(node, []), entries: members } };
}

/** Another workflow, and what is kept of what it gives. */
export function callOf(step: WorkflowStep, { templates, log, around }: Scene): Doing {
  const { node, input } = step;
  const target = input === undefined ? undefined : firstOf(input, "workflow_id");
  if (target === undefined) log.say("missing-field", input ?? node, { what: `'${step.id}'`, name: "workflow_id" });
  const mapping = input === undefined ? undefined : firstOf(input, "input_mapping", "input");
  const value = mapping === undefined ? mapAt(node, []) : templates.value(mapping, around);
  const inputs = [{ name: "input", key: scalarAt(node, "input"), value }];
  const back = input === undefined ? undefined : firstOf(input, "output_mapping");
  const inside: Surroundings = { ...around, roots: { ...around.roots, child: "result" } };
  return {
    action: { kind: "call", node, runbook: String(target === undefined ? "" : toJson(target)), inputs },
    ...(back === undefined ? {} : { output: templates.value(back, inside) }),
  };
}
