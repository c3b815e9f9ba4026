/**
 * What an event brings or takes is said once in a document, and written down for each of its definitions, and again for each gateway that
 * waits for it; what it refers to is written down wherever it is referred to. Such copies are bounded for a document as a whole, so that none grows as its square.
 */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode, Model } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import type { Lowering } from "./lowering.js";

/** How many arms, throws and bindings the events of a document may have beyond what it says itself. */
const mostCopies = 10_000;

const copies = new WeakMap<Model, number>();

/** Whether so much may be copied for an event; what may not is reported. */
export function mayCopy(lowering: Lowering, node: FlowNode, count: number): boolean {
  if (count <= 0) return true;
  const sum = (copies.get(lowering.model) ?? 0) + count;
  if (sum <= mostCopies) {
    copies.set(lowering.model, sum);
    return true;
  }
  const args = { what: describe(node), limit: mostCopies };
  lowering.report(bpmn.report("too-much-copied", lowering.originOf(node.element), args));
  return false;
}

/** So many characters of what is referred to count as one copy. */
const charactersOfACopy = 200;

/** Whether an element that others may refer to as well, a global task or an event definition, may be written down for this node. */
export function mayRepeat(lowering: Lowering, node: FlowNode, element: XmlElement): boolean {
  if (element.parent === node.element) return true;
  return mayCopy(lowering, node, Math.floor(sizeOf(element) / charactersOfACopy));
}

const sizes = new WeakMap<XmlElement, number>();

function sizeOf(element: XmlElement): number {
  let size = sizes.get(element);
  if (size === undefined) {
    const values = Object.values(element.attributes);
    size = [element.text, ...values].reduce((sum, { length }) => sum + length, 0);
    for (const one of element.children) size += sizeOf(one);
    sizes.set(element, size);
  }
  return size;
}
