/** Boundary events, and the handlers of those that catch compensation (BPMN 2.0.2, 10.5.3 and 10.7). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { activityTypes, has, isEventSubprocess, isForCompensation } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import type { Scene } from "./scene.js";

export function checkBoundary(scene: Scene, node: FlowNode): void {
  if (node.incoming.length > 0) report(scene, node, "boundary-incoming");
  if (has(node, "cancelEventDefinition") && node.host !== null && node.host.type !== "transaction") {
    report(scene, node, "cancel-outside-transaction");
  }
  if (!has(node, "compensateEventDefinition")) return;
  if (node.outgoing.length > 0) report(scene, node, "compensation-outgoing");
  checkHandler(scene, node);
}

function checkHandler(scene: Scene, event: FlowNode): void {
  const { model, source, findings } = scene;
  const tied = model.associatedWith(event.id).flatMap((id) => model.nodeOf(id) ?? []);
  if (tied.some(isHandler)) return;
  const [other] = tied;
  if (other === undefined) {
    report(scene, event, "compensation-handler");
    return;
  }
  const args = { what: describe(event), handler: describe(other) };
  findings.add(bpmn.report("compensation-handler-kind", source.originOf(other.element), args));
}

function isHandler(node: FlowNode): boolean {
  return activityTypes.has(node.type) && !isEventSubprocess(node) && isForCompensation(node);
}

type Plain = "boundary-incoming" | "cancel-outside-transaction" | "compensation-outgoing" | "compensation-handler";

function report({ source, findings }: Scene, node: FlowNode, reason: Plain): void {
  findings.add(bpmn.report(reason, source.originOf(node.element), { what: describe(node) }));
}
