import { type Document, Scalar, visit, YAMLMap, YAMLSeq } from "yaml";

/** Beyond this, a line is folded where YAML allows it. */
const LINE_WIDTH = 120;

/**
 * YAML 1.2.2, 5.1: what may only stand as an escape, but for what the library escapes by itself; and what nobody sees, or what makes other characters
 * stand elsewhere than they are. In comments these stand as escapes as well, so that they are seen.
 */
const unprintable =
  /[\u007f-\u0084\u0086-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]/g;

/** The text of a document, laid out as all runbooks are. */
export function printed(document: Document): string {
  visit(document, {
    Map: (_, map) => padded(map, YAMLMap.prototype.toString, " "),
    Seq: (_, list) => padded(list, YAMLSeq.prototype.toString, ""),
    Scalar: (_, scalar) => {
      const { value, type } = scalar;
      if (typeof value !== "string") return;
      // Escapes are of double quotes only.
      if (value.search(unprintable) >= 0) scalar.type = Scalar.QUOTE_DOUBLE;
      else if (type === Scalar.QUOTE_SINGLE || type === Scalar.QUOTE_DOUBLE) scalar.type = quotesOf(value);
    },
  });
  return document
    .toString({ lineWidth: LINE_WIDTH })
    .replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

type Print = YAMLMap["toString"];

/** `{ a: 1 }`, but `[1]`, as most formatters write them; the library has one word for both. */
function padded(node: { toString: Print }, print: Print, flowCollectionPadding: string): void {
  node.toString = (context, ...hooks) =>
    print.call(node as YAMLMap, context && { ...context, flowCollectionPadding }, ...hooks);
}

/** Single ones only around double ones, which would need escapes. */
function quotesOf(value: string): Scalar.Type {
  const needsDouble = /['\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value);
  return value.includes('"') && !needsDouble ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
}
