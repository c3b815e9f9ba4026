/**
 * What an event brings or takes is said once in a document, and written down for each of its definitions, and again for each gateway that
 * waits for it. Such copies are bounded for a document as a whole, so that none grows as its square.
 */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode, Model } from "../model/model.js";
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
  lowering.report(bpmn.report("event-too-large", lowering.originOf(node.element), args));
  return false;
}
