/** Values that have to be a MIME type or a URI (BPMN 2.0.2, 8.3.2, 8.4.1, 8.4.6 and 10.3.3). Tools write the same everywhere, so each rule is told once. */
import { isEngineLanguage } from "../vendor/languages.js";
import { hasScript } from "../vendor/script.js";
import { attribute, childText, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

const token = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*";
/** RFC 2045, 5.1: type and subtype, and parameters that aren't looked at. */
const mimeType = new RegExp(`^${token}/${token}\\s*(?:;.*)?$`);
/** RFC 3986: a scheme, and no character that a URI can't have. */
const uri = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[^\s<>"{}|\\^`%]|%[0-9A-Fa-f]{2})*$/;

/** Whether a value is a URI with a scheme. */
export function isUri(value: string): boolean {
  return uri.test(value);
}

export function checkTextFormat({ tallies }: Scene, element: XmlElement): void {
  const format = attribute(element, "textFormat");
  if (format !== undefined && !mimeType.test(format)) tallies.add("text-format", element);
}

export function checkLanguages({ tallies }: Scene, definitions: XmlElement): void {
  for (const name of ["expressionLanguage", "typeLanguage"]) {
    const value = attribute(definitions, name);
    if (value !== undefined && !isUri(value)) tallies.add("language-not-uri", definitions);
  }
}

export function checkScript({ tallies }: Scene, task: XmlElement): void {
  const format = attribute(task, task.type === "scriptTask" ? "scriptFormat" : "scriptLanguage");
  if (format !== undefined && !mimeType.test(format) && !isEngineLanguage(format)) tallies.add("script-format", task);
  if (!hasScript(task)) tallies.add("script-missing", task);
  if (format === undefined && childText(task, "script") !== undefined) tallies.add("script-without-format", task);
}
