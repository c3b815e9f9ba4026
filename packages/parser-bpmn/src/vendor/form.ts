/** Forms: what a person is asked for. A field says how it is called, what people read beside it, its type, and whether it must be filled. */
import type { Json, Value } from "@rb/ir";
import { attribute, type XmlElement } from "../xml/element.js";
import { embeddedFields } from "./json-form.js";
import { extensionsOf, vendorAttribute, vendorChildren, vendorElement, vendorName } from "./names.js";
import { type Members, type Place, type Say, within } from "./place.js";
import { listOf, objectOf, templateOf } from "./values.js";

/** The form of a task, however many attributes and elements say something about it. */
export const form: Say = (members, place) => {
  if (members.has("form")) return;
  const { owner } = place;
  const parts: Members = new Map();
  const zeebe = vendorElement(owner, "zeebe", "formDefinition");
  const key =
    vendorAttribute(owner, "engine", "formKey") ??
    (zeebe && (attribute(zeebe, "formKey") ?? attribute(zeebe, "externalReference")));
  const id = vendorAttribute(owner, "engine", "formRef") ?? (zeebe && attribute(zeebe, "formId"));
  if (key !== undefined) parts.set("key", { json: key });
  if (id !== undefined) parts.set("id", { json: id });
  const fields = fieldsOf(owner).map((field) => fieldValue(place, field));
  const embedded = zeebe === undefined || key === undefined ? [] : embeddedFields(place.lowering.process.element, key);
  if (fields.length + embedded.length > 0) parts.set("fields", listOf([...fields, ...embedded]));
  if (parts.size > 0) members.set("form", objectOf(parts));
};

/** The variables that the form of an element fills. */
export function formVariables(owner: XmlElement): readonly string[] {
  return fieldsOf(owner).flatMap((field) => attribute(field, "variable") ?? attribute(field, "id") ?? []);
}

/** `formField` elements in `formData`, or `formProperty` elements by themselves. */
function fieldsOf(owner: XmlElement): readonly XmlElement[] {
  return extensionsOf(owner).flatMap((element) => {
    const { dialect, local } = vendorName(element.type);
    if (dialect !== "engine") return [];
    return local === "formData"
      ? vendorChildren(element, "engine", "formField")
      : local === "formProperty"
        ? [element]
        : [];
  });
}

function fieldValue(place: Place, field: XmlElement): Value {
  const parts: Members = new Map();
  const add = (name: string, text: string | undefined): void => {
    if (text !== undefined) parts.set(name, { json: text });
  };
  add("id", attribute(field, "id"));
  add("label", attribute(field, "label") ?? attribute(field, "name"));
  add("type", attribute(field, "type"));
  if (isRequired(field)) parts.set("required", { json: true });
  if (attribute(field, "writable") === "false") parts.set("readOnly", { json: true });
  const given = attribute(field, "defaultValue") ?? attribute(field, "default");
  if (given !== undefined) parts.set("default", templateOf(within(place, field, given)));
  const options = vendorChildren(field, "engine", "value").map(optionOf);
  if (options.length > 0) parts.set("options", { json: options });
  return objectOf(parts);
}

function isRequired(field: XmlElement): boolean {
  if (attribute(field, "required") === "true") return true;
  const rules = vendorChildren(field, "engine", "validation").flatMap(({ children }) => children);
  return rules.some((rule) => attribute(rule, "name") === "required" && attribute(rule, "config") !== "false");
}

function optionOf(value: XmlElement): Json {
  const id = attribute(value, "id") ?? "";
  return { id, label: attribute(value, "name") ?? id };
}
