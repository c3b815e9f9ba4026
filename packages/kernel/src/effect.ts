/**
 * What the driver now owes the world. Every effect can be derived from the state (`outstanding`); a transition returns only the
 * difference. Records are durable BEFORE any effect of their batch starts.
 */
import type { Json, Meta } from "@rb/ir";
import type { Approval, Id } from "./envelope.js";
import type { JobRequest, Status, WaitFacts } from "./record.js";

/** What the decision point is asked about. */
export interface DecisionRequest {
  readonly run: string;
  readonly job: JobRequest;
  readonly meta: Meta | undefined;
  /** Evidence that people agreed; never permission by itself. */
  readonly approvals: readonly Approval[];
}

/** What people are asked about. */
export interface ReviewRequest {
  readonly run: string;
  readonly job: JobRequest;
  readonly roles?: readonly string[];
  readonly grants?: readonly string[];
  readonly count: number;
  readonly have: number;
}

/** A permitted job on its way to an executor. */
export interface Invocation {
  readonly run: string;
  readonly job: JobRequest;
  readonly meta: Meta | undefined;
  readonly constraints?: Json;
  /** The executor keeps this time, if it can; the kernel keeps it anyway. */
  readonly deadlineMs?: number;
}

/** One obligation of the driver. */
export type Effect =
  /** Ask the decision point; answer with `decided`. */
  | { readonly type: "decide"; readonly request: DecisionRequest }
  /** Ask people; answer with `reviewed`, once per person. */
  | { readonly type: "review"; readonly request: ReviewRequest }
  /** Permitted: send `started` when the executor can take it (or `refused`). */
  | { readonly type: "dispatch"; readonly invocation: Invocation }
  /** Started: once the records are durable, call the executor; answer with `settled`. */
  | { readonly type: "invoke"; readonly invocation: Invocation }
  /** Tell the executor to stop; it still answers with `settled`. */
  | { readonly type: "cancel"; readonly effect: string }
  /** One timer per run: send `tick` at that time (null: no timer is needed any more). */
  | { readonly type: "wakeAt"; readonly atMs: number | null }
  /** Somebody outside may now deliver this. */
  | { readonly type: "listen"; readonly wait: WaitFacts }
  | { readonly type: "unlisten"; readonly wait: Id }
  | { readonly type: "finished"; readonly status: Status };
