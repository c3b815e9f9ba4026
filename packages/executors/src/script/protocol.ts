/** What passes between the executor and the threads in which scripts run. */
import type { ScriptLimits } from "./script-limits.js";

/** One script to run. */
export interface ScriptJob {
  readonly script: string;
  /** JSON of an object: what the script may read, by name. */
  readonly inputs: string;
  /** The variable that takes the value of the last expression. */
  readonly result: string | null;
  /** All chance in the script comes from this; 62 bits. */
  readonly seed: bigint;
  /** The time at which the script's clock stands, since 1970-01-01T00:00Z; null: it has none. */
  readonly nowMs: number | null;
  readonly limits: ScriptLimits;
}

/** What became of it. */
export type ScriptAnswer =
  | { readonly ok: true; readonly output: string; readonly log: readonly string[] }
  | { readonly ok: false; readonly problem: ScriptProblem; readonly log: readonly string[] };

/** Why there is no output. */
export type ScriptProblem =
  | { readonly kind: "time" | "memory" | "stack" | "clock" | "output-length" }
  | { readonly kind: "output" | "interpreter"; readonly why: string }
  | ({ readonly kind: "syntax" | "error" } & ScriptException);

/** An exception that left the script. */
export interface ScriptException {
  readonly name: string;
  readonly message: string;
  /** The script's own word for what went wrong: the exception's `code`. */
  readonly code?: string;
  /** Within the script, from 1; absent where nobody can tell. */
  readonly line?: number;
  readonly column?: number;
}
