/** How expression languages and schema languages are plugged in. Parsers bring them, the kernel asks them, neither knows the other. */
import type { Json } from "./json.js";
import type { Slot } from "./slot.js";

/** Looks a variable up; `undefined` when no surrounding scope has it. */
export type Environment = (name: string) => Slot | undefined;

/** A compiled expression. Exactly one of `evaluate` and `evaluateAsync` is there. */
export interface CompiledExpr {
  /** The variables that it may read; null when that can't be told. */
  readonly reads: readonly string[] | null;
  /** Answers at once. Throws `EvaluationError` for what the author has to mend; never reads a clock: `nowMs` is the time. */
  readonly evaluate?: (environment: Environment, nowMs: number) => Slot;
  /** For languages that can't answer at once. The driver calls it and hands the answer to the kernel; `variables` holds what `reads` names. */
  readonly evaluateAsync?: (variables: { readonly [name: string]: Json }, nowMs: number) => Promise<Slot>;
}

/** Why a text is not an expression of the language; `offset` counts UTF-16 code units from its start. */
export interface ExprSyntaxError {
  readonly error: string;
  readonly offset?: number;
}

/** An expression language, as a host plugs it in. */
export interface Language {
  readonly name: string;
  /** Of the meaning, not of the code: part of the plan hash. */
  readonly version: string;
  readonly compile: (text: string) => CompiledExpr | ExprSyntaxError;
}

/** A schema language, as a host plugs it in. */
export interface SchemaLanguage {
  readonly name: string;
  readonly version: string;
  /** Returns what is wrong with a value, at which JSON Pointer; an empty list when nothing is. */
  readonly compile: (
    schema: Json,
  ) => ((value: Json) => readonly { readonly pointer: string; readonly message: string }[]) | ExprSyntaxError;
}

/** An expression that parsed but has no value here: division by zero, a type mismatch, a limit reached. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}
