/**
 * What happened, in the past tense. Folding a batch's records over the old state gives the new one; they are at once the journal,
 * the trace, the timeline, the debugger's history and the coverage data. Nodes and flows are named by their ids.
 */
import type { FlowId, GraphId, Json, NodeId, Slot } from "@rb/ir";
import type { Approval, Envelope, Id, Outcome, Resolution, Verdict } from "./envelope.js";

/** `running`: executors are at work. `waiting`: for people, time or events. `stuck`: only incidents are left. The others are final. */
export type Status = "running" | "waiting" | "stuck" | "completed" | "failed" | "cancelled";

/** Why an activity, or the run, failed. */
export interface Failure {
  /** `timeout`, `rejected`, `denied`, an error event's code, an executor's code. */
  readonly code: string;
  readonly message: string;
  readonly node?: NodeId;
  readonly data?: Json;
}

/** What an instance is an instance of. */
export type FrameKind = "root" | "scope" | "call" | "iteration" | "handler" | "compensation";
/** `invoke` an executor, have people `review`, `publish` a message or signal. */
export type JobKind = "invoke" | "review" | "publish";
/** How far a job has come. */
export type JobStage = "deciding" | "reviewing" | "permitted" | "started";

/** Where a request holds a secret: the reference stands in the executor's hands only, never in the JSON. */
export interface SecretUse {
  /** RFC 6901 pointer into the request. */
  readonly pointer: string;
  /** The text there, secret pieces as references. */
  readonly parts: readonly (string | { readonly secret: string })[];
}

/** An obligation to the outside world, as resolved for one attempt. */
export interface JobRequest {
  /** `run.token.n`, the token's n-th job: the effect's id and its idempotency key. */
  readonly effect: string;
  readonly kind: JobKind;
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly executor: string;
  readonly attempt: number;
  /** SHA-256 over plan, node, executor, request and facts for policy: what verdicts and approvals name. */
  readonly hash: string;
  /** Unknown pieces are null here and listed in `unknowns`; secret ones are null and listed in `secrets`. */
  readonly request: Json;
  readonly secrets?: readonly SecretUse[];
  /** Pointers into the request that are not known (a dry run), with why. */
  readonly unknowns?: readonly { readonly pointer: string; readonly why: string }[];
}

/** What is listened for. */
export type WaitKind = "timer" | "message" | "signal" | "condition";

/** An incident on the way out of a node: the port, and by which flows the tokens had come that a gateway joined. */
export interface Leaving {
  readonly port: string;
  readonly flows?: readonly FlowId[];
}

/** Something that is listened for. */
export interface WaitFacts {
  readonly id: Id;
  readonly kind: WaitKind;
  /** The token that waits, or the frame whose handler listens. */
  readonly token?: Id;
  readonly frame?: Id;
  /** What firing does: continue a catch or start, fire a handler, retry, time an attempt out, expire a gate. */
  readonly purpose: "arm" | "handler" | "retry" | "attempt" | "expiry";
  /** Which arm, or which trigger of the handler. */
  readonly index: number;
  readonly handler?: string;
  readonly name?: string;
  readonly key?: Json;
  readonly dueAtMs?: number;
  /** Repetitions left after this one; null: without end. */
  readonly left?: number | null;
  /** For a cycle by calendar months: where they are counted from. */
  readonly sinceMs?: number;
  /** For a condition: what it was when last looked at. */
  readonly is?: boolean;
}

/** One fact. */
export type JournalRecord =
  /** First of each batch: the envelope, as it was accepted. */
  | ({ readonly type: "received"; readonly seq: number } & Envelope)
  | {
      readonly type: "tokenCreated";
      readonly token: Id;
      readonly frame: Id;
      readonly node: NodeId;
      readonly via: FlowId | null;
      /** The token it came out of. */
      readonly from: Id | null;
    }
  /** Left one node by a flow and entered another. */
  | { readonly type: "tokenMoved"; readonly token: Id; readonly flow: FlowId; readonly to: NodeId }
  /** Parked at a join. */
  | { readonly type: "tokenJoined"; readonly token: Id }
  | { readonly type: "tokenEnded"; readonly token: Id; readonly how: "ended" | "merged" | "terminated" }
  /** The first of the tokens goes on; the others were merged into it. */
  | {
      readonly type: "joinFired";
      readonly frame: Id;
      readonly node: NodeId;
      readonly tokens: readonly Id[];
      readonly absorb?: readonly string[];
    }
  /** Tokens swallowed after a join had fired; with `done`, it starts anew. */
  | {
      readonly type: "joinAbsorbed";
      readonly frame: Id;
      readonly node: NodeId;
      readonly tokens: readonly Id[];
      readonly done: boolean;
    }
  | {
      readonly type: "frameOpened";
      readonly frame: Id;
      readonly kind: FrameKind;
      /** The token whose activity it is, or the frame whose handler; null for a root. */
      readonly owner: Id | null;
      readonly graph: GraphId;
      /** The scope, call, looped or compensating node. */
      readonly node?: NodeId;
      readonly handler?: string;
      readonly index?: number;
      readonly variables: readonly (readonly [name: string, slot: Slot])[];
    }
  | { readonly type: "frameClosed"; readonly frame: Id; readonly how: "completed" | "failed" | "terminated" | "left" }
  | {
      readonly type: "variablesSet";
      readonly frame: Id;
      readonly set: readonly (readonly [name: string, slot: Slot])[];
    }
  | {
      readonly type: "activityStarted";
      readonly token: Id;
      readonly attempt: number;
      readonly locals: readonly (readonly [name: string, slot: Slot])[];
    }
  | { readonly type: "activityCompleted"; readonly token: Id; readonly compensable: boolean }
  | { readonly type: "activityFailed"; readonly token: Id; readonly failure: Failure; readonly retry: boolean }
  | {
      readonly type: "loopStarted";
      readonly token: Id;
      readonly items: Slot | null;
      readonly total: number | null;
      readonly limit: number | null;
    }
  /** An iteration ended. */
  | {
      readonly type: "loopAdvanced";
      readonly token: Id;
      readonly index: number;
      readonly how: "completed" | "failed" | "terminated";
      readonly collected?: readonly Slot[];
    }
  | { readonly type: "loopEnded"; readonly token: Id }
  | { readonly type: "jobStaged"; readonly token: Id; readonly job: JobRequest }
  | { readonly type: "jobDecided"; readonly effect: string; readonly verdict: Verdict; readonly stage: JobStage }
  | {
      readonly type: "jobReviewed";
      readonly effect: string;
      readonly approval: Approval;
      readonly counts: boolean;
      readonly why?: string;
    }
  | { readonly type: "jobStarted"; readonly effect: string }
  | { readonly type: "jobSettled"; readonly effect: string; readonly outcome: Outcome; readonly late: boolean }
  /** Withdrawn before or after it started; after, its outcome will only be noted. */
  | { readonly type: "jobCancelled"; readonly effect: string; readonly started: boolean }
  | { readonly type: "waitOpened"; readonly wait: WaitFacts }
  | {
      readonly type: "waitFired";
      readonly wait: Id;
      readonly payload: Slot | null;
      readonly assumed: boolean;
      readonly stays: boolean;
      readonly dueAtMs?: number;
      readonly left?: number | null;
    }
  /** A condition that a wait listens for is now true (or no longer). */
  | { readonly type: "conditionSeen"; readonly wait: Id; readonly is: boolean }
  | { readonly type: "waitClosed"; readonly wait: Id }
  /** A token at a throw or an end is about to raise the `index`-th of its throws. */
  | { readonly type: "throwReached"; readonly token: Id; readonly index: number }
  | {
      readonly type: "raised";
      readonly what: "message" | "signal" | "error" | "escalation" | "compensation" | "cancel" | "terminate";
      readonly token: Id | null;
      readonly name?: string;
      /** Waits (messages, signals) or owners of handlers (errors, escalations) that took it, in order. */
      readonly caughtBy: readonly Id[];
    }
  | {
      readonly type: "handlerFired";
      readonly owner: Id;
      readonly of: "token" | "frame";
      readonly handler: string;
      readonly interrupting: boolean;
    }
  | {
      readonly type: "messageBuffered";
      readonly id: string;
      readonly name: string;
      readonly key: Json;
      readonly payload: Slot;
      readonly graph?: GraphId;
      readonly node?: NodeId;
    }
  | { readonly type: "messageTaken"; readonly id: string }
  | {
      readonly type: "compensationQueued";
      readonly token: Id;
      readonly frame: Id;
      /** The activity asked for; null: everything that has completed in the frame. */
      readonly of: NodeId | null;
      readonly wait: boolean;
      readonly then: "out" | "cancelled";
    }
  /** The next one is taken up: undone by its handler, or (expand) by undoing what it contains. */
  | { readonly type: "compensationNext"; readonly token: Id; readonly node: NodeId; readonly expand: boolean }
  | { readonly type: "compensationEnded"; readonly token: Id }
  | {
      readonly type: "choiceMade";
      readonly token: Id;
      readonly about: "route" | "loop" | "arm" | "complete";
      readonly option: readonly string[];
      readonly because: readonly string[];
    }
  | { readonly type: "entryPicked"; readonly frame: Id; readonly node: NodeId | null }
  | {
      readonly type: "incidentOpened";
      readonly token: Id;
      readonly code: string;
      readonly message: string;
      readonly detail?: Json;
      readonly leaving?: Leaving;
      /** The wait whose condition can't be told; what its owner does goes on. */
      readonly wait?: Id;
    }
  | { readonly type: "incidentResolved"; readonly token: Id; readonly how: Resolution }
  | {
      readonly type: "statusChanged";
      readonly status: Status;
      readonly failure?: Failure;
      readonly outputs?: readonly (readonly [name: string, slot: Slot])[];
    }
  /** Came too late, twice, or for something that isn't there. */
  | { readonly type: "ignored"; readonly why: string };

/** The names of all facts. */
export type RecordType = JournalRecord["type"];
/** The record of a type. */
export type RecordOf<T extends RecordType> = Extract<JournalRecord, { type: T }>;
