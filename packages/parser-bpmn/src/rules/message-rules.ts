/** What events that are to be run have to say about what they send and wait for (BPMN 2.0.2, 10.5.5 and 8.4.4). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { isExecutable } from "../model/executable.js";
import type { FlowNode } from "../model/model.js";
import { isImplemented } from "../vendor/implemented.js";
import { isOfEngine } from "../vendor/names.js";
import { workerWords } from "../vendor/worker.js";
import { attribute, child, childText, isBpmn, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkMessages(scene: Scene, node: FlowNode): void {
  if (!isExecutable(node.level.process)) return;
  const { model, source, findings, tallies } = scene;
  for (const { type, element, at } of node.definitions) {
    if (type !== "messageEventDefinition") continue;
    const isMissing = attribute(element, "messageRef") === undefined;
    if (workerWords(model, node) !== undefined) continue;
    if (isImplemented(node.element) || isImplemented(element)) {
      // Somebody in the document waits for what a worker or class would send.
      if (isMissing) tallies.add("trigger-without-name", node);
      continue;
    }
    if (isMissing) {
      const missing = bpmn.report("message-missing", source.originOf(at), { what: describe(node) });
      // A vendor's extension or a message flow may still say which.
      const flows = model.messageFlowsAt(node);
      const isKnown =
        isVendors(node, element) || flows.some((flow) => attribute(flow.element, "messageRef") !== undefined);
      findings.add(isKnown ? { ...missing, severity: "warning" } : missing);
    }
    const operation = childText(element, "operationRef") ?? attribute(element, "operationRef");
    if (operation === undefined && !isOfEngine(node.level.process.element)) {
      tallies.add("message-without-operation", node);
    }
  }
}

function isVendors(node: FlowNode, definition: XmlElement): boolean {
  const extensions = [node.element, definition].flatMap((one) => child(one, "extensionElements")?.children ?? []);
  return definition.foreign.length > 0 || extensions.some((one) => !isBpmn(one));
}

export function checkThrownEscalations({ model, source, findings }: Scene, node: FlowNode): void {
  const throws = node.type === "endEvent" || node.type === "intermediateThrowEvent";
  if (!throws || !isExecutable(node.level.process)) return;
  for (const { type, element, at } of node.definitions) {
    if (type !== "escalationEventDefinition") continue;
    const escalation = model.resolve(attribute(element, "escalationRef") ?? "");
    if (escalation !== undefined && attribute(escalation, "escalationCode") !== undefined) continue;
    findings.add(bpmn.report("escalation-without-code", source.originOf(at), { what: describe(node) }));
  }
}
