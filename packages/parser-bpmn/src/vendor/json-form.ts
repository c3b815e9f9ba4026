/** Forms that stand in a process as JSON (`zeebe:userTaskForm`): their fields, as those of any other form. */
import { isJsonObject, type Json, type JsonObject, type Value } from "@rb/ir";
import { attribute, type XmlElement } from "../xml/element.js";
import { extensionsOf, vendorName } from "./names.js";

const maxLength = 200_000;
const maxFields = 500;
const maxDepth = 20;

/** `key` ends with the id of the form: `camunda-forms:bpmn:userTaskForm_1`. A form that isn't there, or is no JSON, has no fields. */
export function embeddedFields(process: XmlElement, key: string): readonly Value[] {
  const id = key.slice(key.lastIndexOf(":") + 1);
  const form = extensionsOf(process).find(
    (one) => vendorName(one.type).shown === "zeebe:userTaskForm" && attribute(one, "id") === id,
  );
  if (form === undefined || form.text.length > maxLength) return [];
  const found: Value[] = [];
  addComponents(parsed(form.text), found, 0);
  return found;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** Groups of a form hold components as the form itself does. */
function addComponents(owner: Json, into: Value[], depth: number): void {
  const components = isJsonObject(owner) && Object.hasOwn(owner, "components") ? owner.components : null;
  if (!Array.isArray(components) || depth > maxDepth) return;
  for (const component of components as readonly Json[]) {
    if (into.length >= maxFields) return;
    if (!isJsonObject(component)) continue;
    const field = fieldOf(component);
    if (field !== null) into.push({ json: field });
    addComponents(component, into, depth + 1);
  }
}

/** What has no key, such as a text or a line, asks for nothing. */
function fieldOf(component: JsonObject): JsonObject | null {
  const { key, label, type, disabled, validate } = component;
  if (typeof key !== "string") return null;
  const required = isJsonObject(validate ?? null) && (validate as JsonObject).required === true;
  return {
    id: key,
    ...(typeof label === "string" ? { label } : {}),
    ...(typeof type === "string" ? { type } : {}),
    ...(required ? { required } : {}),
    ...(disabled === true ? { readOnly: true } : {}),
  };
}
