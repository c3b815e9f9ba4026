/** What any activity may be given (BPMN 2.0.2, 10.3). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { instantiates, subprocessTypes } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { attribute } from "../xml/element.js";
import { checkLoops } from "./loop-rules.js";
import type { Scene } from "./scene.js";
import { checkSubprocess } from "./subprocess-rules.js";
import { checkMessage } from "./trigger-rules.js";

export function checkActivity(scene: Scene, node: FlowNode): void {
  checkQuantities(scene, node);
  checkLoops(scene, node);
  if (subprocessTypes.has(node.type)) checkSubprocess(scene, node);
  if (node.type === "receiveTask") checkMessage(scene, node, node.element);
  if (node.type === "receiveTask" && instantiates(node) && node.incoming.length > 0) {
    const origin = scene.source.originOf(node.element);
    scene.findings.add(bpmn.report("instantiating-receive-task", origin, { what: describe(node) }));
  }
}

function checkQuantities({ source, findings }: Scene, node: FlowNode): void {
  for (const name of ["startQuantity", "completionQuantity"]) {
    const value = attribute(node.element, name);
    if (value === undefined || /^[1-9]\d{0,8}$/.test(value)) continue;
    const args = { what: describe(node), attribute: name, value };
    findings.add(bpmn.report("quantity-below-one", source.originOf(node.element), args));
  }
}
