import { attribute, type XmlElement } from "../xml/element.js";

/** What its author calls an element, in one line: tools break names, so that they fit their shape. Undefined for an empty name, too. */
export function nameOf(element: XmlElement): string | undefined {
  const name = attribute(element, "name")?.replace(/\s+/g, " ").trim();
  return name === "" ? undefined : name;
}
