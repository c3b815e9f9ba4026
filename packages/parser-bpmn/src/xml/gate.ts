/**
 * The gate in front of the XML parser. fast-xml-parser takes much that is no XML and gives no positions, so saxes reads the
 * text first: it decides whether the text is well-formed, and notes for each element, in document order, which namespace
 * it belongs to and where it stands. A DOCTYPE is refused before either of them has read anything.
 */
import { SaxesParser } from "saxes";
import { BPMN } from "./element.js";

export interface Mark {
  /** As written, with prefix. */
  readonly name: string;
  readonly type: string;
  readonly foreign: readonly (readonly [name: string, value: string])[];
  readonly start: number;
  readonly inner: number;
}

export type Refusal =
  | { readonly reason: "doctype-refused"; readonly offset: number }
  | { readonly reason: "too-deep"; readonly offset: number }
  | { readonly reason: "malformed-xml"; readonly offset: number; readonly message: string };

const none: Mark["foreign"] = [];

export function gate(text: string, maxDepth: number): readonly Mark[] | Refusal {
  const doctype = findDoctype(text);
  if (doctype !== null) return { reason: "doctype-refused", offset: doctype };

  const parser = new SaxesParser({ xmlns: true, position: false });
  const marks: Mark[] = [];
  let refusal: Refusal | null = null;
  let depth = 0;
  /** saxes goes on after an error; throwing is the only way to stop it. */
  const stop = (found: Refusal): never => {
    refusal = found;
    throw found;
  };
  parser.on("error", (error) =>
    stop({ reason: "malformed-xml", offset: Math.min(parser.position, text.length), message: error.message }),
  );
  parser.on("opentag", (tag) => {
    // A start tag can't contain another `<` (XML 1.0, 3.1), so the last one began it.
    const start = text.lastIndexOf("<", parser.position - 1);
    if (++depth > maxDepth) stop({ reason: "too-deep", offset: start });
    let foreign = none;
    for (const name in tag.attributes) {
      const { uri, local, prefix, value } = tag.attributes[name] as (typeof tag.attributes)[string];
      if (prefix !== "" && prefix !== "xmlns") foreign = [...foreign, [`{${uri}}${local}`, value]];
    }
    const type = tag.uri === BPMN ? tag.local : `{${tag.uri}}${tag.local}`;
    marks.push({ name: tag.name, type, foreign, start, inner: parser.position });
  });
  parser.on("closetag", () => {
    depth--;
  });
  try {
    parser.write(text).close();
  } catch (thrown) {
    if (refusal === null) throw thrown;
  }
  return refusal ?? marks;
}

/** Only declarations, comments and processing instructions may come before a DOCTYPE (XML 1.0, 2.8), so only they are skipped. */
function findDoctype(text: string): number | null {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    const close = text.startsWith("<?", at) ? "?>" : text.startsWith("<!--", at) ? "-->" : null;
    if (close === null) return /^<!(?:doctype|entity)/i.test(text.slice(at, at + 9)) ? at : null;
    const end = text.indexOf(close, at + 2);
    if (end === -1) return null;
    at = end + close.length;
  }
}
