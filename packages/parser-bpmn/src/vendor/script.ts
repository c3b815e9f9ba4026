/** What a script task runs: the script of BPMN, or what a vendor says instead. */
import type { XmlElement } from "../xml/element.js";
import { attribute, childText } from "../xml/element.js";
import { isImplemented } from "./implemented.js";
import { extensionsOf, vendorAttribute, vendorName } from "./names.js";
import { put, type Say } from "./place.js";

/** Whether anything says what a script task does. Of the elements of unknown vendors nobody can tell. */
export function hasScript(task: XmlElement): boolean {
  if (childText(task, "script") !== undefined || vendorAttribute(task, "engine", "resource") !== undefined) return true;
  if (isImplemented(task)) return true;
  return extensionsOf(task).some(({ type }) => {
    const { dialect, local } = vendorName(type);
    return dialect === "other" || dialect === "rb" || (dialect === "zeebe" && local === "script");
  });
}

/** An expression that isn't understood here is a script for an executor that knows FEEL. */
export const feelExpression: Say = (members, { element }) => {
  const text = attribute(element, "expression");
  if (text === undefined) return;
  put(members, "format", { json: "feel" });
  put(members, "script", { json: text });
};
