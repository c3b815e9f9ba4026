/** What every node of a level is connected to, and that a level has both ends (BPMN 2.0.2, 10.5.2 to 10.5.4). */
import { has, instantiates, isBesideTheFlow, isEventSubprocess, isForCompensation } from "../model/kinds.js";
import { isLinkThrow } from "../model/links.js";
import type { FlowNode, Level } from "../model/model.js";
import type { Scene } from "./scene.js";

/** An end of a flow whose other end is broken has been told of with the flow. */
export function checkConnections({ model, tallies }: Scene, level: Level): void {
  const hasStart = level.nodes.some(isStartEvent);
  const hasEnd = level.nodes.some(isEndEvent);
  const isAdHoc = level.owner?.type === "adHocSubProcess";
  if (hasEnd && !hasStart && !isAdHoc && !level.nodes.some(instantiates)) {
    tallies.add("level-without-start", level.owner ?? level.element);
  }
  if (hasStart && !hasEnd && !isAdHoc) tallies.add("level-without-end", level.owner ?? level.element);
  for (const node of level.nodes) {
    if (node.incoming.length === 0 && !model.isTorn(node, "incoming")) {
      const reason = withoutIncoming(node, hasStart);
      if (reason !== undefined) {
        tallies.add(reason, node);
        // What nothing leads to needs no way out.
        continue;
      }
    }
    if (node.outgoing.length === 0 && !model.isTorn(node, "outgoing")) {
      const reason = withoutOutgoing(node, hasEnd);
      if (reason !== undefined) tallies.add(reason, node);
    }
  }
}

function isStartEvent(node: FlowNode): boolean {
  return node.type === "startEvent";
}

function isEndEvent(node: FlowNode): boolean {
  return node.type === "endEvent";
}

function isIntermediate(node: FlowNode): boolean {
  return node.type === "intermediateCatchEvent" || node.type === "intermediateThrowEvent";
}

/** Each node gets the most telling of the rules that it breaks. */
function withoutIncoming(node: FlowNode, hasStart: boolean): Incoming | undefined {
  if (isStartEvent(node) || instantiates(node) || isBesideTheFlow(node)) return undefined;
  if (isEndEvent(node)) return "end-event-without-incoming";
  if (isIntermediate(node)) return "intermediate-event-without-incoming";
  return hasStart ? "node-without-incoming" : undefined;
}

type Incoming = "end-event-without-incoming" | "intermediate-event-without-incoming" | "node-without-incoming";

function withoutOutgoing(node: FlowNode, hasEnd: boolean): Outgoing | undefined {
  if (isEndEvent(node) || isLinkThrow(node) || isEventSubprocess(node) || isForCompensation(node)) return undefined;
  if (isStartEvent(node)) return "start-event-without-outgoing";
  if (isIntermediate(node)) return "intermediate-event-without-outgoing";
  if (node.type === "boundaryEvent") {
    return has(node, "compensateEventDefinition") ? undefined : "boundary-without-outgoing";
  }
  return hasEnd ? "node-without-outgoing" : undefined;
}

type Outgoing =
  | "start-event-without-outgoing"
  | "intermediate-event-without-outgoing"
  | "boundary-without-outgoing"
  | "node-without-outgoing";
