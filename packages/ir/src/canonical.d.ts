/**
 * The JSON Canonicalization Scheme, RFC 8785: one text for one value, whatever order its members were written in.
 *
 * Theory of operation: ECMAScript already writes numbers (RFC 8785, 3.2.2.3) and strings (3.2.2.2) as the scheme wants
 * them; what is left is to sort members by UTF-16 code units (3.2.3), which is how ECMAScript compares strings, and to
 * refuse everything that I-JSON (RFC 7493) doesn't have, because a value that was silently changed would share its hash
 * with another one.
 */
export type CanonicalErrorCode = "ir/not-json" | "ir/not-finite" | "ir/lone-surrogate" | "ir/cyclic-value" | "ir/value-too-deep";
/** The value is no I-JSON; `pointer` leads to the place in it (RFC 6901). */
export declare class CanonicalError extends TypeError {
    readonly name = "CanonicalError";
    readonly code: CanonicalErrorCode;
    readonly pointer: string;
    constructor(code: CanonicalErrorCode, what: string, pointer: string);
}
/** The canonical text of a value. Takes `unknown`, since what is no JSON has to be refused wherever it comes from; throws `CanonicalError`. */
export declare function canonicalize(value: unknown): string;
/** RFC 6901. */
export declare function jsonPointer(path: readonly (string | number)[]): string;
