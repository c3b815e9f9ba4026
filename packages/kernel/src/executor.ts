/** What hosts plug in. */
import type { Language, SchemaLanguage, Slot } from "@rb/ir";
import type { DecisionRequest, Invocation } from "./effect.js";
import type { Approval, Outcome, Question, Verdict } from "./envelope.js";
import type { JobRequest, JournalRecord, WaitFacts } from "./record.js";

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

/** Where a live run's records are made to last. */
export interface Journal {
  /**
   * Resolves when these records, and all that were appended before them, survive a crash; until then nothing is done that others could notice.
   * Appends may overlap. A rejection ends the run's writing: nothing is done about those records, or any later ones.
   */
  readonly append: (records: readonly JournalRecord[]) => Promise<void>;
}

/** Answers in the world's place: what somebody pinned, or what an earlier run has shown. */
export interface StandIn {
  /** Told of each record as it is made, before it is asked about what follows from it. */
  readonly see?: (record: JournalRecord) => void;
  /** That nothing will leave for this job, so that no decision point need be asked whether it may. */
  readonly covers: (job: JobRequest) => boolean;
  /** What becomes of a job that is permitted; null: the world is to be asked. */
  readonly outcome: (job: JobRequest) => Outcome | null;
  /** What people say about it. */
  readonly approvals: (job: JobRequest) => readonly Approval[];
  /** What a catch's wait brings that was just opened; null: it is to be waited for. */
  readonly event: (wait: WaitFacts) => Slot | null;
  /** Which of the options; null: somebody else is to choose. */
  readonly choice: (question: Extract<Question, { ask: "choose" }>) => readonly string[] | null;
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
