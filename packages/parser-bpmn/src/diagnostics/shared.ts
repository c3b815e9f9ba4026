/** What the messages of several rules say alike. */
export interface Named {
  /** How to call the element, such as `user task 'triage'`. */
  readonly what: string;
}

export const didYouMean = (near: string | undefined, otherwise: string): string =>
  near === undefined ? otherwise : `Did you mean '${near}'?`;
