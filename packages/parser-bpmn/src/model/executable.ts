import type { Diagnostic } from "@rb/ir";
import { flag, type XmlElement } from "../xml/element.js";
import type { Model, Process } from "./model.js";

/** Whether its author means it to be run, and not only to be read (BPMN 2.0.2, 10.2.1, attribute `isExecutable`). */
export function isExecutable(process: Process): boolean {
  return flag(process.element, "isExecutable", false);
}

/** What keeps a process from being run as drawn matters where it is meant to be run; anywhere else it is a warning. */
export function whereExecutable(process: Process, diagnostic: Diagnostic): Diagnostic {
  return isExecutable(process) ? diagnostic : { ...diagnostic, severity: "warning" };
}

/** The same for an element anywhere in the document; what processes share counts when one of them is executable. */
export function isMeantToRun({ processes }: Model, element: XmlElement): boolean {
  const top = topOf(element);
  return top.type === "process" ? flag(top, "isExecutable", false) : processes.some(isExecutable);
}

/** The process, or other child of the document, that an element lies in. */
export function topOf(element: XmlElement): XmlElement {
  let top = element;
  while (top.parent !== null && top.parent.parent !== null) top = top.parent;
  return top;
}
