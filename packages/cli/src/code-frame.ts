import type { SourceOrigin } from "@rb/ir";
import { displayWidth, printable } from "./printable.js";
import type { Paint } from "./terminal.js";

/** Columns of a line that are shown; a minified document is one line of a million. */
const WINDOW = 100;

/** The lines around a place, with signs under it. Empty when the document has no such line. */
export function codeFrame(lines: readonly string[], origin: SourceOrigin, paint: Paint): string {
  const { line, column } = origin.start;
  const text = lines[line - 1];
  if (text === undefined || text === "") return "";
  const end = origin.end?.line === line ? origin.end.column : origin.end === undefined ? column + 1 : text.length + 1;
  const shift = Math.max(0, column - Math.floor(WINDOW / 2));
  const from = text.length <= WINDOW ? 0 : Math.min(shift, text.length - WINDOW);

  const width = String(line).length;
  const gutter = (label: string): string => paint("blue", `${label.padStart(width)} |`);
  const context = from === 0 && line > 1 ? [`${gutter(String(line - 1))} ${cut(lines[line - 2] ?? "", 0)}`] : [];
  const lead = displayWidth(cutMark(from) + printable(text.slice(from, column - 1)));
  const marked = displayWidth(printable(text.slice(column - 1, Math.min(end - 1, from + WINDOW))));
  return [
    `${" ".repeat(width)} ${paint("blue", "|")}`,
    ...context,
    `${gutter(String(line))} ${cut(text, from)}`,
    `${gutter("")} ${" ".repeat(lead)}${paint("red", "^".repeat(Math.max(1, marked)))}`,
  ].join("\n");
}

function cut(text: string, from: number): string {
  const shown = printable(text.slice(from, from + WINDOW));
  return `${cutMark(from)}${shown}${text.length > from + WINDOW ? "…" : ""}`.trimEnd();
}

function cutMark(from: number): string {
  return from > 0 ? "…" : "";
}
