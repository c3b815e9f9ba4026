/** The in-process driver's contract: what `run` and `resume` take and give. */
import type { DocumentLimits, Graph, Json, NodeId, Slot } from "@rb/ir";
import type { Answer, Approval, Id, Input, Question } from "./envelope.js";
import type { AbortSignalLike, Clock, DecisionPoint, Executor, Journal, Languages, StandIn } from "./executor.js";
import type { Failure, JobRequest, JournalRecord, Status, WaitFacts } from "./record.js";
import type { SavedState } from "./saved-state.js";

/** `dry-run`: nothing leaves. `live`: what executors, policy and people allow does. */
export type Mode = "dry-run" | "live";

/** Bounds on one run; each default is what an untrusted document gets. Reaching one is a coded failure. */
export interface RunLimits {
  readonly maxRecords: number;
  /** Rounds or instances of one loop. */
  readonly maxIterations: number;
  readonly maxTokens: number;
  readonly maxCallDepth: number;
  readonly maxBufferedMessages: number;
  /** What all values in the records of a run come to: about the characters of their JSON. */
  readonly maxData: number;
  /** Levels of lists and objects in one value. */
  readonly maxValueDepth: number;
  /** Ways that a dry run explores besides the first; all of them together get as many records, and as much data, as one run. */
  readonly maxWorlds: number;
}

/** How to run. */
export interface RunOptions {
  /** Default `dry-run`: nothing leaves the process. */
  readonly mode?: Mode;
  /** The run's id; part of every effect's id. Required when live. Default `dry-run`. */
  readonly run?: string;
  readonly actor?: string;
  /** Start at this entry only; for graphs whose starts are triggers. */
  readonly entry?: NodeId;
  /** Values of the graph's external variables. */
  readonly inputs?: { readonly [name: string]: Json };
  /** `secret://…` references for secret inputs, by name. */
  readonly secrets?: { readonly [name: string]: string };
  readonly languages?: Languages;
  /** By executor name. Live only; a dry run calls none. */
  readonly executors?: { readonly [name: string]: Executor };
  /** Default: one that allows dry runs and denies everything else. */
  readonly decisionPoint?: DecisionPoint;
  /** Required when live. A dry run has a virtual clock. */
  readonly clock?: Clock;
  /** Start of a dry run's virtual clock, in milliseconds since 1970. Default 0, so that a run says the same again; hosts give the present time. */
  readonly nowMs?: number;
  readonly signal?: AbortSignalLike;
  /** Live runs: where records are made to last before anything is done about them. Default: nowhere. */
  readonly journal?: Journal;
  /** Live runs: answers in the world's place. Default: `answers`. */
  readonly standIn?: StandIn;
  /** Live runs: a run whose next timer is further away than this comes to rest; the host resumes it then. Default: it stays until then. */
  readonly patienceMs?: number;
  /** Live runs: how long executors that were told to stop are waited for when the run is over. Default 5000. */
  readonly graceMs?: number;
  /** Told of every record: of a run with a journal when it lasts, else when it is made. */
  readonly onRecord?: (record: JournalRecord, place: RecordPlace) => void;
  /** Keep the records in the result. Default true. */
  readonly keepRecords?: boolean;
  readonly limits?: Partial<RunLimits>;
  /** Bounds on the bundle itself, checked when it is compiled. */
  readonly documentLimits?: Partial<DocumentLimits>;
  /** Dry runs: pinned answers of steps, people and choices, by node id or name. */
  readonly answers?: Answers;
  /** Answers questions that the driver itself can't: tests and conformance runners. */
  readonly onQuestion?: (question: Question) => Answer | undefined;
}

/** In a dry run: which world a record belongs to. */
export interface RecordPlace {
  /** 0 is the main line; the others are ways not taken there. */
  readonly world: number;
  /** It depends on something unknown, or on a choice that the dry run made. */
  readonly conditional: boolean;
}

/** What the user pins. */
export interface Answers {
  /** Outcomes of actions and manual steps; a list answers one after the other, its last entry from then on. */
  readonly steps?: { readonly [idOrName: string]: StepAnswer | readonly StepAnswer[] };
  /** Decisions of gates: of people, and in a dry run of policies. */
  readonly approvals?: { readonly [idOrName: string]: Partial<Approval> & { readonly verdict: "approve" | "reject" } };
  /** Which way at a choice: flow ids, flow names, or names or ids of the node it leads to. */
  readonly choices?: { readonly [idOrName: string]: string | readonly string[] };
  /** Payloads of messages and signals, by name, or by the id or name of the step that waits. */
  readonly events?: { readonly [name: string]: Json };
}
/** A step's pinned outcome. */
export type StepAnswer =
  | { readonly output: Json }
  | { readonly fail: { readonly code?: string; readonly message?: string } };

/** What went wrong in a run and waits for a person. */
export interface Incident {
  readonly token: Id;
  readonly graph: Graph["id"];
  readonly node: NodeId;
  readonly code: string;
  readonly message: string;
  readonly detail?: Json;
}

/** Something from outside, on its way into a run. */
export interface Delivery {
  readonly input: Input;
  /** Default: the run's. */
  readonly actor?: string;
  /** The id that whoever sends it knows it by; it stands in the record. */
  readonly id?: string;
}

/** What a run that is not finished waits for. */
export type Waiting =
  | { readonly for: "person"; readonly job: JobRequest }
  | { readonly for: "approval"; readonly job: JobRequest; readonly count: number; readonly have: number }
  | { readonly for: "event"; readonly wait: WaitFacts }
  | { readonly for: "outcome"; readonly job: JobRequest };

/** A way that a dry run explored besides the main line. */
export interface World {
  readonly world: number;
  /** The world it branched from, and after how many of that one's records. */
  readonly parent: number;
  readonly at: number;
  readonly choice: {
    readonly graph: Graph["id"];
    readonly node: NodeId;
    readonly option: readonly string[];
    readonly because: readonly string[];
  };
  readonly status: Status;
  readonly failure?: Failure;
  readonly incidents: readonly Incident[];
  /** Only its own, from the branching on. */
  readonly records: readonly JournalRecord[];
}

/** What became of a run, so far. */
export interface RunResult {
  readonly status: Status;
  readonly failure?: Failure;
  readonly outputs: { readonly [name: string]: Slot };
  readonly incidents: readonly Incident[];
  readonly waiting: readonly Waiting[];
  /** Plain JSON; `resume` goes on from it. */
  readonly state: SavedState;
  /** Of the main line; empty when `keepRecords` is false. */
  readonly records: readonly JournalRecord[];
  /** Ways explored besides the main line (dry runs). */
  readonly worlds: readonly World[];
  /** Ways left unexplored because of `maxWorlds`. */
  readonly unexplored: number;
}
