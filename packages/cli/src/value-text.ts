import type { Value } from "@rb/ir";
import { compactJson, compactLines } from "./compact-json.js";

/** How a value comes about, as an author would write it: text as it is, references in braces, secrets as references. */
export function valueText(value: Value): string {
  if ("json" in value) return compactJson(value.json);
  if ("variable" in value) return `{${[value.variable, ...(value.path ?? [])].join(".")}}`;
  if ("result" in value) return `{${["result", ...value.result].join(".")}}`;
  if ("expr" in value) return `{${value.expr.text}}`;
  if ("text" in value)
    return value.text.map((piece) => (typeof piece === "string" ? piece : valueText(piece))).join("");
  if ("list" in value) return `[${value.list.map(valueText).join(", ")}]`;
  if ("object" in value) return `{${value.object.map(([key, inner]) => `${key}: ${valueText(inner)}`).join(", ")}}`;
  return "secret" in value ? `‹${value.secret}›` : value.pointer.uri;
}

/** The members of a value that is an object one by one, `name: value`; any other as one line. */
export function valueLines(value: Value): readonly string[] {
  if ("json" in value) return compactLines(value.json);
  if ("object" in value) return value.object.map(([key, inner]) => `${key}: ${valueText(inner)}`);
  return [valueText(value)];
}
