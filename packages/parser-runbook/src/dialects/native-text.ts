/** Texts and expressions as the native format writes them, at places of another document. */
import type { SourceOrigin } from "@rb/ir";
import type { Log } from "../log.js";
import { originAt, type YamlNode, type YamlScalar } from "../yaml/tree.js";

/** A piece of a text: as it is, or an expression of the native format. */
export interface TextPart {
  readonly kind: "text" | "expression";
  readonly text: string;
}

/** As a text of the native format. */
export function nativeText(parts: readonly TextPart[]): string {
  return parts
    .map(({ kind, text }, index) => {
      if (kind === "expression") return `\${{ ${text} }}`;
      return parts[index + 1]?.kind === "expression" ? guarded(literal(text)) : literal(text);
    })
    .join("");
}

/** Dollars in front of an expression would make a text of it, so they become one themselves. */
function guarded(text: string): string {
  let end = text.length;
  while (text[end - 1] === "$") end--;
  return end === text.length ? text : `${text.slice(0, end)}\${{ ${JSON.stringify(text.slice(end))} }}`;
}

/** What would start an expression there is a text here. */
export function literal(text: string): string {
  return text.replaceAll("${{", () => "$${{");
}

const plain = /^[A-Za-z_][A-Za-z0-9_]*$/;
const words: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);

/** A member of what stands before it. */
export function member(name: string): string {
  if (plain.test(name) && !words.has(name)) return `.${name}`;
  return `.\`${name.replaceAll("`", "")}\``;
}

/** A value that stands where another node does. */
export function scalarAt({ start, end, pointer }: YamlNode, value: string | number): YamlScalar {
  return { kind: "scalar", start, end, pointer, value };
}

export function expressionAt(node: YamlNode, expression: string): YamlScalar {
  return scalarAt(node, `\${{ ${expression} }}`);
}

/** A place inside a text, as far as the text of the document is what was read. */
export function placeInText(node: YamlScalar, index: number, { source, places }: Log): SourceOrigin {
  return originAt(source, node, places.offsetOf(node, index));
}
