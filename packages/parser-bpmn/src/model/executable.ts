import type { Diagnostic } from "@rb/ir";
import { flag } from "../xml/element.js";
import type { Process } from "./model.js";

/** Whether its author means it to be run, and not only to be read (BPMN 2.0.2, 10.2.1, attribute `isExecutable`). */
export function isExecutable(process: Process): boolean {
  return flag(process.element, "isExecutable", false);
}

/** What keeps a process from being run as drawn matters where it is meant to be run; anywhere else it is a warning. */
export function whereExecutable(process: Process, diagnostic: Diagnostic): Diagnostic {
  return isExecutable(process) ? diagnostic : { ...diagnostic, severity: "warning" };
}
