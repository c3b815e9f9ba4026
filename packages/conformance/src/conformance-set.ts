/** What a set of cases is, whichever kind of document it is about. */
import type { Json } from "@rb/ir";

/** One thing in which a case came out otherwise than it has to. */
export interface Difference {
  /** What was looked at, such as `case 2` or `diagnostics`. */
  readonly what: string;
  readonly expected: Json;
  readonly actual: Json;
}

/** One case: a document, what is done with it, and what has to come of it. */
export interface ConformanceCase {
  /** Unique within its set; known failures are listed by it. */
  readonly id: string;
  /** Runs it. Nothing in the answer: it passes. What it throws is its failure. */
  readonly check: () => Promise<readonly Difference[]>;
}

/** All cases of one kind. */
export interface ConformanceSet {
  readonly name: string;
  /** Reads what lies below the directory of the corpora; null when the set isn't there. */
  readonly load: (corpora: string) => readonly ConformanceCase[] | null;
}

/** What became of one case. */
export interface CaseResult {
  readonly id: string;
  readonly differences: readonly Difference[];
}
