/** Where an extension stands while its words are lowered. */
import type { Value } from "@rb/ir";
import { computedOf } from "../lower/expression.js";
import type { Lowering } from "../lower/lowering.js";
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";

export interface Place {
  readonly lowering: Lowering;
  readonly node: FlowNode;
  /** The element of BPMN that is extended. */
  readonly owner: XmlElement;
  /** The extension element; for an attribute, the owner. */
  readonly element: XmlElement;
  /** How people know the extension. */
  readonly name: string;
  /** The attribute's value, or the text of the element. */
  readonly text: string;
}

/** Members of a request, in the order in which they were written; the first of a name counts. */
export type Members = Map<string, Value>;

/** How a text becomes a value: as the engine around it would read it. */
export type ReadText = (place: Place) => Value;

/** A row of the table that adds to the request of a task. */
export type Say = (members: Members, place: Place) => void;

/** What was said first counts. */
export function put(members: Members, name: string, value: Value): void {
  if (!members.has(name)) members.set(name, value);
}

/** The same place, but about an attribute or child of the extension. */
export function within(place: Place, element: XmlElement, text: string): Place {
  return { ...place, element, text };
}

/** An attribute of an extension element. */
export function attributeOf(place: Place, name: string): Place | undefined {
  const text = attribute(place.element, name);
  return text === undefined ? undefined : { ...place, text };
}

/** The value of an expression; undefined when it isn't understood. What follows from that differs, so nothing is reported. */
export function understood({ lowering, element, text }: Place): Value | undefined {
  return computedOf({ ...lowering, report: () => {} }, element, text);
}
