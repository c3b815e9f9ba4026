/** What hosts plug in. */
import type { Language, SchemaLanguage } from "@rb/ir";
import type { DecisionRequest, Invocation } from "./effect.js";
import type { Outcome, Verdict } from "./envelope.js";

/** Does things. Must answer, with an outcome; a thrown error counts as a failure with code `executor-error`. */
export interface Executor {
  readonly invoke: (invocation: Invocation, signal: AbortSignalLike) => Outcome | Promise<Outcome>;
}

/** Says whether. Throwing, an unknown word or a verdict for another hash all deny. */
export interface DecisionPoint {
  /** Hash of the policy in force now; asked again right before a job is dispatched. */
  readonly policy: () => string;
  readonly decide: (request: DecisionRequest) => Verdict | Promise<Verdict>;
}

/** Time, for live runs. `sleep` resolves early when the signal aborts. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignalLike) => Promise<void>;
}

/** The part of the platform's AbortSignal that is needed; any AbortSignal fits. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly addEventListener: (type: "abort", listener: () => void) => void;
  readonly removeEventListener: (type: "abort", listener: () => void) => void;
}

/** The expression and schema languages that a bundle may use. */
export interface Languages {
  readonly expressions: readonly Language[];
  readonly schemas?: readonly SchemaLanguage[];
}
