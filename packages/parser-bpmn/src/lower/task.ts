import { type ActionNode, type Binding, type CatchNode, MANUAL, type ThrowNode, type Value } from "@rb/ir";
import { instantiates } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { isImplemented } from "../vendor/implemented.js";
import { isDrools } from "../vendor/names.js";
import { mappedOutputs } from "../vendor/outputs.js";
import type { Members } from "../vendor/place.js";
import { addDroolsInputs, requestMembers } from "../vendor/request.js";
import { resultVariable } from "../vendor/result-variable.js";
import { retryOf } from "../vendor/retry.js";
import { hasScript } from "../vendor/script.js";
import { hidesSecret } from "../vendor/values.js";
import { attribute, childText, type XmlElement } from "../xml/element.js";
import { addActivity, addInScope, surroundingsOf } from "./activity.js";
import { baseOf } from "./base.js";
import { learntBySending } from "./correlation.js";
import { inputsOf, intoOf } from "./data.js";
import { messageThrow, messageTrigger } from "./event-definition.js";
import { addPassage, addSharedPassage, awaitedOnly, hasSharedPassage } from "./event-gateway.js";
import { addFeelScript } from "./feel-script.js";
import { type Inputs, inputMembers } from "./input-list.js";
import type { Lowering, LowerNode } from "./lowering.js";
import { taskOutputs } from "./mapping.js";
import { addInMappingScope } from "./mapping-scope.js";
import { isJavaScript, scriptNames } from "./script-names.js";
import { addSkip } from "./skip.js";

/** Which executor does what kind of task, global tasks included. */
export const executors: ReadonlyMap<string, string> = new Map([
  ["task", "task"],
  ["userTask", MANUAL],
  ["manualTask", MANUAL],
  ["serviceTask", "service"],
  ["sendTask", "send"],
  ["scriptTask", "script"],
  ["businessRuleTask", "business-rule"],
  ["globalTask", "task"],
  ["globalUserTask", MANUAL],
  ["globalManualTask", MANUAL],
  ["globalScriptTask", "script"],
  ["globalBusinessRuleTask", "business-rule"],
]);

export const lowerTask: LowerNode = (lowering, node) => {
  if (!addFeelScript(lowering, node)) addTask(lowering, node, node.element);
  addSkip(lowering, node);
};

/** `task` says what is to be done: the node's own element, or the global task that it calls. */
export function addTask(lowering: Lowering, node: FlowNode, task: XmlElement): void {
  const { bindings: all, inOrder } = inputsOf(lowering, node);
  const inputs: Inputs = { bindings: all.filter(({ from }) => !hidesSecret(from)), inOrder };
  const mapped = mappedOutputs(lowering, node, inputs.bindings, "answer");
  const retry = retryOf(lowering, node, task);
  const action: ActionNode = {
    kind: "action",
    ...baseOf(lowering, node),
    executor: executorOf(task),
    request: requestOf(lowering, node, task, all),
    ...(retry === undefined ? {} : { retry }),
  };
  if (mapped?.needsScope === true) {
    addInMappingScope(lowering, node, action, inputs, mapped);
    return;
  }
  addActivity(lowering, node, {
    ...action,
    ...inputMembers(inputs),
    outputs: taskOutputs(lowering, node, mapped),
    ...(mapped?.inOrder === true ? { inOrder: true } : {}),
    ...surroundingsOf(lowering, node),
  });
}

/** A script task without a script is done as a task that says nothing of how (BPMN 2.0.2, 10.3.3). */
function executorOf(task: XmlElement): string {
  const executor = executors.get(task.type) ?? "task";
  return executor === "script" && !hasScript(task) ? "task" : executor;
}

/** What an executor needs in order to know which task it is; scripts and implementations are named here, and never run by us. */
function requestOf(lowering: Lowering, node: FlowNode, task: XmlElement, inputs: readonly Binding[]): Value {
  const name = nameOf(task) ?? attribute(task, "id") ?? task.type;
  const members: Members = new Map([["task", { json: name }]]);
  const add = (key: string, text: string | undefined): void => {
    if (text !== undefined) members.set(key, { json: text });
  };
  const implementation = attribute(task, "implementation");
  if (implementation !== "##unspecified") add("implementation", implementation);
  add("operation", attribute(task, "operationRef"));
  for (const [key, value] of requestMembers(lowering, node, task)) members.set(key, value);
  if (isDrools(lowering.process.element)) addDroolsInputs(members, inputs);
  add("format", attribute(task, "scriptFormat") ?? attribute(task, "scriptLanguage"));
  add("script", childText(task, "script"));
  const isScript = executors.get(task.type) === "script";
  if (isScript) add("result", resultVariable(task));
  const given = inputs.map(({ path: [name = ""], from }) => [name, inRequest(name, from)] as const);
  if (given.length === 0 && isScript) given.push(...mentioned(lowering, members));
  if (given.length > 0) members.set("inputs", { object: given });
  return { object: [...members] };
}

/** A script that is given nothing by name means the variables of its process. */
function mentioned({ variables }: Lowering, members: Members): readonly (readonly [string, Value])[] {
  const [format, script] = [textOf(members.get("format")), textOf(members.get("script"))];
  if (script === undefined || !isJavaScript(format)) return [];
  return [...scriptNames(script)].map(([name, { isAssigned }]) => {
    variables.scripts.set(name, isAssigned || variables.scripts.get(name) === true);
    return [name, { variable: name }];
  });
}

const textOf = (value: Value | undefined): string | undefined =>
  value !== undefined && "json" in value && typeof value.json === "string" ? value.json : undefined;

/** An input is a variable while the request is made. */
function inRequest(name: string, from: Value): Value {
  return hidesSecret(from) ? from : { variable: name };
}

/**
 * A send task throws a message when the document says which; otherwise only its executor knows what is sent. So it is where an
 * engine has a worker or a class that sends, unless a message flow says that somebody in the document waits for it.
 */
export const lowerSendTask: LowerNode = (lowering, node) => {
  const drawn = lowering.model.messageFlowsAt(node).some((flow) => flow.source.node === node);
  if (!drawn && (attribute(node.element, "messageRef") === undefined || isImplemented(node.element))) {
    lowerTask(lowering, node);
    return;
  }
  const throws = [messageThrow(lowering, node, node.element)];
  const learnt = learntBySending(lowering, node, throws);
  const thrown: ThrowNode = { kind: "throw", ...baseOf(lowering, node), throws, ...learnt };
  addInScope(lowering, node, thrown);
};

/** A receive task waits for its message; one that instantiates the process is a start. */
export const lowerReceiveTask: LowerNode = (lowering, node) => {
  if (awaitedOnly(node)) {
    addPassage(lowering, node);
    return;
  }
  if (hasSharedPassage(node)) addSharedPassage(lowering, node);
  const base = baseOf(lowering, node);
  const trigger = messageTrigger(lowering, node, node.element);
  const into = intoOf(lowering, node, [trigger]);
  if (instantiates(node)) {
    lowering.nodes.push({ kind: "start", ...base, triggers: [trigger], ...into });
    lowering.placements.set(node, { entry: node.id, exit: node.id });
    return;
  }
  const waiting: CatchNode = { kind: "catch", ...base, arms: [{ trigger, ...into, origin: base.origin }] };
  addInScope(lowering, node, waiting);
};

/** What a call activity runs when it names a global task. */
export function isGlobalTask(element: XmlElement | undefined): element is XmlElement {
  return element?.type.startsWith("global") === true && executors.has(element.type);
}
