/**
 * The live form of a run. Only `apply` writes it. Maps are in id order, since ids only grow. What is marked derived can be told from
 * the rest, is never saved, and is rebuilt by `decode`.
 */
import type { Json, Slot } from "@rb/ir";
import type { Agenda } from "./agenda.js";
import type { Approval, Id, Verdict } from "./envelope.js";
import type { FlowProgram, GraphProgram, HandlerProgram, NodeProgram, RegionProgram } from "./program.js";
import type { Reach } from "./reach.js";
import type { Failure, FrameKind, JobRequest, JobStage, Leaving, Status, WaitFacts } from "./record.js";
import type { SavedMessage } from "./saved-state.js";
import type { TimerQueue } from "./timer-queue.js";
import type { Undo } from "./undo.js";

export type Variables = Map<string, Slot>;

export type TokenPhase =
  /** Can go on at once. */
  | "ready"
  /** Parked at a join. */
  | "joined"
  /** At a catch or a triggered start. */
  | "waiting"
  /** In an activity. */
  | "active"
  /** Before the next attempt. */
  | "backoff"
  /** Waits for compensation. */
  | "undoing"
  | "incident";

/** A run, live. */
export interface State {
  run: string;
  seq: number;
  next: Id;
  nowMs: number;
  records: number;
  /** What the values in its records come to. */
  data: number;
  status: Status;
  failure: Failure | null;
  outputs: readonly (readonly [string, Slot])[];
  readonly frames: Map<Id, Frame>;
  /** What graphs have in common; null while none of them does. */
  shared: Frame | null;
  readonly tokens: Map<Id, Token>;
  readonly waits: Map<Id, Wait>;
  inbox: readonly SavedMessage[];
  detached: readonly string[];
  // Derived
  /** Jobs of live tokens: all, and those that wait for people. */
  jobs: number;
  humanJobs: number;
  incidents: number;
  conditions: number;
  timers: TimerQueue | null;
  /** Something unknown has entered the run, so any guard may have to be asked about. */
  unknowns: boolean;
  /** Whose job was last spoken of; mostly it is spoken of again. */
  jobHint: Token | null;
  agenda: Agenda | null;
  /** While a step may still be abandoned: how to get back. */
  undo: Undo | null;
}

/** One instance of a region, of a graph or of a loop. */
export interface Frame {
  readonly id: Id;
  readonly kind: FrameKind;
  /** The token whose activity it is; null for roots and handler instances. */
  readonly token: Token | null;
  /** For a handler instance: the frame that has the handler. */
  readonly frame: Frame | null;
  readonly graph: GraphProgram;
  readonly node: NodeProgram | null;
  readonly region: RegionProgram | null;
  readonly handler: HandlerProgram | null;
  readonly index: number;
  /** Where names are looked up next; null at the root of a graph. */
  readonly up: Frame | null;
  /** How many calls lead to it. */
  readonly calls: number;
  variables: Variables | null;
  interrupted: boolean;
  draining: boolean;
  pending: readonly NodeProgram[];
  absorbing: readonly Absorbing[];
  done: readonly Done[];
  seen: readonly string[];
  // Derived
  /** Tokens in it, and handler instances of it. */
  live: number;
  waits: readonly Wait[];
  /** Parked tokens, by node index. */
  joins: Map<number, JoinState> | null;
}

export interface Absorbing {
  readonly node: NodeProgram;
  readonly slots: readonly string[];
}

export interface JoinState {
  readonly node: NodeProgram;
  tokens: Token[];
  /** Tokens per slot; a slot without one is absent. */
  filled: Map<string, number>;
  /** A token that was last seen to hold it up. */
  blocker: Token | null;
  /**
   * From where a token gets to a slot that has one (`reachable`), or to one that is still to be absorbed (`reset`); null until that is asked
   * for, and after the slots have changed.
   */
  reach: Reach | null;
}

export interface Done {
  readonly token: Id;
  readonly node: NodeProgram;
  readonly variables: Variables | null;
  readonly children: readonly Done[];
}

export interface Token {
  readonly id: Id;
  readonly frame: Frame;
  node: NodeProgram;
  via: FlowProgram | null;
  phase: TokenPhase;
  attempt: number;
  /** Jobs it has had; numbers their effects. */
  staged: number;
  locals: Variables | null;
  loop: LoopState | null;
  job: Job | null;
  incident: {
    readonly code: string;
    readonly message: string;
    readonly detail: Json | undefined;
    readonly from: TokenPhase;
    readonly leaving: Leaving | undefined;
    readonly wait: Id | undefined;
  } | null;
  undo: { queue: readonly Done[]; readonly wait: boolean; readonly then: "out" | "cancelled" } | null;
  seen: readonly string[];
  /** What a just completed scope leaves for compensation, until its activity is completed too. */
  leftover: { readonly variables: Variables | null; readonly children: readonly Done[] } | null;
  // Derived
  waits: readonly Wait[];
}

export interface LoopState {
  readonly items: Slot | null;
  readonly total: number | null;
  readonly limit: number | null;
  next: number;
  live: number;
  completed: number;
  failed: number;
  terminated: number;
  collected: Map<number, readonly Slot[]>;
}

export interface Job {
  readonly request: JobRequest;
  stage: JobStage;
  verdict: Verdict | null;
  approvals: readonly Approval[];
}

export interface Wait {
  readonly facts: WaitFacts;
  readonly token: Token | null;
  readonly frame: Frame | null;
  dueAtMs: number;
  left: number | null;
  /** For a condition: what it was when last looked at. */
  is: boolean;
}

/** The state before a run has started. */
export function createState(): State {
  return {
    run: "",
    seq: 0,
    next: 1,
    nowMs: 0,
    records: 0,
    data: 0,
    status: "running",
    failure: null,
    outputs: [],
    frames: new Map(),
    shared: null,
    tokens: new Map(),
    waits: new Map(),
    inbox: [],
    detached: [],
    jobs: 0,
    humanJobs: 0,
    incidents: 0,
    conditions: 0,
    timers: null,
    unknowns: false,
    jobHint: null,
    agenda: null,
    undo: null,
  };
}

/** The id of what graphs have in common. */
export const SHARED = 0;

/** Where names are looked up that graphs have in common: it stands around their instances, and is none itself. */
export function sharedFrame(graph: GraphProgram, variables: Variables | null): Frame {
  return {
    id: SHARED,
    kind: "root",
    token: null,
    frame: null,
    graph,
    node: null,
    region: null,
    handler: null,
    index: -1,
    up: null,
    calls: 0,
    variables,
    interrupted: false,
    draining: false,
    pending: [],
    absorbing: [],
    done: [],
    seen: [],
    live: 0,
    waits: [],
    joins: null,
  };
}

/** Whether it is a status: what was read from a file may be anything. */
export function isStatus(value: unknown): value is Status {
  return statuses.has(value);
}

const statuses: ReadonlySet<unknown> = new Set<Status>([
  "running",
  "waiting",
  "stuck",
  "completed",
  "failed",
  "cancelled",
]);

/** Whether nothing more can happen in a run with this status. */
export function isFinal(status: Status): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}

/** The scopes around and including an instance, by node: instances of one scope in a loop are the same place. */
export function scopePath(innermost: Frame): string {
  const names: string[] = [];
  for (let frame: Frame | null = innermost; frame !== null; frame = frame.frame ?? frame.token?.frame ?? null)
    names.push(scopeName(frame));
  return names.reverse().join("/");
}

export function scopeName({ handler, node, graph }: Frame): string {
  return handler?.id ?? node?.id ?? graph.id;
}

/** An instance of a looped activity: it runs the body, its loop's owner has the rest. */
export function isIteration(token: Token): boolean {
  return token.frame.kind === "iteration" && token.frame.node === token.node;
}
