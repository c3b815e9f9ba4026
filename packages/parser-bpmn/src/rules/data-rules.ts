/** Data that a run copies along its flow (BPMN 2.0.2, 10.4.1). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { eventTypes } from "../model/kinds.js";
import { attribute, child, childrenOf, childText, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkData(scene: Scene): void {
  for (const element of scene.model.elements) {
    if (eventTypes.has(element.type)) checkEventData(scene, element);
    else if (associations.has(element.type)) checkAssociation(scene, element);
  }
}

const associations: ReadonlySet<string> = new Set(["dataInputAssociation", "dataOutputAssociation"]);

/** Data inputs and outputs of an event pair with its definitions by order. */
function checkEventData({ source, findings }: Scene, event: XmlElement): void {
  const definitions = event.children.filter(
    (one) => one.type.endsWith("EventDefinition") || one.type === "eventDefinitionRef",
  ).length;
  const data = event.children.filter((one) => one.type === "dataInput" || one.type === "dataOutput").length;
  if (data === 0 || definitions === 0 || data === definitions) return;
  findings.add(bpmn.report("event-data-count", source.originOf(event), { what: describe(event), data, definitions }));
}

function checkAssociation({ model, source, findings }: Scene, association: XmlElement): void {
  const origin = source.originOf(association);
  const owner = association.parent as XmlElement;
  const computed = child(association, "transformation") ?? child(association, "assignment");
  if (computed === undefined && childrenOf(association, "sourceRef").length !== 1) {
    findings.add(bpmn.report("data-sources", origin, { what: describe(owner) }));
  }
  const wrong = [
    ["sourceRef", "dataOutput", "read"],
    ["targetRef", "dataInput", "written"],
  ] as const;
  for (const [end, type, word] of wrong) {
    const found = model.resolve(childText(association, end) ?? "");
    const specification = found?.type === type ? found.parent : null;
    if (found === undefined || specification?.type !== "ioSpecification") continue;
    if (specification.parent?.type !== "process") continue;
    const args = { what: describe(found), name: attribute(found, "name") ?? "", end: word };
    findings.add(bpmn.report("data-direction", origin, args));
  }
}
