import { attribute, type XmlElement } from "../xml/element.js";
import { vendorAttribute, vendorElement } from "./names.js";

/** The variable that a vendor puts the whole answer of a task into. */
export function resultVariable(task: XmlElement): string | undefined {
  const zeebe = vendorElement(task, "zeebe", "calledDecision") ?? vendorElement(task, "zeebe", "script");
  return (
    vendorAttribute(task, "engine", "resultVariable") ??
    vendorAttribute(task, "engine", "resultVariableName") ??
    (zeebe && attribute(zeebe, "resultVariable"))
  );
}
