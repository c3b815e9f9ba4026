import { type Diagnostic, type Severity, type SourceOrigin, sourceOf } from "@rb/ir";
import { codeFrame } from "./code-frame.js";
import { printable } from "./printable.js";
import type { Paint, Style } from "./terminal.js";

/** Lines of a document, by the name it has in origins. */
export type SourceLines = ReadonlyMap<string, readonly string[]>;

const styles: { readonly [S in Severity]: Style } = { error: "red", warning: "yellow", info: "cyan" };

/** Lines of a text as editors count them. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}

/** A diagnostic for people: what, where (with the text itself), and how to mend it. */
export function diagnosticText(diagnostic: Diagnostic, sources: SourceLines, paint: Paint): string {
  const { severity, code, message, help, spec, related = [] } = diagnostic;
  const origin = sourceOf(diagnostic.origin);
  const lines = sources.get(origin.uri);
  const frame = lines === undefined ? "" : codeFrame(lines, origin, paint);
  const note = (label: string, text: string): string =>
    ` ${paint("blue", "=")} ${paint("bold", label)}: ${printable(text)}`;
  return [
    `${paint(styles[severity], paint("bold", `${severity}[${code}]`))}: ${paint("bold", printable(message))}`,
    ...(lines === undefined ? [] : [` ${paint("blue", "-->")} ${placeOf(origin)}`]),
    ...(frame === "" ? [] : [frame]),
    ...(help === undefined ? [] : [note("help", help)]),
    ...(spec === undefined ? [] : [note("spec", spec)]),
    ...related.map(({ message, origin }) => note("see", `${message} (${placeOf(sourceOf(origin))})`)),
    "",
  ].join("\n");
}

/** `file:line:column`, which editors and terminals make clickable. */
export function placeOf(origin: SourceOrigin): string {
  return `${printable(origin.uri)}:${origin.start.line}:${origin.start.column}`;
}
