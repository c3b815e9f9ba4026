import { type Diagnostic, sourceOf } from "@rb/ir";

/** A diagnostic on one line: `error bpmn/duplicate-id at 3:5`. */
export function describeDiagnostic({ severity, code, origin }: Diagnostic): string {
  const { line, column } = sourceOf(origin).start;
  return `${severity} ${code} at ${line}:${column}`;
}
