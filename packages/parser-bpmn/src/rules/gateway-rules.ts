import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { has, instantiates } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { child } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkGateway(scene: Scene, node: FlowNode): void {
  const { source, findings } = scene;
  const origin = source.originOf(node.element);
  const what = describe(node);
  if (node.incoming.length < 2 && node.outgoing.length < 2) {
    findings.add(bpmn.report("gateway-does-nothing", origin, { what }));
  }
  if (node.type === "eventBasedGateway") checkEventGateway(scene, node);
}

const awaitable = [
  "messageEventDefinition",
  "signalEventDefinition",
  "timerEventDefinition",
  "conditionalEventDefinition",
];

function checkEventGateway({ source, findings }: Scene, node: FlowNode): void {
  const what = describe(node);
  if (instantiates(node) && node.incoming.length > 0) {
    findings.add(bpmn.report("event-gateway-incoming", source.originOf(node.element), { what }));
  }
  for (const { id, element, target } of node.outgoing) {
    if (child(element, "conditionExpression") !== undefined) {
      const args = { what, flow: `'${id}'` };
      findings.add(bpmn.report("event-gateway-condition", source.originOf(element), args));
    }
    if (!canBeAwaited(target)) {
      const args = { what, target: describe(target) };
      findings.add(bpmn.report("event-gateway-target", source.originOf(element), args));
    }
  }
}

/** An event without a definition has been reported already, and a receive task behind the gateway can't have boundary events. */
function canBeAwaited(target: FlowNode): boolean {
  if (target.type === "receiveTask") return target.boundary.length === 0;
  if (target.type !== "intermediateCatchEvent") return false;
  return target.definitions.length === 0 || awaitable.some((definition) => has(target, definition));
}
