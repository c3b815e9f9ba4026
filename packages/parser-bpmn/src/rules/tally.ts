import type { Diagnostic } from "@rb/ir";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";

/** What a message says of several things that break the same rule. */
export interface Several {
  readonly count: number;
  /** Some of them by name, for a sentence: `task 'a', task 'b' and 3 more`. */
  readonly names: string;
}

const mostNames = 3;

/**
 * Counts what breaks a rule that drawings break everywhere. Told one by one, such findings would hide all others; they become
 * one, at the first place.
 */
export class Tally {
  private readonly named: (FlowNode | XmlElement)[] = [];
  private count = 0;

  add(what: FlowNode | XmlElement): void {
    if (this.count++ < mostNames) this.named.push(what);
  }

  /** One diagnostic at the first of them; none when nothing was counted. */
  report(diagnose: (first: XmlElement, several: Several) => Diagnostic): readonly Diagnostic[] {
    const [first] = this.named;
    if (first === undefined) return [];
    const rest = this.count - this.named.length;
    const names = this.named.map(describe);
    if (rest > 0) names.push(`${rest} more`);
    const last = names.pop() as string;
    const all = names.length === 0 ? last : `${names.join(", ")} and ${last}`;
    return [diagnose("element" in first ? first.element : first, { count: this.count, names: all })];
  }
}
