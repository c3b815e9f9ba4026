import { type ActionNode, type Binding, type CatchNode, MANUAL, type ThrowNode, type Value } from "@rb/ir";
import { instantiates } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { attribute, childText, type XmlElement } from "../xml/element.js";
import { addActivity, addInScope, surroundingsOf } from "./activity.js";
import { vendorAttribute, vendorElement } from "./author.js";
import { baseOf } from "./base.js";
import { everyMember, inputsOf, intoOf, outputsOf } from "./data.js";
import { messageThrow, messageTrigger } from "./event-definition.js";
import { addPassage, awaitedOnly } from "./event-gateway.js";
import type { Lowering, LowerNode } from "./lowering.js";

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

const everything: readonly Binding[] = [everyMember];

export const lowerTask: LowerNode = (lowering, node) => {
  addActivity(lowering, node, actionOf(lowering, node, node.element));
};

/** `task` says what is to be done: the node's own element, or the global task that it calls. */
export function actionOf(lowering: Lowering, node: FlowNode, task: XmlElement): ActionNode {
  const inputs = inputsOf(lowering, node);
  return {
    kind: "action",
    ...baseOf(lowering, node),
    executor: executors.get(task.type) ?? "task",
    request: requestOf(task, inputs),
    ...(inputs.length === 0 ? {} : { inputs }),
    outputs: outputsOf(lowering, node) ?? everything,
    ...surroundingsOf(lowering, node),
  };
}

/** What an executor needs in order to know which task it is; scripts and implementations are named here, and never run by us. */
function requestOf(task: XmlElement, inputs: readonly Binding[]): Value {
  const definition = vendorElement(task, "zeebe:taskDefinition");
  const name = attribute(task, "name") ?? attribute(task, "id") ?? task.type;
  const members: (readonly [string, Value])[] = [["task", { json: name }]];
  const add = (key: string, text: string | undefined): void => {
    if (text !== undefined) members.push([key, { json: text }]);
  };
  add("implementation", attribute(task, "implementation"));
  add("operation", attribute(task, "operationRef"));
  add("topic", vendorAttribute(task, "camunda:topic") ?? (definition && attribute(definition, "type")));
  add("decision", vendorAttribute(task, "camunda:decisionRef", "flowable:decisionRef"));
  add("format", attribute(task, "scriptFormat") ?? attribute(task, "scriptLanguage"));
  add("script", childText(task, "script"));
  if (inputs.length > 0)
    members.push(["inputs", { object: inputs.map(({ path: [name = ""] }) => [name, { variable: name }]) }]);
  return { object: members };
}

/** A send task throws a message when the document says which; otherwise only its executor knows what is sent. */
export const lowerSendTask: LowerNode = (lowering, node) => {
  const drawn = lowering.model.messageFlowsAt(node).some((flow) => flow.source.node === node);
  if (attribute(node.element, "messageRef") === undefined && !drawn) {
    lowerTask(lowering, node);
    return;
  }
  const thrown: ThrowNode = {
    kind: "throw",
    ...baseOf(lowering, node),
    throws: [messageThrow(lowering, node, node.element)],
  };
  addInScope(lowering, node, thrown);
};

/** A receive task waits for its message; one that instantiates the process is a start. */
export const lowerReceiveTask: LowerNode = (lowering, node) => {
  if (awaitedOnly(node)) {
    addPassage(lowering, node);
    return;
  }
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
