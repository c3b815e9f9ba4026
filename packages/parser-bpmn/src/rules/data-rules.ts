/** Data that a run copies along its flow, and data that events bring and take (BPMN 2.0.2, 10.4.1). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { Model } from "../model/model.js";
import { attribute, child, childrenOf, childText, type XmlElement } from "../xml/element.js";
import { hasUnknownItem, isSameItem, itemOf } from "./items.js";
import type { Scene } from "./scene.js";

/** Data inputs and outputs of an event pair with its definitions by order. */
export function checkEventData(scene: Scene, event: XmlElement): void {
  const { model, source, findings } = scene;
  const definitions = event.children.filter(isDefinition);
  const data = event.children.filter((one) => one.type === "dataInput" || one.type === "dataOutput");
  if (data.length === 0) return;
  if (data.length !== definitions.length) {
    const args = { what: describe(event), data: data.length, definitions: definitions.length };
    const wrong = bpmn.report("event-data-count", source.originOf(event), args);
    // Without any definition nothing can be paired wrongly: the data is only left out.
    findings.add(definitions.length === 0 ? { ...wrong, severity: "warning" } : wrong);
    return;
  }
  data.forEach((one, at) => {
    const payload = payloadOf(model, definitions[at] as XmlElement);
    if (payload === undefined || hasUnknownItem(model, one)) return;
    const wanted = itemOf(model, payload);
    const item = itemOf(model, one);
    if (wanted === undefined || (item !== undefined && isSameItem(item, wanted))) return;
    const args = { what: describe(one), event: describe(event), payload: describe(payload) };
    findings.add(bpmn.report("event-data-type", source.originOf(one), args));
  });
}

function isDefinition({ type }: XmlElement): boolean {
  return type.endsWith("EventDefinition") || type === "eventDefinitionRef";
}

/** The message, error, escalation or signal that a definition is about. */
function payloadOf(model: Model, definition: XmlElement): XmlElement | undefined {
  const own = definition.type === "eventDefinitionRef" ? model.resolve(definition.text.trim()) : definition;
  if (own === undefined) return undefined;
  for (const name of ["messageRef", "errorRef", "escalationRef", "signalRef"]) {
    const ref = attribute(own, name);
    if (ref !== undefined) return model.resolve(ref);
  }
  return undefined;
}

export function checkAssociation(scene: Scene, association: XmlElement): void {
  const { source, findings } = scene;
  const owner = association.parent as XmlElement;
  const sources = childrenOf(association, "sourceRef");
  if (child(association, "transformation") === undefined) {
    // An assignment can compute its value from nothing, which tools use for constants.
    const computed = sources.length === 0 && child(association, "assignment") !== undefined;
    if (sources.length !== 1 && !computed) {
      findings.add(bpmn.report("data-sources", source.originOf(association), { what: describe(owner) }));
    }
    checkTypes(scene, association, owner);
  }
  checkDirection(scene, association);
}

/** Without a transformation a value is copied as it is, so both ends hold the same. An end without a type holds anything. */
function checkTypes({ model, tallies }: Scene, association: XmlElement, owner: XmlElement): void {
  const [from, to] = ["sourceRef", "targetRef"].map((end) => model.resolve(childText(association, end) ?? ""));
  const [given, taken] = [from && itemOf(model, from), to && itemOf(model, to)];
  if (given === undefined || taken === undefined || isSameItem(given, taken)) return;
  tallies.add("association-types", owner, association);
}

/** From inside of a process its inputs are read, its outputs written. */
function checkDirection({ model, source, findings }: Scene, association: XmlElement): void {
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
    findings.add(bpmn.report("data-direction", source.originOf(association), args));
  }
}
