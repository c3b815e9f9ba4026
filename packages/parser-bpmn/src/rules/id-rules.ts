/** Elements that others name have an id (BPMN 2.0.2, 8.3.1). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { Model } from "../model/model.js";
import { attribute, childrenOf, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

/** An id that nothing needs is only wanted; one that a flow on the same level seems to mean is missed. */
export function checkIds({ model, source, findings, tallies }: Scene): void {
  const missed = new Map<XmlElement, string | undefined>();
  for (const element of model.unnamed) {
    const level = element.parent as XmlElement;
    if (!missed.has(level)) missed.set(level, danglingEnd(model, level));
    const ref = missed.get(level);
    if (ref === undefined) tallies.add("missing-id", element);
    else findings.add(bpmn.report("needed-id", source.originOf(element), { what: describe(element), ref }));
  }
}

function danglingEnd(model: Model, level: XmlElement): string | undefined {
  for (const flow of childrenOf(level, "sequenceFlow")) {
    for (const end of ["sourceRef", "targetRef"]) {
      const ref = attribute(flow, end);
      if (ref !== undefined && model.resolve(ref) === undefined) return ref;
    }
  }
  return undefined;
}
