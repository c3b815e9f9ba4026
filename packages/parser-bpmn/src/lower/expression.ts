import type { Expr, Guard, Json, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { type Piece, piecesOf } from "../juel/pieces.js";
import { short } from "../model/describe.js";
import type { XmlElement } from "../xml/element.js";
import { withoutDebris } from "./debris.js";
import { namedLanguage, saysFeel, type Understood, understand } from "./expression-language.js";
import type { Lowering } from "./lowering.js";

/** `constant` is the value of an expression that needs no evaluation. */
type Found = { readonly expr: Expr; readonly constant?: Json } | { readonly error: string };

/** The condition in an element; undefined when it is absent or empty. */
export function guardOf(lowering: Lowering, element: XmlElement | undefined): Guard | undefined {
  const text = element?.text.trim() ?? "";
  if (element === undefined || text === "") return undefined;
  const named = namedIn(lowering, element);
  if (named !== undefined) return { expr: named };
  if (text === "true" || text === "false") return { json: text === "true" };
  if (literalOf(text) !== undefined) return { unspecified: `The condition '${text}' is a number.` };
  const found = expressionOf(lowering, element, element.text);
  if ("expr" in found) return typeof found.constant === "boolean" ? { json: found.constant } : { expr: found.expr };
  return { unspecified: `The condition '${short(text)}' is in no language that is understood (${found.error}).` };
}

/** An expression whose language is named as the graph does. */
function namedIn(lowering: Lowering, element: XmlElement): Expr | undefined {
  const language = namedLanguage(element);
  if (language === undefined) return undefined;
  lowering.languages.add(language);
  return { language, text: element.text.trim(), origin: lowering.originOf(element) };
}

/** A number, or an expression, bare or in braces. */
export function computedOf(lowering: Lowering, element: XmlElement, text: string = element.text): Value | undefined {
  const named = text === element.text ? namedIn(lowering, element) : undefined;
  if (named !== undefined) return { expr: named };
  const literal = literalOf(text.trim());
  if (literal !== undefined) return { json: literal };
  const found = expressionOf(lowering, element, text);
  return "error" in found ? undefined : asValue(found);
}

function asValue({ expr, constant }: { readonly expr: Expr; readonly constant?: Json }): Value {
  return constant === undefined ? { expr } : { json: constant };
}

/**
 * Plain text that stands for itself, unless it says (by `${`, `#{` or `=`) that it is an expression or has some in it, or is declared to be in FEEL and makes
 * sense there.
 */
export function textOf(lowering: Lowering, element: XmlElement, text: string): Value {
  const trimmed = text.trim();
  const pieces = piecesOf(trimmed);
  if (pieces.length > 1 && !trimmed.startsWith("=") && pieces.some(({ isExpression }) => isExpression)) {
    return templateIn(lowering, element, pieces) ?? { json: trimmed };
  }
  if (!isMarked(trimmed) && !(text === element.text && isFormula(lowering, element, trimmed))) return { json: trimmed };
  const found = expressionOf(lowering, element, text);
  return "error" in found ? { json: trimmed } : asValue(found);
}

/** A text with expressions in it, as engines read it; undefined when one of them isn't understood. */
function templateIn(lowering: Lowering, element: XmlElement, pieces: readonly Piece[]): Value | undefined {
  const text: (string | Value)[] = [];
  for (const piece of pieces) {
    const found = piece.isExpression ? expressionOf(lowering, element, piece.text) : piece.text;
    if (typeof found === "string") text.push(found);
    else if ("error" in found) return undefined;
    else text.push(asValue(found));
  }
  return { text };
}

/** Whether a text says, by `${`, `#{` or `=`, that it is an expression. */
export function isMarked(text: string): boolean {
  return /^(?:[$#]\{|=)/.test(text);
}

/** What ISO 8601 writes is a time, whatever language is declared. */
export const isoTime: RegExp = /^(?:R\d*\/|[-+]?P[\dT]|[-+]?\d{4})/;

function isFormula(lowering: Lowering, element: XmlElement, text: string): boolean {
  if (text === "" || isoTime.test(text) || !saysFeel(lowering.model, element)) return false;
  return !("error" in understand(lowering.model, element, text));
}

/** `text` is the element's own text, or that of one of its attributes. */
function expressionOf(lowering: Lowering, element: XmlElement, text: string): Found {
  const found = understand(lowering.model, element, text);
  if ("error" in found) {
    const rest = withoutDebris(text);
    const other = rest === undefined ? found : understand(lowering.model, element, rest);
    if (!("error" in other)) {
      const args = { text: short(text) ?? "", rest: short(rest) ?? "" };
      lowering.report(bpmn.report("expression-debris", lowering.originOf(element), args));
      return expressionIn(lowering, element, other);
    }
    const { error, offset } = found;
    const isPlace = offset !== undefined && text === element.text;
    const origin = isPlace ? lowering.source.originWithin(element, offset) : lowering.originOf(element);
    lowering.report(bpmn.report("expression-not-understood", origin, { text: short(text) ?? "", reason: error }));
    return { error };
  }
  return expressionIn(lowering, element, found);
}

function expressionIn(lowering: Lowering, element: XmlElement, understood: Understood): Found {
  const { language, text, reads, constant } = understood;
  for (const name of reads) lowering.variables.read.add(name);
  lowering.languages.add(language);
  const expr = { language, text, origin: lowering.originOf(element) };
  return constant === undefined ? { expr } : { expr, constant };
}

function literalOf(text: string): Json | undefined {
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
