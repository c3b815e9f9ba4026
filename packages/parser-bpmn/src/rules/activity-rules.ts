import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { activityTypes, instantiates, isEventSubprocess, subprocessTypes } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { attribute, childText } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkActivity(scene: Scene, node: FlowNode): void {
  checkQuantities(scene, node);
  checkLoops(scene, node);
  if (isEventSubprocess(node)) checkEventSubprocess(scene, node);
  if (node.type === "adHocSubProcess") checkAdHoc(scene, node);
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

function checkLoops({ model, source, findings }: Scene, node: FlowNode): void {
  const [first, second] = node.element.children.filter((one) => one.type.endsWith("LoopCharacteristics"));
  if (first === undefined) return;
  const what = describe(node);
  if (second !== undefined) findings.add(bpmn.report("two-loops", source.originOf(second), { what }));
  const ref = childText(first, "loopDataInputRef");
  if (ref === undefined || subprocessTypes.has(node.type)) return;
  const input = model.resolve(ref);
  const own = input?.type === "dataInput" && input.parent?.parent === node.element;
  if (!own) findings.add(bpmn.report("loop-input", source.originOf(first), { what, ref }));
}

/** Flows that lead to it or leave it have been refused when the model was built. */
function checkEventSubprocess({ source, findings }: Scene, node: FlowNode): void {
  if (node.content?.nodes.some((one) => one.type === "startEvent")) return;
  findings.add(bpmn.report("event-subprocess-start", source.originOf(node.element), { what: describe(node) }));
}

function checkAdHoc({ source, findings }: Scene, node: FlowNode): void {
  const nodes = node.content?.nodes ?? [];
  const what = describe(node);
  const add = (at: FlowNode, problem: string): void =>
    findings.add(bpmn.report("ad-hoc-content", source.originOf(at.element), { what, problem }));
  if (!nodes.some((one) => activityTypes.has(one.type))) add(node, "has no activity in it");
  for (const one of nodes) {
    if (one.type === "startEvent" || one.type === "endEvent") add(one, `can't contain the ${describe(one)}`);
  }
}
