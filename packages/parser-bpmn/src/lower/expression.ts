import type { Expr, Guard, Json, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { juel } from "../juel/juel.js";
import { short } from "../model/describe.js";
import type { XmlElement } from "../xml/element.js";
import type { Lowering } from "./lowering.js";

/**
 * Where another language is added: what the text of an expression is, whatever its `language` attribute says (exporters
 * write anything there). Only one language is known, and FEEL (`=…`) is read as far as it means the same.
 */
type Found = { readonly expr: Expr } | { readonly error: string };

/** The condition in an element; undefined when it is absent or empty. */
export function guardOf(lowering: Lowering, element: XmlElement | undefined): Guard | undefined {
  const text = element?.text.trim() ?? "";
  if (element === undefined || text === "") return undefined;
  if (text === "true" || text === "false") return { json: text === "true" };
  if (literalOf(text) !== undefined) {
    lowering.report(bpmn.report("condition-not-boolean", lowering.originOf(element), { text }));
    return { unspecified: `The condition '${text}' is a number.` };
  }
  const found = expressionOf(lowering, element, element.text);
  if ("expr" in found) return found;
  return { unspecified: `The condition '${short(text)}' is in no language that is understood (${found.error}).` };
}

/** A number, or an expression, bare or in braces. */
export function computedOf(lowering: Lowering, element: XmlElement, text: string = element.text): Value | undefined {
  const literal = literalOf(text.trim());
  if (literal !== undefined) return { json: literal };
  const found = expressionOf(lowering, element, text);
  return "expr" in found ? found : undefined;
}

/** Plain text that stands for itself, unless it says (by `${`, `#{` or `=`) that it is an expression. */
export function textOf(lowering: Lowering, element: XmlElement, text: string): Value {
  const trimmed = text.trim();
  if (!/^(?:[$#]\{|=)/.test(trimmed)) return { json: trimmed };
  const found = expressionOf(lowering, element, text);
  return "expr" in found ? found : { json: trimmed };
}

/** `text` is the element's own text, or that of one of its attributes. */
function expressionOf(lowering: Lowering, element: XmlElement, text: string): Found {
  const lead = /^\s*=?\s*/.exec(text)?.[0].length ?? 0;
  const inner = text.slice(lead).trimEnd();
  const compiled = juel.compile(inner);
  if ("error" in compiled) {
    const at = lead + (compiled.offset ?? 0);
    const own = text === element.text;
    const origin = own ? lowering.source.originWithin(element, at) : lowering.originOf(element);
    const args = { text: short(text) ?? "", reason: compiled.error };
    lowering.report(bpmn.report("expression-not-understood", origin, args));
    return { error: compiled.error };
  }
  for (const name of compiled.reads ?? []) lowering.variables.read.add(name);
  return { expr: { language: juel.name, text: inner, origin: lowering.originOf(element) } };
}

function literalOf(text: string): Json | undefined {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
