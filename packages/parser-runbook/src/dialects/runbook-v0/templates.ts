/** `{{ .name }}`: what a template names, as the native format writes it. */
import { type SourceOrigin, suggest } from "@rb/ir";
import type { Log } from "../../log.js";
import { originAt, type YamlScalar } from "../../yaml/tree.js";

/** What each name stands for: an expression. */
export type Names = ReadonlyMap<string, string>;

const template = /\{\{([^{}]*)\}\}/g;
const plainName = /^\s*\.([A-Za-z_][A-Za-z0-9_]*)\s*$/;

export interface TemplatePart {
  readonly kind: "text" | "expression";
  readonly text: string;
}

/** The pieces of a text. What is no template that names something has been reported. */
export function partsOf(node: YamlScalar, names: Names, log: Log): readonly TemplatePart[] {
  const whole = String(node.value);
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const found of whole.matchAll(template)) {
    if (found.index > end) parts.push({ kind: "text", text: whole.slice(end, found.index) });
    end = found.index + found[0].length;
    const expression = expressionFor(found[1] as string, names, log, placeOf(node, found.index, log));
    parts.push(expression === undefined ? { kind: "text", text: found[0] } : { kind: "expression", text: expression });
  }
  if (end < whole.length) parts.push({ kind: "text", text: whole.slice(end) });
  const open = whole.indexOf("{{", end);
  if (open >= 0) log.say("template-syntax", placeOf(node, open, log), { text: whole.slice(open) });
  return parts;
}

function expressionFor(inner: string, names: Names, log: Log, origin: SourceOrigin): string | undefined {
  const name = plainName.exec(inner)?.[1];
  if (name === undefined) {
    log.say("template-syntax", origin, { text: `{{${inner}}}` });
    return undefined;
  }
  const expression = names.get(name);
  if (expression === undefined) log.say("unknown-template", origin, { name, hint: suggest(name, names.keys()) });
  return expression;
}

/** Where a template stands, as far as the text of the document is what was read. */
function placeOf(node: YamlScalar, index: number, { source }: Log): SourceOrigin {
  const whole = String(node.value);
  const written = source.text.slice(node.start, node.end);
  // Of a text in several lines at least the line that it starts in.
  const start = written.indexOf(whole);
  const part = start >= 0 ? start + index : written.indexOf(whole.slice(index).split("\n")[0] as string);
  return originAt(source, node, node.start + Math.max(0, part));
}

/** As a text of the native format. */
export function nativeText(parts: readonly TemplatePart[]): string {
  const whole = parts.map(({ kind, text }) => (kind === "text" ? literal(text) : `\${{ ${text} }}`));
  // A dollar in front of an expression would make a text of it.
  return whole
    .map((text, index) => (whole[index + 1]?.startsWith("${{") ? text.replace(/\$$/, dollar) : text))
    .join("");
}

const dollar = (): string => '${{ "$" }}';

/** What would start an expression there is a text here. */
export function literal(text: string): string {
  return text.replaceAll("${{", () => "$${{");
}

/** As an expression that gives a text. */
export function textExpression(parts: readonly TemplatePart[]): string {
  if (parts.length === 0) return '""';
  return parts.map(({ kind, text }) => (kind === "text" ? JSON.stringify(text) : `$string(${text})`)).join(" & ");
}
