/**
 * What comes in. An envelope is something that happened outside, with its time and its actor; time and chance reach
 * the kernel in no other way, so the same program and envelopes give the same records, byte for byte.
 */
import type { FlowId, GraphId, Json, NodeId, Slot } from "@rb/ir";

/** Numbered from the state, never reused; orders everything simultaneous. */
export type Id = number;

/** Something that happened outside, with its time and its actor. */
export interface Envelope {
  /** Milliseconds since 1970-01-01T00:00Z. A time before the state's own is taken as the state's own. */
  readonly nowMs: number;
  /** Who or what caused it: `user:alice`, `service:scheduler`, `system`. */
  readonly actor: string;
  readonly input: Input;
  /** The id that whoever handed it over knows it by; a host tells by it what it has taken already. The kernel only writes it down. */
  readonly delivery?: string;
  /** Answers to what `transition` asked when it was given this same envelope before. */
  readonly answers?: readonly Answer[];
}

/** What can happen outside. */
export type Input =
  /** Starts the run; again, with another graph: one more pool of it. */
  | {
      readonly type: "start";
      readonly run: string;
      readonly graph?: GraphId;
      /** Only this entry of the graph, by this one of its triggers (default 0); `payload` is what that brought. */
      readonly entry?: NodeId;
      readonly trigger?: number;
      readonly variables: { readonly [name: string]: Slot };
      readonly payload?: Slot;
    }
  /** Time has passed: every due wait fires, in the order (due, id). */
  | { readonly type: "tick" }
  /**
   * The decision point's word on a job. `hash` is the job's. With `start`, the policy hash in force, the driver says that it can
   * dispatch at once: an allowed job is then permitted and started in one step.
   */
  | {
      readonly type: "decided";
      readonly effect: string;
      readonly hash: string;
      readonly verdict: Verdict;
      readonly start?: string;
    }
  /** Somebody approved or rejected a job or gate. `hash` inside is the job's. */
  | { readonly type: "reviewed"; readonly effect: string; readonly approval: Approval }
  /** Journalled before the executor is called; `policy` is the policy hash in force at that moment. */
  | { readonly type: "started"; readonly effect: string; readonly policy: string }
  /** The driver could not dispatch a permitted job. */
  | {
      readonly type: "refused";
      readonly effect: string;
      readonly why: "policy-moved" | "permit-expired" | "no-executor";
    }
  | { readonly type: "settled"; readonly effect: string; readonly outcome: Outcome }
  | {
      readonly type: "delivered";
      readonly kind: "message" | "signal";
      /** Deduplicates deliveries. */
      readonly id: string;
      readonly name: string;
      readonly key?: Json;
      readonly payload: Slot;
    }
  /** Fires one wait by decree: a dry run's assumption, a debugger's hand. */
  | { readonly type: "assumed"; readonly wait: Id; readonly payload: Slot }
  /** Ad-hoc: start this entry of the instance, or (no node) declare the instance complete. */
  | { readonly type: "picked"; readonly frame: Id; readonly node?: NodeId }
  /** A person's, or a rule's, answer to an incident. */
  | { readonly type: "resolved"; readonly token: Id; readonly how: Resolution }
  /** Cancels the run, or one instance in it. */
  | { readonly type: "cancelled"; readonly frame?: Id; readonly why?: string };

/** How an incident is resolved. */
export type Resolution =
  /** Try again what failed. */
  | { readonly do: "retry" }
  /** Take it as done, with this outcome. */
  | { readonly do: "settle"; readonly outcome: Outcome }
  /** Go on along these flows. */
  | { readonly do: "choose"; readonly flows: readonly FlowId[] };

/** What became of a job. */
export type Outcome =
  | { readonly kind: "ok"; readonly output: Slot }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly data?: Json }
  /** It may or may not have happened: an incident. */
  | { readonly kind: "unknown"; readonly reason: string }
  | { readonly kind: "cancelled" };

/** What the decision point says about a job. */
export interface Verdict {
  readonly decision: "allow" | "deny" | "requireApproval" | "allowWithConstraints";
  /** The rule that decided. */
  readonly rule: string;
  /** Hash of the policy in force. */
  readonly policy: string;
  readonly reason?: string;
  /** Handed to the executor, which has to keep them. */
  readonly constraints?: Json;
  /** What would be allowed instead. */
  readonly remediations?: Json;
  /** For `requireApproval`. Default: one, of anyone. */
  readonly approvals?: { readonly count?: number; readonly roles?: readonly string[] };
  /** The permit ends then. */
  readonly untilMs?: number;
}

/** What one person said about a job. */
export interface Approval {
  readonly by: string;
  readonly verdict: "approve" | "reject";
  /** The hash of the job that was looked at. */
  readonly hash: string;
  readonly roles?: readonly string[];
  readonly grants?: readonly string[];
  readonly comment?: string;
  /** By the name that the gate asks for. */
  readonly evidence?: { readonly [name: string]: Json };
}

/** Asked instead of half a step: answer, and send the same envelope again. */
export type Question =
  /** An expression of a language that can't answer at once. */
  | {
      readonly ask: "evaluate";
      readonly n: number;
      readonly language: string;
      readonly text: string;
      readonly variables: { readonly [name: string]: Json };
    }
  /** Which way: a guard is missing, or reads an unknown. */
  | {
      readonly ask: "choose";
      readonly n: number;
      readonly graph: GraphId;
      readonly node: NodeId;
      readonly frame: Id;
      /** The scopes around, by node; the instance itself may be one that the abandoned step had only just opened. */
      readonly scope: string;
      readonly about: "route" | "loop" | "arm" | "complete";
      /** For a route: sets of flows; for a loop or completion: `["again"]` and `["leave"]`. */
      readonly options: readonly (readonly string[])[];
      readonly because: readonly string[];
    };

/** The answer to the question with the same `n`. */
export type Answer =
  | { readonly n: number; readonly value: Slot }
  /** No value: the author's mistake, or nobody could choose. Becomes an incident. */
  | { readonly n: number; readonly error: string }
  | { readonly n: number; readonly option: readonly string[] };
