import { createLineIndex, type SourceOrigin } from "@rb/ir";
import { attribute, type XmlElement } from "./element.js";
import { offsetWithin } from "./offset-within.js";

/** Says where things stand in the document, for people. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly originOf: (element: XmlElement) => SourceOrigin;
  /** Where an attribute of the element begins; the element's start when it has none of that name. */
  readonly originOfAttribute: (element: XmlElement, name: string) => SourceOrigin;
  /** A place in the text of an element; the element's start where elements stand between its texts. */
  readonly originWithin: (element: XmlElement, offset: number) => SourceOrigin;
  readonly originAt: (offset: number) => SourceOrigin;
}

export function createSource(text: string, uri: string): Source {
  const lines = createLineIndex(text);
  // What the pointers of siblings have in common is kept, so that a large document doesn't hold its own paths many times.
  const shared = new Map<XmlElement, Map<string, string>>();
  const ordinal = createOrdinals();

  const pointerOf = (element: XmlElement): string => {
    const { parent, type } = element;
    if (parent === null) return "/definitions";
    let prefixes = shared.get(parent);
    if (prefixes === undefined) {
      prefixes = new Map();
      shared.set(parent, prefixes);
    }
    let prefix = prefixes.get(type);
    if (prefix === undefined) {
      prefix = `${parent.parent === null ? "" : pointerOf(parent)}/${type}[`;
      prefixes.set(type, prefix);
    }
    const id = attribute(element, "id");
    return id === undefined ? `${prefix}${ordinal(element, parent)}]` : `${prefix}@id='${id}']`;
  };
  const at = (element: XmlElement, offset: number): SourceOrigin => ({
    kind: "source",
    uri,
    pointer: pointerOf(element),
    start: lines.positionAt(offset),
    construct: element.type,
  });

  return {
    uri,
    text,
    originOf: (element) => at(element, element.start),
    originOfAttribute: (element, name) => at(element, attributeStart(text, element, name)),
    originWithin: (element, offset) =>
      at(element, offsetWithin(text, element.inner, element.text, offset) ?? element.start),
    originAt: (offset) => ({ kind: "source", uri, pointer: "", start: lines.positionAt(offset) }),
  };
}

/** Values are skipped as a whole, so that none is taken for an attribute. */
function attributeStart(text: string, { start, inner }: XmlElement, name: string): number {
  for (const found of text.slice(start, inner).matchAll(/\s([^\s=<>"']+)\s*=\s*(?:"[^"]*"|'[^']*')/g)) {
    if (found[1] === name) return start + found.index + 1;
  }
  return start;
}

/** Counts children once for each parent; one that has ten thousand without an id must not be counted for each of them. */
function createOrdinals(): (element: XmlElement, parent: XmlElement) => number {
  const known = new Map<XmlElement, ReadonlyMap<XmlElement, number>>();
  return (element, parent) => {
    let numbers = known.get(parent);
    if (numbers === undefined) {
      numbers = numbered(parent.children);
      known.set(parent, numbers);
    }
    return numbers.get(element) as number;
  };
}

function numbered(children: readonly XmlElement[]): ReadonlyMap<XmlElement, number> {
  const counts = new Map<string, number>();
  const numbers = new Map<XmlElement, number>();
  for (const one of children) {
    const count = (counts.get(one.type) ?? 0) + 1;
    counts.set(one.type, count);
    numbers.set(one, count);
  }
  return numbers;
}
