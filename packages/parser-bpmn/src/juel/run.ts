import { EvaluationError, type Json } from "@rb/ir";

/** Looks a variable up; undefined when there is none. How an unknown one ends the evaluation is the caller's business. */
export type Lookup = (name: string) => Json | undefined;

/** How many characters, items and members are looked at, at most. It is some tens of milliseconds. */
const maxWork = 10_000_000;
/** The characters of a text that is put together. */
const maxText = 1_000_000;
/** Looking for one text in another compares, at worst, each of its characters with each of the other's. */
const comparedAtOnce = 50;

/** What one evaluation may read and spend. An expression has no loops, but each of its parts may go through all of a large variable. */
export class Run {
  readonly lookup: Lookup;
  private left = maxWork;

  constructor(lookup: Lookup) {
    this.lookup = lookup;
  }

  /** What goes through data is paid for before. */
  spend(work: number): void {
    this.left -= work;
    if (this.left < 0) throw new EvaluationError(`It goes through more than ${maxWork} characters.`);
  }

  /** Pays for looking for a text in another. */
  search(text: string, wanted: string): void {
    this.spend(text.length + (text.length * wanted.length) / comparedAtOnce);
  }

  /** Checks that a text may be as long, and pays for it. */
  text(length: number): void {
    if (length > maxText) throw new EvaluationError(`A text is longer than ${maxText} characters.`);
    this.spend(length);
  }
}
