/** From text to a tree, in one pass of saxes, which decides whether the text is well-formed. A DOCTYPE is refused before it has read anything. */
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { BPMN, type XmlElement } from "./element.js";
import { findDoctype } from "./find-doctype.js";
import { trimmed } from "./trimmed.js";

export type Refusal =
  | { readonly reason: "doctype-refused"; readonly offset: number }
  | { readonly reason: "too-deep"; readonly offset: number }
  | { readonly reason: "too-many-elements"; readonly offset: number }
  | { readonly reason: "too-long"; readonly offset: number; readonly name: string; readonly limit: number }
  | { readonly reason: "malformed-xml"; readonly offset: number; readonly message: string };

export interface TreeLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
}

type Draft = { -readonly [K in keyof XmlElement]: K extends Lists ? XmlElement[K][number][] : XmlElement[K] };
type Lists = "children" | "incoming" | "outgoing";

/** Most elements are leaves; a list is only made when there is something in it. */
const noChildren: XmlElement[] = [];
const noRefs: string[] = [];
const noForeign: XmlElement["foreign"] = [];
const noAttributes: XmlElement["attributes"] = {};

export function readTree(text: string, { maxDepth, maxElements }: TreeLimits): XmlElement | Refusal {
  const doctype = findDoctype(text);
  if (doctype !== null) return { reason: "doctype-refused", offset: doctype };

  // What calls itself XML 1.1 is read by the rules of 1.0 (XML 1.0, 2.8): control characters are none of its characters.
  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: "1.0", forceXMLVersion: true });
  const kindOf = createKinds();
  let root: Draft | null = null;
  let current: Draft | null = null;
  let refusal: Refusal | null = null;
  let [depth, count] = [0, 0];
  /** saxes goes on after an error; throwing is the only way to stop it. */
  const stop = (found: Refusal): never => {
    refusal = found;
    throw found;
  };
  const malformed = (message: string): never =>
    stop({ reason: "malformed-xml", offset: Math.min(parser.position, text.length), message });
  /** A start tag can't contain another `<` (XML 1.0, 3.1), so the last one began it. */
  const startOf = (): number => text.lastIndexOf("<", parser.position - 1);

  parser.on("error", (error) => malformed(error.message));
  parser.on("attribute", ({ name, prefix, local, value }) => {
    if (prefix !== "") checkLocal(local, malformed);
    const limit = value.length > shortest ? longestOf(name, prefix) : Number.POSITIVE_INFINITY;
    if (value.length > limit) stop({ reason: "too-long", offset: startOf(), name, limit });
  });
  parser.on("opentag", (tag) => {
    const start = startOf();
    if (++depth > maxDepth) stop({ reason: "too-deep", offset: start });
    if (++count > maxElements) stop({ reason: "too-many-elements", offset: start });
    if (tag.prefix !== "") checkLocal(tag.local, malformed);
    const made: Draft = {
      type: kindOf(tag),
      attributes: noAttributes,
      foreign: noForeign,
      children: noChildren,
      incoming: noRefs,
      outgoing: noRefs,
      text: "",
      parent: current,
      start,
      inner: parser.position,
    };
    addAttributes(made, tag.attributes);
    root ??= made;
    current = made;
  });
  const onText = (piece: string): void => {
    // White space around the text is left out, and most pieces are the line ends between elements.
    if (current !== null && (current.text !== "" || trimmed(piece) !== "")) current.text += piece;
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("closetag", () => {
    depth--;
    const closed = current as Draft;
    closed.text = trimmed(closed.text);
    current = closed.parent as Draft | null;
    if (current !== null) addChild(current, closed);
  });
  try {
    parser.write(text).close();
  } catch (thrown) {
    if (refusal === null) throw thrown;
  }
  return refusal ?? (root as unknown as XmlElement);
}

function addAttributes(element: Draft, given: { readonly [name: string]: SaxesAttributeNS }): void {
  let attributes: { [name: string]: string } | null = null;
  let foreign: [name: string, value: string][] | null = null;
  for (const key in given) {
    const { name, prefix, local, uri, value } = given[key] as SaxesAttributeNS;
    // It would name no attribute of the object; nobody asks for it.
    if (name === "__proto__") continue;
    attributes ??= {};
    attributes[name] = trimmed(value);
    if (prefix === "" || prefix === "xmlns") continue;
    foreign ??= [];
    foreign.push([`{${uri}}${local}`, value]);
  }
  if (attributes !== null) element.attributes = attributes;
  if (foreign !== null) element.foreign = foreign;
}

function addChild(parent: Draft, child: Draft): void {
  const { type } = child;
  if ((type === "incoming" || type === "outgoing") && child.children === noChildren) {
    if (parent[type] === noRefs) parent[type] = [child.text];
    else parent[type].push(child.text);
  } else if (parent.children === noChildren) parent.children = [child];
  else parent.children.push(child);
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

/** What may be in a name but not begin it (XML 1.0, 2.3). saxes looks at the beginning of the whole; behind a colon the same holds (Namespaces 1.0, 4). */
const inside = /^(?:[-.\d\u00b7\u203f\u2040]|[\u0300-\u036f])/;

function checkLocal(local: string, malformed: (message: string) => never): void {
  if (inside.test(local)) malformed(`no name begins like '${local.slice(0, 20)}'.`);
}

/** One string for all tags of a kind. There are few kinds, and their strings are compared and looked up all the time. */
function createKinds(): (tag: SaxesTagNS) => string {
  const known = new Map<string, { readonly uri: string; readonly type: string }>();
  return ({ name, uri, local }) => {
    const found = known.get(name);
    if (found !== undefined && found.uri === uri) return found.type;
    const type = uri === BPMN ? local : `{${uri}}${local}`;
    known.set(name, { uri, type });
    return type;
  };
}
