/**
 * Texts of vendors as values. In the words of an engine, `${…}` and `#{…}` are expressions wherever they stand in a text; in
 * those of Zeebe a text that begins with `=` is FEEL, and any other is just text. What isn't understood is handed over as it is written.
 */
import type { Json, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { piecesOf } from "../juel/pieces.js";
import { describe, short } from "../model/describe.js";
import { type Place, type ReadText, understood, within } from "./place.js";

/** A text in which an engine would evaluate what stands in braces. */
export function templateOf(place: Place): Value {
  const pieces = piecesOf(place.text);
  const [only, ...others] = pieces;
  if (only === undefined) return { json: "" };
  if (others.length === 0) return only.isExpression ? expressionOf(place, only.text) : { json: only.text };
  // White space around a lone expression isn't part of a text.
  const inked = pieces.filter(({ isExpression, text }) => isExpression || text.trim() !== "");
  if (inked.length === 1 && inked[0]?.isExpression === true) return expressionOf(place, inked[0].text);
  return { text: pieces.map(({ text, isExpression }) => (isExpression ? expressionOf(place, text) : text)) };
}

/** A text of Zeebe. Secrets of connectors become references, so that they never enter a run. */
export function feelOf(place: Place): Value {
  const text = place.text.trim();
  if (text.startsWith("=")) return expressionOf(place, text);
  const pieces = text.split(secret).map((piece, at): string | Value => (at % 2 === 0 ? piece : referenceTo(piece)));
  const inked = pieces.filter((piece) => piece !== "");
  const [only] = inked;
  if (pieces.length === 1 || only === undefined) return { json: place.text };
  return inked.length === 1 && typeof only !== "string" ? only : { text: inked };
}

const secret = /\{\{\s*secrets\.([\w.-]{1,200})\s*\}\}/;

function referenceTo(name: string): Value {
  return { secret: `secret://camunda/${name}` };
}

/** Whether a secret is only a part of a value: a variable can't hold such a value, a request can. */
export function hidesSecret(value: Value): boolean {
  if ("list" in value) return value.list.some(hasSecret);
  if ("object" in value) return value.object.some(([, one]) => hasSecret(one));
  return "text" in value && value.text.some((one) => typeof one !== "string" && hasSecret(one));
}

function hasSecret(value: Value): boolean {
  return "secret" in value || hidesSecret(value);
}

/** Names divided by commas, as a list; one expression stands for all of them. */
export function namesOf(place: Place, readText: ReadText): Value {
  const names = divided(place.text).map((name) => readText(within(place, place.element, name)));
  return oneOrAll(names);
}

/** What an expression gives may be several names by itself. */
export function oneOrAll(names: readonly Value[]): Value {
  const [only] = names;
  return names.length === 1 && only !== undefined && !("json" in only) ? only : listOf(names);
}

export function listOf(values: readonly Value[]): Value {
  const plain = values.flatMap((value) => ("json" in value ? [value.json] : []));
  return plain.length === values.length ? { json: plain } : { list: values };
}

export function objectOf(members: ReadonlyMap<string, Value>): Value {
  const entries = [...members];
  const plain = entries.flatMap(([key, value]): [string, Json][] => ("json" in value ? [[key, value.json]] : []));
  // `fromEntries` defines own members, whatever they are called.
  return plain.length === entries.length ? { json: Object.fromEntries(plain) } : { object: entries };
}

function expressionOf(place: Place, text: string): Value {
  const found = understood(within(place, place.element, text));
  if (found !== undefined) return found;
  const { lowering, element, node, name } = place;
  const args = { what: describe(node), name, text: short(text) ?? "" };
  lowering.report(bpmn.report("vendor-value", lowering.originOf(element), args));
  return { json: text };
}

/** At the commas that stand outside of expressions. */
function divided(text: string): readonly string[] {
  if (/^\s*=/.test(text)) return [text];
  const names: string[] = [""];
  for (const piece of piecesOf(text)) {
    const parts = piece.isExpression ? [piece.text] : piece.text.split(",");
    names[names.length - 1] += parts[0] ?? "";
    for (const part of parts.slice(1)) names.push(part);
  }
  return names.map((name) => name.trim()).filter((name) => name !== "");
}
