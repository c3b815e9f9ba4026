/** Subprocesses of each kind (BPMN 2.0.2, 10.3.5). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { activityTypes, isEventSubprocess } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { attribute, child } from "../xml/element.js";
import { isUri } from "./format-rules.js";
import type { Scene } from "./scene.js";

export function checkSubprocess(scene: Scene, node: FlowNode): void {
  if (child(node.element, "ioSpecification") !== undefined) scene.tallies.add("subprocess-data", node);
  if (isEventSubprocess(node)) checkEventSubprocess(scene, node);
  if (node.type === "transaction") checkMethod(scene, node);
  if (node.type === "adHocSubProcess") checkAdHoc(scene, node);
}

/** Flows that lead to it or leave it have been refused when the model was built. */
function checkEventSubprocess({ source, findings }: Scene, node: FlowNode): void {
  const starts = node.content?.nodes.filter((one) => one.type === "startEvent") ?? [];
  const [first, second] = starts;
  const what = describe(node);
  if (first === undefined) {
    findings.add(bpmn.report("event-subprocess-start", source.originOf(node.element), { what }));
  }
  if (second !== undefined) {
    const args = { what, count: starts.length };
    findings.add(bpmn.report("event-subprocess-starts", source.originOf(second.element), args));
  }
}

const methods: ReadonlySet<string> = new Set(["##compensate", "##image", "##store"]);

function checkMethod({ source, findings }: Scene, { element }: FlowNode): void {
  const method = attribute(element, "method");
  if (method === undefined || methods.has(method.toLowerCase()) || isUri(method)) return;
  const args = { what: describe(element), method };
  findings.add(bpmn.report("transaction-method", source.originOfAttribute(element, "method"), args));
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
