/** The suite's description of its tests, `expected.json`. */
import type { Json } from "@rb/ir";

export interface BetsyFile {
  readonly tests: readonly BetsyTest[];
  readonly constraints: readonly BetsyConstraint[];
}

/** A model that runs, with what it is given and what it has to do. */
export interface BetsyTest {
  readonly id: string;
  /** Below the folder of `expected.json`. */
  readonly file: string;
  /** The process to start. */
  readonly processId: string;
  readonly cases: readonly BetsyCase[];
}

export interface BetsyCase {
  readonly number: number;
  readonly variables: { readonly [name: string]: Json };
  readonly startParallelProcessFirst: boolean;
  /** How long the suite waits before it looks at what was logged. */
  readonly delayMs: number;
  readonly expectedTraces: readonly string[];
}

/** A model that has to be refused. */
export interface BetsyConstraint {
  readonly name: string;
  /** The rule that it breaks. */
  readonly constraint: string;
  readonly file: string;
}
