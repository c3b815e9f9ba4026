/** `{{ .name }}`: what a template names, as the native format writes it. */
import type { SourceOrigin } from "@rb/ir";
import type { Log } from "../../log.js";
import type { YamlScalar } from "../../yaml/tree.js";
import { placeInText, type TextPart } from "../native-text.js";
import type { Names } from "./names.js";

const template = /\{\{([^{}]*)\}\}/g;
const plainName = /^\s*\.([A-Za-z_][A-Za-z0-9_]*)\s*$/;

/** The pieces of a text. What is no template that names something has been reported. */
export function partsOf(node: YamlScalar, names: Names, log: Log): readonly TextPart[] {
  const whole = String(node.value);
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of whole.matchAll(template)) {
    if (found.index > end) parts.push({ kind: "text", text: whole.slice(end, found.index) });
    end = found.index + found[0].length;
    const expression = expressionFor(found[1] as string, names, log, placeInText(node, found.index, log));
    parts.push(expression === undefined ? { kind: "text", text: found[0] } : { kind: "expression", text: expression });
  }
  if (end < whole.length) parts.push({ kind: "text", text: whole.slice(end) });
  const open = whole.indexOf("{{", end);
  if (open >= 0) log.say("template-syntax", placeInText(node, open, log), { text: whole.slice(open) });
  return parts;
}

function expressionFor(inner: string, names: Names, log: Log, origin: SourceOrigin): string | undefined {
  const name = plainName.exec(inner)?.[1];
  if (name === undefined) {
    log.say("template-syntax", origin, { text: `{{${inner}}}` });
    return undefined;
  }
  const denied = names.deniedBy(name);
  if (denied !== undefined) {
    log.say("denied-name", origin, { name, pattern: denied });
    return `$error(${JSON.stringify(`'${name}' is denied by 'deny_env_vars'`)})`;
  }
  const expression = names.get(name);
  if (expression === undefined) log.say("unknown-template", origin, { name, hint: log.suggest(name, names.keys()) });
  return expression;
}

/** As an expression that gives a text. */
export function textExpression(parts: readonly TextPart[]): string {
  if (parts.length === 0) return '""';
  return parts.map(({ kind, text }) => (kind === "text" ? JSON.stringify(text) : `$string(${text})`)).join(" & ");
}
