import type { XmlElement } from "../xml/element.js";
import { vendorAttribute, vendorElement } from "./names.js";

const implementations = ["type", "topic", "class", "delegateExpression", "expression"];

/** Whether an engine has a worker, a connector, a class or an expression that does a task. */
export function isImplemented(task: XmlElement): boolean {
  if (vendorElement(task, "zeebe", "taskDefinition") ?? vendorElement(task, "engine", "connector")) return true;
  return implementations.some((local) => vendorAttribute(task, "engine", local) !== undefined);
}
