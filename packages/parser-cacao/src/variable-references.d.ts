/** Finds `__name__:value` in a text (CACAO 2.0, "Variable scope" and "Using variables"). */
export interface VariableReference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}
/** Whether a name is written as the standard has it. */
export declare function isVariableName(name: string): boolean;
/**
 * Every reference in the text, from left to right. Looks for the suffix and then backwards, at most as far as a name is
 * long: names may hold underscores, so that a search from the left would try every pair of them.
 * Where several beginnings are possible (`__a__b__:value`), a declared name wins, else the shortest.
 */
export declare function findReferences(text: string, isDeclared: (name: string) => boolean): VariableReference[];
/** The variable that the whole text names, with or without `:value`. */
export declare function wholeReference(text: string): string | undefined;
/** The variable, when the whole text is one reference to it. */
export declare function soleReference(text: string): string | undefined;
