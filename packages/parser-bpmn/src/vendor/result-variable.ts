import { attribute, type XmlElement } from "../xml/element.js";
import { vendorAttribute, vendorElement } from "./names.js";

/** The variable that a vendor puts the result of a task into. */
export function resultVariable(task: XmlElement): string | undefined {
  const zeebe = vendorElement(task, "zeebe", "calledDecision") ?? vendorElement(task, "zeebe", "script");
  return (
    vendorAttribute(task, "engine", "resultVariable") ??
    vendorAttribute(task, "engine", "resultVariableName") ??
    (zeebe && attribute(zeebe, "resultVariable"))
  );
}

/** The variable that is all of an answer. A script answers with the variables that it sets, its result among them. */
export function wholeAnswer(task: XmlElement): string | undefined {
  return task.type === "scriptTask" ? undefined : resultVariable(task);
}
