/**
 * What is wrong with a document. Diagnostics are collected and returned, never thrown: a second mistake is worth showing.
 * Codes are `owner/kebab-reason`; once released they are never renamed or reused. Prose may improve.
 */
import type { Origin } from "./origin.js";

/** `error`: it can't be run as written. `warning`: it can, and probably isn't what was meant. `info`: good to know. */
export type Severity = "error" | "warning" | "info";
/** `owner/kebab-reason`; never renamed or reused once released. */
export type DiagnosticCode = `${string}/${string}`;

/** One thing that is wrong with a document, at its place. */
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
  readonly related?: readonly { readonly message: string; readonly origin: Origin }[];
}

/** A row of an owner's table: what a code means and how it is said. Each has arguments of its own type, which `report` checks. */
export interface DiagnosticRule<A = never> {
  readonly severity: Severity;
  readonly spec?: string;
  readonly message: (args: A) => string;
  readonly help?: (args: A) => string;
}

type Args<R> = R extends DiagnosticRule<infer A> ? A : never;

/** An owner's table of codes, with the function that reports by it. */
export interface DiagnosticSet<T extends { readonly [reason: string]: DiagnosticRule }> {
  readonly rules: T;
  readonly report: <K extends keyof T & string>(
    reason: K,
    origin: Origin,
    args: Args<T[K]>,
    related?: Diagnostic["related"],
  ) => Diagnostic;
}

/** Codes as data: the table of everything that `owner` can report. */
export function defineDiagnostics<const T extends { readonly [reason: string]: DiagnosticRule }>(
  owner: string,
  rules: T,
): DiagnosticSet<T> {
  return {
    rules,
    report(reason, origin, args, related) {
      const rule: DiagnosticRule<typeof args> = rules[reason] as DiagnosticRule<typeof args>;
      const help = rule.help?.(args);
      return {
        code: `${owner}/${reason}`,
        severity: rule.severity,
        message: rule.message(args),
        ...(help === undefined ? {} : { help }),
        ...(rule.spec === undefined ? {} : { spec: rule.spec }),
        origin,
        ...(related === undefined ? {} : { related }),
      };
    },
  };
}
