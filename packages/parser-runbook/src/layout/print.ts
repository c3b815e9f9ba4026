import { type Document, Scalar, visit } from "yaml";

/** Beyond this, a line is folded where YAML allows it. */
const LINE_WIDTH = 120;

/** YAML 1.2.2, 5.1: what may only stand as an escape, but for what the library escapes by itself. */
const unprintable = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;

/** The text of a document, laid out as all runbooks are. */
export function printed(document: Document): string {
  visit(document, {
    Scalar: (_, scalar) => {
      // Escapes are of double quotes only.
      if (typeof scalar.value === "string" && scalar.value.search(unprintable) >= 0) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document
    .toString({ lineWidth: LINE_WIDTH, flowCollectionPadding: false, singleQuote: false })
    .replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
