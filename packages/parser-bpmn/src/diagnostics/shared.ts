/** What the messages of several rules say alike. */
export interface Named {
  /** How to call the element, such as `user task 'triage'`. */
  readonly what: string;
}

/** What is said of everything in a document that breaks the same rule. */
export interface Several {
  readonly count: number;
  /** Some of them, for a sentence: `task 'a', task 'b', task 'c' and 4 more`. */
  readonly names: string;
}

export const didYouMean = (near: string | undefined, otherwise: string): string =>
  near === undefined ? otherwise : `Did you mean '${near}'?`;

/** Singular or plural. */
export const one = (a: Several, single: string, several: string): string => (a.count === 1 ? single : several);
