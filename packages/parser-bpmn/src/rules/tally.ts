import type { Several } from "../diagnostics/shared.js";
import { type BpmnRules, bpmn } from "../diagnostics.js";
import type { Findings } from "../findings.js";
import { describe, listed, mostListed } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import type { Source } from "../xml/source.js";

/** Rules whose message speaks of several things at once. */
type Common = {
  [K in keyof BpmnRules]: Parameters<BpmnRules[K]["message"]> extends [a: Several] ? K : never;
}[keyof BpmnRules];

interface Tally {
  readonly place: XmlElement;
  readonly named: (FlowNode | XmlElement)[];
  count: number;
}

/**
 * Rules that drawings break everywhere. Told one by one, such findings would hide all others; each rule becomes one finding
 * for the whole document, at the first place, with the count and some names.
 */
export class Tallies {
  private readonly byReason = new Map<Common, Tally>();

  /** `place` is where the rule is broken, when that is only a part of what is named. */
  add(reason: Common, what: FlowNode | XmlElement, place: XmlElement = "element" in what ? what.element : what): void {
    const known = this.byReason.get(reason);
    if (known === undefined) this.byReason.set(reason, { place, named: [what], count: 1 });
    else if (known.count++ < mostListed) known.named.push(what);
  }

  report(source: Source, findings: Findings): void {
    for (const [reason, { place, named, count }] of this.byReason) {
      findings.add(bpmn.report(reason, source.originOf(place), { count, names: listed(named, describe, count) }));
    }
  }
}
