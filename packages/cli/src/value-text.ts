import type { Json, Value } from "@rb/ir";

/** How a value comes about, as an author would write it: text as it is, references in braces, secrets as references. */
export function valueText(value: Value): string {
  if ("json" in value) return jsonText(value.json);
  if ("variable" in value) return `{${[value.variable, ...(value.path ?? [])].join(".")}}`;
  if ("result" in value) return `{${["result", ...value.result].join(".")}}`;
  if ("expr" in value) return `{${value.expr.text}}`;
  if ("text" in value)
    return value.text.map((piece) => (typeof piece === "string" ? piece : valueText(piece))).join("");
  if ("list" in value) return `[${value.list.map(valueText).join(", ")}]`;
  if ("object" in value) return `{${value.object.map(([key, inner]) => `${key}: ${valueText(inner)}`).join(", ")}}`;
  return "secret" in value ? value.secret : value.pointer.uri;
}

/** Members of an object value, for showing them one by one; a value that is none has no names. */
export function valueMembers(value: Value): readonly (readonly [name: string, text: string])[] {
  if ("object" in value) return value.object.map(([key, inner]) => [key, valueText(inner)]);
  return [["", valueText(value)]];
}

function jsonText(json: Json): string {
  return typeof json === "string" ? json : JSON.stringify(json);
}
