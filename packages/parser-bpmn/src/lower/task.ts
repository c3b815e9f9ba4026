import { type ActionNode, type CatchNode, MANUAL } from "@rb/ir";
import { instantiates } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { mappedOutputs } from "../vendor/outputs.js";
import { retryOf } from "../vendor/retry.js";
import { hasScript } from "../vendor/script.js";
import { hidesSecret } from "../vendor/values.js";
import type { XmlElement } from "../xml/element.js";
import { addActivity, addInScope, surroundingsOf } from "./activity.js";
import { baseOf } from "./base.js";
import { inputsOf, intoOf } from "./data.js";
import { messageTrigger } from "./event-definition.js";
import { addPassage, addSharedPassage, awaitedOnly, hasSharedPassage } from "./event-gateway.js";
import { addFeelScript } from "./feel-script.js";
import { type Inputs, inputMembers } from "./input-list.js";
import type { Lowering, LowerNode } from "./lowering.js";
import { taskOutputs } from "./mapping.js";
import { addInMappingScope } from "./mapping-scope.js";
import { addSkip } from "./skip.js";
import { requestOf } from "./task-request.js";

/** Which executor does what kind of task, global tasks included, and what a worker sends. */
const executors: ReadonlyMap<string, string> = new Map([
  ["task", "task"],
  ["userTask", MANUAL],
  ["manualTask", MANUAL],
  ["serviceTask", "service"],
  ["sendTask", "send"],
  ["intermediateThrowEvent", "send"],
  ["endEvent", "send"],
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

/**
 * `task` says what is to be done: the node's own element, or the global task that it calls. `wordsIn` are the elements with a vendor's words about it.
 */
export function addTask(
  lowering: Lowering,
  node: FlowNode,
  task: XmlElement,
  wordsIn: readonly XmlElement[] = [task],
): void {
  const { bindings: all, inOrder } = inputsOf(lowering, node);
  const inputs: Inputs = { bindings: all.filter(({ from }) => !hidesSecret(from)), inOrder };
  const mapped = mappedOutputs(lowering, node, inputs.bindings, "answer");
  const retry = retryOf(lowering, node, task);
  const action: ActionNode = {
    kind: "action",
    ...baseOf(lowering, node),
    executor: executorOf(task),
    request: requestOf(lowering, node, { task, wordsIn, isScript: executors.get(task.type) === "script" }, all),
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
