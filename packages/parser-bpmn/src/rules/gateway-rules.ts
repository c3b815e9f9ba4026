/** What gateways are connected to (BPMN 2.0.2, 8.4.9 and 10.6). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { attribute } from "../xml/element.js";
import { checkEventGateway } from "./event-gateway-rules.js";
import type { Scene } from "./scene.js";

export function checkGateway(scene: Scene, node: FlowNode): void {
  // An event-based one has a rule of its own, which says more.
  const hasWays = node.incoming.length > 1 || node.outgoing.length > 1;
  if (!hasWays && node.type !== "eventBasedGateway") scene.tallies.add("gateway-does-nothing", node);
  const broken = brokenDirection(node);
  if (broken !== undefined) {
    const args = { what: describe(node), incoming: node.incoming.length, outgoing: node.outgoing.length };
    scene.findings.add(bpmn.report(broken, scene.source.originOfAttribute(node.element, "gatewayDirection"), args));
  }
  if (node.type === "eventBasedGateway") checkEventGateway(scene, node);
}

/** Nothing depends on the direction that a gateway claims, but one that is wrong shows that a flow is. */
function brokenDirection({ element, incoming, outgoing }: FlowNode): Direction | undefined {
  switch (attribute(element, "gatewayDirection")) {
    case "Converging":
      return outgoing.length > 1 ? "gateway-converging" : undefined;
    case "Diverging":
      return incoming.length > 1 ? "gateway-diverging" : undefined;
    case "Mixed":
      return incoming.length < 2 || outgoing.length < 2 ? "gateway-mixed" : undefined;
    default:
      return undefined;
  }
}

type Direction = "gateway-converging" | "gateway-diverging" | "gateway-mixed";
