/**
 * The gate in front of the XML parser. fast-xml-parser takes much that is no XML and gives no positions, so saxes reads the
 * text first: it decides whether the text is well-formed, and notes for each element, in document order, which namespace
 * it belongs to and where it stands. A DOCTYPE is refused before either of them has read anything.
 */
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { BPMN, type XmlElement } from "./element.js";

/** What is known of the elements, by their number in document order. Columns instead of objects: large files have many. */
export interface Marks {
  /** As written, with prefix. */
  readonly names: readonly string[];
  readonly types: readonly string[];
  readonly starts: readonly number[];
  readonly inners: readonly number[];
  /** Only for elements that have attributes of other namespaces. */
  readonly foreign: ReadonlyMap<number, XmlElement["foreign"]>;
}

export type Refusal =
  | { readonly reason: "doctype-refused"; readonly offset: number }
  | { readonly reason: "too-deep"; readonly offset: number }
  | { readonly reason: "too-long"; readonly offset: number; readonly name: string; readonly limit: number }
  | { readonly reason: "malformed-xml"; readonly offset: number; readonly message: string };

export function gate(text: string, maxDepth: number): Marks | Refusal {
  const doctype = findDoctype(text);
  if (doctype !== null) return { reason: "doctype-refused", offset: doctype };

  const parser = new SaxesParser({ xmlns: true, position: false });
  const names: string[] = [];
  const types: string[] = [];
  const starts: number[] = [];
  const inners: number[] = [];
  const foreign = new Map<number, XmlElement["foreign"]>();
  const kindOf = createKinds();
  let refusal: Refusal | null = null;
  let depth = 0;
  let hasForeign = false;
  /** saxes goes on after an error; throwing is the only way to stop it. */
  const stop = (found: Refusal): never => {
    refusal = found;
    throw found;
  };
  /** A start tag can't contain another `<` (XML 1.0, 3.1), so the last one began it. */
  const startOf = (): number => text.lastIndexOf("<", parser.position - 1);
  parser.on("error", (error) =>
    stop({ reason: "malformed-xml", offset: Math.min(parser.position, text.length), message: error.message }),
  );
  parser.on("attribute", ({ name, prefix, value }) => {
    if (prefix !== "" && prefix !== "xmlns") hasForeign = true;
    const limit = value.length > shortest ? longestOf(name, prefix) : Number.POSITIVE_INFINITY;
    if (value.length > limit) stop({ reason: "too-long", offset: startOf(), name, limit });
  });
  parser.on("opentag", (tag) => {
    const start = startOf();
    if (++depth > maxDepth) stop({ reason: "too-deep", offset: start });
    if (hasForeign) foreign.set(names.length, foreignOf(Object.values(tag.attributes)));
    hasForeign = false;
    const { name, type } = kindOf(tag);
    names.push(name);
    types.push(type);
    starts.push(start);
    inners.push(parser.position);
  });
  parser.on("closetag", () => {
    depth--;
  });
  try {
    parser.write(text).close();
  } catch (thrown) {
    if (refusal === null) throw thrown;
  }
  return refusal ?? { names, types, starts, inners, foreign };
}

/**
 * What names things is written again wherever they are meant: an id in the path of all that it contains, the name of a message with each event. Long
 * ones would make much of a small document. In UTF-16 units.
 */
const longest: ReadonlyMap<string, number> = new Map([
  ["id", 500],
  ["name", 4000],
  ["errorCode", 4000],
  ["escalationCode", 4000],
  ["xmlns", 1000],
]);
const shortest = Math.min(...longest.values());

function longestOf(name: string, prefix: string): number {
  return longest.get(prefix === "xmlns" ? prefix : name) ?? Number.POSITIVE_INFINITY;
}

interface Kind {
  readonly name: string;
  readonly uri: string;
  readonly type: string;
}

/** One pair of strings for all tags of a kind. There are few kinds, and their strings are compared and looked up all the time. */
function createKinds(): (tag: SaxesTagNS) => Kind {
  const known = new Map<string, Kind>();
  return ({ name, uri, local }) => {
    const found = known.get(name);
    if (found !== undefined && found.uri === uri) return found;
    const kind = { name, uri, type: uri === BPMN ? local : `{${uri}}${local}` };
    known.set(name, kind);
    return kind;
  };
}

function foreignOf(attributes: readonly SaxesAttributeNS[]): XmlElement["foreign"] {
  return attributes
    .filter(({ prefix }) => prefix !== "" && prefix !== "xmlns")
    .map(({ uri, local, value }) => [`{${uri}}${local}`, value]);
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
