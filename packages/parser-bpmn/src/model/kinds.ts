import { child, flag, isBpmn, type XmlElement } from "../xml/element.js";
import type { FlowNode } from "./model.js";

const tasks: readonly string[] = [
  "task",
  "userTask",
  "manualTask",
  "serviceTask",
  "sendTask",
  "receiveTask",
  "scriptTask",
  "businessRuleTask",
];
const subprocesses: readonly string[] = ["subProcess", "transaction", "adHocSubProcess"];
const gateways: readonly string[] = [
  "exclusiveGateway",
  "inclusiveGateway",
  "parallelGateway",
  "complexGateway",
  "eventBasedGateway",
];
const events: readonly string[] = [
  "startEvent",
  "endEvent",
  "intermediateCatchEvent",
  "intermediateThrowEvent",
  "boundaryEvent",
];

export const subprocessTypes: ReadonlySet<string> = new Set(subprocesses);
export const activityTypes: ReadonlySet<string> = new Set([...tasks, ...subprocesses, "callActivity"]);
export const gatewayTypes: ReadonlySet<string> = new Set(gateways);
export const eventTypes: ReadonlySet<string> = new Set(events);
export const artifactTypes: ReadonlySet<string> = new Set(["association", "group", "textAnnotation"]);
export const flowNodeTypes: ReadonlySet<string> = new Set([...activityTypes, ...gateways, ...events]);

export function isEventSubprocess(node: FlowNode): boolean {
  return node.type === "subProcess" && flag(node.element, "triggeredByEvent", false);
}

export function isForCompensation(node: FlowNode): boolean {
  return flag(node.element, "isForCompensation", false);
}

/** A receive task or an event gateway that makes an instance of its process, as a start event does. */
export function instantiates(node: FlowNode): boolean {
  const can = node.type === "receiveTask" || node.type === "eventBasedGateway";
  return can && flag(node.element, "instantiate", false);
}

export function has(node: FlowNode, definition: string): boolean {
  return node.definitions.some((one) => one.type === definition);
}

/** Whether a vendor has added elements of its own. */
export function hasForeignContent({ element }: FlowNode): boolean {
  const isForeign = (one: XmlElement): boolean => !isBpmn(one);
  return element.children.some(isForeign) || child(element, "extensionElements")?.children.some(isForeign) === true;
}

/** Nodes that a token never reaches by a sequence flow. */
export function isBesideTheFlow(node: FlowNode): boolean {
  return (
    node.type === "boundaryEvent" ||
    isEventSubprocess(node) ||
    isForCompensation(node) ||
    (node.type === "intermediateCatchEvent" && has(node, "linkEventDefinition"))
  );
}
