/** As what an element is drawn: the notation's own signs (BPMN 2.0.2, 7.3 and 10). */
import type { ActivityMarker, EventSign, GatewaySign, ShapeLook, TaskSign } from "@rb/ir";
import {
  activityTypes,
  eventTypes,
  gatewayTypes,
  instantiates,
  isEventSubprocess,
  isForCompensation,
} from "../model/kinds.js";
import type { FlowNode, Model } from "../model/model.js";
import { attribute, child, flag, type XmlElement } from "../xml/element.js";
import type { DrawnShape } from "./read-planes.js";

/** Null for what has no shape of its own. `isOpen`: what a subprocess contains is drawn in it. */
export function lookOf(model: Model, shape: DrawnShape, isOpen: boolean): ShapeLook | null {
  const { element, node } = shape;
  if (node === undefined) return lookBeside(model, shape);
  if (eventTypes.has(node.type)) return eventLook(node);
  if (gatewayTypes.has(node.type)) return { as: "gateway", sign: gatewaySign(node, shape.isMarkerVisible) };
  if (!activityTypes.has(node.type)) return null;
  const called = node.type === "callActivity" ? model.resolve(attribute(element, "calledElement") ?? "") : undefined;
  const task = taskSigns.get(called?.type ?? node.type) ?? "none";
  return {
    as: "activity",
    task,
    markers: markersOf(node, isClosed(node, called, isOpen)),
    border: borderOf(node),
    ...(isOpen ? { open: true } : {}),
  };
}

const eventSigns: ReadonlyMap<string, EventSign> = new Map([
  ["timerEventDefinition", "timer"],
  ["messageEventDefinition", "message"],
  ["signalEventDefinition", "signal"],
  ["conditionalEventDefinition", "condition"],
  ["errorEventDefinition", "error"],
  ["escalationEventDefinition", "escalation"],
  ["compensateEventDefinition", "compensation"],
  ["cancelEventDefinition", "cancel"],
  ["terminateEventDefinition", "terminate"],
  ["linkEventDefinition", "link"],
]);

const positions: ReadonlyMap<string, "start" | "throw" | "end"> = new Map([
  ["startEvent", "start"],
  ["intermediateThrowEvent", "throw"],
  ["endEvent", "end"],
]);

function eventLook({ type, element, definitions }: FlowNode): ShapeLook {
  const [first, ...more] = definitions;
  const many = flag(element, "parallelMultiple", false) ? "all" : "several";
  const sign = first === undefined ? "none" : more.length > 0 ? many : (eventSigns.get(first.type) ?? "none");
  const lets =
    type === "boundaryEvent"
      ? !flag(element, "cancelActivity", true)
      : type === "startEvent" && !flag(element, "isInterrupting", true);
  return { as: "event", position: positions.get(type) ?? "catch", sign, ...(lets ? { nonInterrupting: true } : {}) };
}

function gatewaySign(node: FlowNode, isMarkerVisible: boolean | undefined): GatewaySign {
  switch (node.type) {
    case "parallelGateway":
      return "all";
    case "inclusiveGateway":
      return "reachable";
    case "complexGateway":
      return "count";
    case "eventBasedGateway":
      if (!instantiates(node)) return "event";
      return attribute(node.element, "eventGatewayType") === "Parallel" ? "events-start" : "event-start";
    default:
      return isMarkerVisible === false ? "none" : "choice";
  }
}

const taskSigns: ReadonlyMap<string, TaskSign> = new Map([
  ["userTask", "person"],
  ["manualTask", "hand"],
  ["serviceTask", "service"],
  ["scriptTask", "script"],
  ["businessRuleTask", "rules"],
  ["sendTask", "send"],
  ["receiveTask", "receive"],
  ["globalUserTask", "person"],
  ["globalManualTask", "hand"],
  ["globalScriptTask", "script"],
  ["globalBusinessRuleTask", "rules"],
]);

function isClosed({ type, content }: FlowNode, called: XmlElement | undefined, isOpen: boolean): boolean {
  const canOpen = content !== null || (type === "callActivity" && called?.type.startsWith("global") !== true);
  return canOpen && !isOpen;
}

function markersOf(node: FlowNode, isClosed: boolean): readonly ActivityMarker[] {
  const each = child(node.element, "multiInstanceLoopCharacteristics");
  const found: readonly (ActivityMarker | false)[] = [
    isForCompensation(node) && "compensation",
    child(node.element, "standardLoopCharacteristics") !== undefined && "loop",
    each !== undefined && (flag(each, "isSequential", false) ? "sequential" : "parallel"),
    isClosed && "closed",
    node.type === "adHocSubProcess" && "any-order",
  ];
  return found.filter((marker) => marker !== false);
}

function borderOf(node: FlowNode): "plain" | "thick" | "double" | "dashed" {
  if (node.type === "callActivity") return "thick";
  if (node.type === "transaction") return "double";
  return isEventSubprocess(node) ? "dashed" : "plain";
}

function lookBeside(model: Model, { element, bounds, isHorizontal }: DrawnShape): ShapeLook | null {
  const heading = (isHorizontal ?? bounds.width >= bounds.height) ? "left" : "top";
  switch (element.type) {
    case "participant":
      return { as: "pool", heading: attribute(element, "processRef") === undefined ? "none" : heading };
    case "lane":
      return { as: "lane", heading };
    case "dataObject":
      return { as: "data", ...list(element) };
    case "dataObjectReference": {
      const object = model.resolve(attribute(element, "dataObjectRef") ?? "");
      return { as: "data", ...(object === undefined ? {} : list(object)) };
    }
    case "dataInput":
      return { as: "data", use: "input", ...list(element) };
    case "dataOutput":
      return { as: "data", use: "output", ...list(element) };
    case "dataStore":
    case "dataStoreReference":
      return { as: "store" };
    case "message":
      return { as: "message" };
    case "textAnnotation":
      return { as: "note" };
    case "group":
      return { as: "group" };
    default:
      return null;
  }
}

function list(data: XmlElement): { readonly isList?: true } {
  return flag(data, "isCollection", false) ? { isList: true } : {};
}
