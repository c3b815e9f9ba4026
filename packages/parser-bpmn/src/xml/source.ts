import { createLineIndex, type Position, type SourceOrigin } from "@rb/ir";
import { attribute, type XmlElement } from "./element.js";

/** Says where things stand in the document, for people. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  readonly originOf: (element: XmlElement) => SourceOrigin;
  /** A place in the text of an element. An offset into text that was written with entities can't be told: the element's start then. */
  readonly originWithin: (element: XmlElement, offset: number) => SourceOrigin;
  readonly originAt: (offset: number, pointer?: string) => SourceOrigin;
}

export function createSource(text: string, uri: string): Source {
  const lines = createLineIndex(text);
  const pointers = new Map<XmlElement, string>();

  const pointerOf = (element: XmlElement): string => {
    const known = pointers.get(element);
    if (known !== undefined) return known;
    const { parent } = element;
    const pointer =
      parent === null ? "/definitions" : `${parent.parent === null ? "" : pointerOf(parent)}/${step(element, parent)}`;
    pointers.set(element, pointer);
    return pointer;
  };
  const at = (start: Position, pointer: string, construct?: string): SourceOrigin => ({
    kind: "source",
    uri,
    pointer,
    start,
    ...(construct === undefined ? {} : { construct }),
  });

  return {
    uri,
    text,
    originOf: (element) => at(lines.positionAt(element.start), pointerOf(element), element.type),
    originWithin: (element, offset) => {
      const literal = text.startsWith(element.text, element.inner);
      return at(lines.positionAt(literal ? element.inner + offset : element.start), pointerOf(element), element.type);
    },
    originAt: (offset, pointer = "") => at(lines.positionAt(offset), pointer),
  };
}

/** `userTask[@id='t']`, or, without an id, its place among its like. */
function step(element: XmlElement, parent: XmlElement): string {
  const id = attribute(element, "id");
  if (id !== undefined) return `${element.type}[@id='${id}']`;
  const alike = parent.children.filter((one) => one.type === element.type);
  return alike.length === 1 ? element.type : `${element.type}[${alike.indexOf(element) + 1}]`;
}
