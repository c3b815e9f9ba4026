/**
 * What is wrong with a document. Diagnostics are collected and returned, never thrown: a second mistake is worth showing.
 * Codes are `owner/kebab-reason`; once released they are never renamed or reused. Prose may improve.
 */
import type { Origin } from "./origin.js";
export type Severity = "error" | "warning" | "info";
export type DiagnosticCode = `${string}/${string}`;
export interface Diagnostic {
    readonly code: DiagnosticCode;
    readonly severity: Severity;
    /** What is wrong and why, in one or two sentences. */
    readonly message: string;
    /** How to mend it. */
    readonly help?: string;
    /** The clause of the standard that says so. */
    readonly spec?: string;
    readonly origin: Origin;
    /** Other places that take part, such as the first of two equal ids. */
    readonly related?: readonly {
        readonly message: string;
        readonly origin: Origin;
    }[];
}
export interface DiagnosticRule<A = any> {
    readonly severity: Severity;
    readonly spec?: string;
    readonly message: (args: A) => string;
    readonly help?: (args: A) => string;
}
type Args<R> = R extends DiagnosticRule<infer A> ? A : never;
export interface DiagnosticSet<T extends {
    readonly [reason: string]: DiagnosticRule;
}> {
    readonly rules: T;
    readonly report: <K extends keyof T & string>(reason: K, origin: Origin, args: Args<T[K]>, related?: Diagnostic["related"]) => Diagnostic;
}
/** Codes as data: the table of everything that `owner` can report. */
export declare function defineDiagnostics<const T extends {
    readonly [reason: string]: DiagnosticRule;
}>(owner: string, rules: T): DiagnosticSet<T>;
export {};
