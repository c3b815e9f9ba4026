/** Broken rules of our own code. What is wrong with a document is a diagnostic, what is wrong in a run is an incident; neither is ever thrown. */
export declare class InvariantViolation extends Error {
    readonly name = "InvariantViolation";
}
/** States what must hold at this point; `message` names the rule that a bug has broken. */
export declare function invariant(condition: unknown, message: string): asserts condition;
/** Closes a switch over a union: a variant without a case fails to compile, and data that is no variant at all throws. */
export declare function assertNever(value: never): never;
