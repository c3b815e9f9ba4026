/** Data elements one by one: their item, their name, their place (BPMN 2.0.2, 10.4.1). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { activityTypes, eventTypes } from "../model/kinds.js";
import { attribute, child, flag, type XmlElement } from "../xml/element.js";
import { itemOf } from "./items.js";
import type { Scene } from "./scene.js";

/** Whether it is one or many is said twice, by the element and by its item. */
export function checkCollection({ model, tallies }: Scene, element: XmlElement): void {
  const item = itemOf(model, element);
  if (item === undefined || flag(element, "isCollection", false) === flag(item, "isCollection", false)) return;
  tallies.add("collection-mismatch", element);
}

/** The name of a reference shows which state of the object is meant: `Order [approved]`. Where neither has a name, as modelers write it, nothing is wrong. */
export function checkDataReference({ model, tallies }: Scene, reference: XmlElement): void {
  const object = model.resolve(attribute(reference, "dataObjectRef") ?? "");
  const name = attribute(reference, "name");
  if (name === undefined || object?.type !== "dataObject") return;
  const state = child(reference, "dataState");
  const [called, inState] = [attribute(object, "name"), state && attribute(state, "name")];
  if (called === undefined && inState === undefined) return;
  const wanted = `${called ?? ""} [${inState ?? ""}]`.trim();
  if (name !== wanted && !(inState === undefined && name === called)) tallies.add("data-reference-name", reference);
}

export function checkProperty({ source, findings }: Scene, property: XmlElement): void {
  const owner = property.parent;
  if (owner === null || owner.type === "process" || activityTypes.has(owner.type) || eventTypes.has(owner.type)) return;
  const args = { what: describe(property), owner: describe(owner) };
  findings.add(bpmn.report("property-place", source.originOf(property), args));
}
