/** Which inputs and outputs belong together (BPMN 2.0.2, 10.4.1, Input Set and Output Set). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { Model } from "../model/model.js";
import { childrenOf, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

const sides = [
  {
    set: "inputSet",
    data: "dataInput",
    refs: "dataInputRefs",
    optional: "optionalInputRefs",
    whileExecuting: "whileExecutingInputRefs",
    partner: "outputSetRefs",
    partnerBack: "inputSetRefs",
  },
  {
    set: "outputSet",
    data: "dataOutput",
    refs: "dataOutputRefs",
    optional: "optionalOutputRefs",
    whileExecuting: "whileExecutingOutputRefs",
    partner: "inputSetRefs",
    partnerBack: "outputSetRefs",
  },
] as const;
type Side = (typeof sides)[number];

/** `owner` is an input-output specification, or an event, which has its data and its one set itself. */
export function checkDataSets(scene: Scene, owner: XmlElement): void {
  for (const side of sides) {
    const grouped = new Set<XmlElement>();
    for (const set of childrenOf(owner, side.set)) checkSet(scene, side, set, grouped);
    for (const data of childrenOf(owner, side.data)) {
      if (grouped.has(data)) continue;
      scene.tallies.add(side.data === "dataInput" ? "input-without-set" : "output-without-set", data);
    }
  }
  checkPairs(scene, owner);
}

/** What a set names as optional or as taken while it executes, it also names as its own. */
function checkSet({ model, source, findings }: Scene, side: Side, set: XmlElement, grouped: Set<XmlElement>): void {
  const own = namedBy(model, set, side.refs);
  for (const element of own) grouped.add(element);
  for (const [list, reason] of [
    [side.optional, "set-optional"],
    [side.whileExecuting, "set-while-executing"],
  ] as const) {
    for (const ref of childrenOf(set, list)) {
      const element = model.resolve(ref.text.trim());
      if (element === undefined || own.has(element)) continue;
      // It belongs to a set, if to half of it: one finding is enough.
      grouped.add(element);
      findings.add(bpmn.report(reason, source.originOf(ref), { what: describe(element), list, refs: side.refs }));
    }
  }
}

/** Sets that produce each other name each other. */
function checkPairs({ model, source, findings }: Scene, owner: XmlElement): void {
  const partners = new Map<XmlElement, ReadonlySet<XmlElement>>();
  for (const { set, partner } of sides) {
    for (const one of childrenOf(owner, set)) partners.set(one, namedBy(model, one, partner));
  }
  for (const { set, partner, partnerBack } of sides) {
    for (const one of childrenOf(owner, set)) {
      for (const ref of childrenOf(one, partner)) {
        const other = model.resolve(ref.text.trim());
        if (other === undefined || partners.get(other)?.has(one)) continue;
        const args = { what: describe(one), partner: describe(other), list: partnerBack };
        findings.add(bpmn.report("set-pairing", source.originOf(ref), args));
      }
    }
  }
}

function namedBy(model: Model, set: XmlElement, list: string): ReadonlySet<XmlElement> {
  return new Set(childrenOf(set, list).flatMap((ref) => model.resolve(ref.text.trim()) ?? []));
}
