/** What data is made of: the item definition that an element names (BPMN 2.0.2, 8.4.10). */
import type { Model } from "../model/model.js";
import { attribute, childText, type XmlElement } from "../xml/element.js";

/** The item definition of a data element, a message, an error, an escalation or a signal; undefined where it has none in this document. */
export function itemOf(model: Model, element: XmlElement): XmlElement | undefined {
  const ref =
    attribute(element, "itemSubjectRef") ?? attribute(element, "itemRef") ?? attribute(element, "structureRef");
  if (ref === undefined) {
    const target = model.resolve(attribute(element, "dataObjectRef") ?? attribute(element, "dataStoreRef") ?? "");
    return target?.type === "dataObject" || target?.type === "dataStore" ? itemOf(model, target) : undefined;
  }
  const found = model.resolve(ref);
  return found?.type === "itemDefinition" ? found : undefined;
}

/** Whether an element names an item that this document doesn't define, so that nothing can be said of it. */
export function hasUnknownItem(model: Model, element: XmlElement): boolean {
  return attribute(element, "itemSubjectRef") !== undefined && itemOf(model, element) === undefined;
}

/** Two definitions are as good as one when they name the same structure. */
export function isSameItem(one: XmlElement, other: XmlElement): boolean {
  const structure = attribute(one, "structureRef");
  return one === other || (structure !== undefined && structure === attribute(other, "structureRef"));
}

/** The item of the message that an attribute or child element names. */
export function messageItem(model: Model, element: XmlElement, name: string): XmlElement | undefined {
  const message = model.resolve(attribute(element, name) ?? childText(element, name) ?? "");
  return message === undefined ? undefined : itemOf(model, message);
}
