/** Values as texts of CACAO, in which `__name__:value` stands for a variable's value (CACAO 2.0, using variables). */
import { isJsonObject, type Json, type Value } from "@rb/ir";

/** Whether a variable can be declared by this name (CACAO 2.0, variable scope). */
export function isVariableName(name: string): boolean {
  return name.length <= 250 && /^__[A-Za-z][\w.-]*__$/.test(name) && name.length > 4;
}

/** The JSON that is read back as this value; undefined where there is none. */
export function jsonOf(value: Value): Json | undefined {
  if ("json" in value) return isPlain(value.json) ? value.json : undefined;
  if ("variable" in value) return value.path === undefined ? reference(value.variable) : undefined;
  if ("text" in value) return textOf(value.text);
  if ("list" in value) return value.list.every(isFixed) ? undefined : listOf(value.list);
  if ("object" in value)
    return value.object.every(([, member]) => isFixed(member)) ? undefined : objectOf(value.object);
  return undefined;
}

function isFixed(value: Value): boolean {
  return "json" in value;
}

/** Whether no text in it would be read as a reference. */
function isPlain(json: Json): boolean {
  if (typeof json === "string") return !json.includes("__:value");
  if (Array.isArray(json)) return json.every(isPlain);
  return !isJsonObject(json) || Object.values(json).every((member) => isPlain(member as Json));
}

function reference(name: string): string | undefined {
  return isVariableName(name) ? `${name}:value` : undefined;
}

/** Pieces beside each other must not make up another reference than was meant. */
function textOf(pieces: readonly (string | Value)[]): string | undefined {
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      if (piece === "" || piece.includes("__:value") || piece.startsWith(":value")) return undefined;
      text += piece;
      continue;
    }
    const name = "variable" in piece && piece.path === undefined ? reference(piece.variable) : undefined;
    if (name === undefined || /[\w.-]$/.test(text)) return undefined;
    text += name;
  }
  return pieces.length > 1 ? text : undefined;
}

function listOf(values: readonly Value[]): Json | undefined {
  const items = values.map(jsonOf);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function objectOf(entries: readonly (readonly [string, Value])[]): Json | undefined {
  const members: [string, Json][] = [];
  for (const [name, value] of entries) {
    const json = jsonOf(value);
    if (json === undefined) return undefined;
    members.push([name, json]);
  }
  return Object.fromEntries(members);
}

/** A value in words, for people. */
export function wordsOf(value: Value | undefined): string {
  if (value === undefined) return "";
  if ("json" in value) return typeof value.json === "string" ? value.json : JSON.stringify(value.json);
  if ("expr" in value) return value.expr.text;
  if ("variable" in value) return [value.variable, ...(value.path ?? [])].join(".");
  if ("text" in value) return value.text.map((piece) => (typeof piece === "string" ? piece : wordsOf(piece))).join("");
  return "";
}

/** A text in which nothing is taken for a reference to a variable. */
export function quoted(text: string): string {
  return text.replaceAll("__:value", "__ :value");
}
