/** State at rest: plain JSON, lists in id order, nodes and flows by id. Only live things: history never grows it. */
import type { FlowId, GraphId, Json, NodeId, Slot } from "@rb/ir";
import type { Approval, Id, Verdict } from "./envelope.js";
import type { Failure, FrameKind, JobRequest, JobStage, Leaving, Status, WaitFacts } from "./record.js";

/** The version of the saved form. */
export const STATE_FORMAT = 1;

export type SavedVariables = readonly (readonly [name: string, slot: Slot])[];

/** A run at rest. */
export interface SavedState {
  readonly format: typeof STATE_FORMAT;
  readonly run: string;
  /** The plan hash of the program it belongs to. */
  readonly program: string;
  readonly seq: number;
  readonly next: Id;
  readonly nowMs: number;
  readonly records: number;
  readonly data: number;
  readonly status: Status;
  readonly failure?: Failure;
  readonly outputs?: SavedVariables;
  readonly frames: readonly SavedFrame[];
  /** Variables that graphs have in common. */
  readonly shared?: SavedVariables;
  readonly tokens: readonly SavedToken[];
  readonly waits: readonly WaitFacts[];
  readonly inbox: readonly SavedMessage[];
  /** Jobs cancelled after they had started: kept until they settle, never block the run. */
  readonly detached: readonly string[];
}

export interface SavedMessage {
  readonly id: string;
  readonly name: string;
  readonly key: Json;
  readonly payload: Slot;
  readonly graph?: GraphId;
  readonly node?: NodeId;
}

/** A completed activity that can still be compensated. */
export interface SavedDone {
  readonly token: Id;
  readonly node: NodeId;
  /** Where it isn't the graph of whoever remembers it (calls). */
  readonly graph?: GraphId;
  readonly variables?: SavedVariables;
  readonly children?: readonly SavedDone[];
}

export interface SavedFrame {
  readonly id: Id;
  readonly kind: FrameKind;
  readonly owner: Id | null;
  readonly graph: GraphId;
  readonly node?: NodeId;
  readonly handler?: string;
  readonly index?: number;
  readonly variables?: SavedVariables;
  /** Interrupted: only this handler's instance is left running. */
  readonly interrupted?: boolean;
  /** Complete but for the branches that still run (`rest: "drain"`). */
  readonly draining?: boolean;
  /** Entries not yet started, in order (limits, ad-hoc). */
  readonly pending?: readonly NodeId[];
  /** Slots that a join still absorbs. */
  readonly absorbing?: readonly { readonly node: NodeId; readonly slots: readonly string[] }[];
  readonly done?: readonly SavedDone[];
  /** Triggers seen of handlers that need all of theirs. */
  readonly seen?: readonly string[];
}

export interface SavedToken {
  readonly id: Id;
  readonly frame: Id;
  readonly node: NodeId;
  readonly via: FlowId | null;
  readonly phase: string;
  readonly attempt?: number;
  /** Jobs it has had. */
  readonly staged?: number;
  readonly locals?: SavedVariables;
  readonly loop?: SavedLoop;
  readonly job?: SavedJob;
  readonly incident?: {
    readonly code: string;
    readonly message: string;
    readonly detail?: Json;
    readonly from: string;
    readonly leaving?: Leaving;
    readonly wait?: Id;
  };
  readonly undo?: { readonly queue: readonly SavedDone[]; readonly wait: boolean; readonly then: "out" | "cancelled" };
  readonly seen?: readonly string[];
}

export interface SavedLoop {
  readonly items: Slot | null;
  readonly total: number | null;
  readonly limit: number | null;
  readonly next: number;
  readonly live: number;
  readonly completed: number;
  readonly failed: number;
  readonly terminated: number;
  readonly collected: readonly (readonly [index: number, slots: readonly Slot[]])[];
}

export interface SavedJob {
  readonly request: JobRequest;
  readonly stage: JobStage;
  readonly verdict?: Verdict;
  readonly approvals?: readonly Approval[];
}
