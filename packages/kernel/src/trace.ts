/**
 * The observable trace: what a run did, as its author would tell it. A projection of the records: one event for each step of the author's
 * own (nodes that lowering added don't count), with the events that it came after, so that the order is the true, partial one: what ran side
 * by side is not put in a row. The same procedure gives the same trace whatever format it was written in.
 */
import { type Bundle, type Flow, type FlowId, type Graph, type GraphId, MANUAL, type Node, type NodeId } from "@rb/ir";
import type { Id } from "./envelope.js";
import { instanceName } from "./instance-name.js";
import type { FrameKind, JournalRecord, RecordOf } from "./record.js";

/** What kind of step it was. */
export type TraceKind =
  | "start"
  | "end"
  | "action"
  | "human"
  | "decision"
  | "wait"
  | "parallel"
  | "scope"
  | "call"
  | "throw";

/** One step of the author's that was reached. */
export interface TraceEvent {
  readonly kind: TraceKind;
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly name: string;
  /** The node's id, with the rounds of the loops around it: `prepare[1]::build`. */
  readonly instance: string;
  /** The instance that it happened in. */
  readonly frame: Id;
  /** Indices, in the same trace, of the events right before it. */
  readonly after: readonly number[];
  /** Index of the record that shows it. */
  readonly record: number;
  /** For a decision: the flows taken. */
  readonly took?: readonly FlowId[];
}

/** The kinds by which two formats are compared. */
export const observableKinds: ReadonlySet<TraceKind> = new Set(["action", "human", "decision", "wait"]);

/** The trace of records that begin with the start of a run. */
export function traceOf(bundle: Bundle, records: readonly JournalRecord[]): readonly TraceEvent[] {
  const tracer = new Tracer(bundle);
  records.forEach((record, index) => {
    tracer.see(record, index);
  });
  return tracer.events;
}

type Draft = { -readonly [K in keyof TraceEvent]: TraceEvent[K] };
type Past = ReadonlySet<number>;

interface FrameFacts {
  readonly graph: GraphId;
  readonly kind: FrameKind;
  readonly node: NodeId | null;
  readonly index: number | null;
  /** The token whose activity it is. */
  readonly token: Id | null;
  /** The instance whose handler it is. */
  readonly frame: Id | null;
  /** What its first tokens come after. */
  readonly base: Past;
  /** What the tokens that ended in it had come to. */
  ends: Past;
}

const nothing: Past = new Set();

interface GraphFacts {
  readonly nodes: ReadonlyMap<NodeId, Node>;
  readonly flows: ReadonlyMap<FlowId, Flow>;
  /** Gateways that choose. */
  readonly decisions: ReadonlySet<NodeId>;
}

function factsOf(graph: Graph): GraphFacts {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const ways = new Map<NodeId, number>();
  const guarded = new Set<NodeId>();
  for (const { from, guard } of graph.flows) {
    ways.set(from, (ways.get(from) ?? 0) + 1);
    if (guard !== undefined) guarded.add(from);
  }
  const chooses = ({ id, routing }: Node) => routing?.take === "first" || routing?.take === "case" || guarded.has(id);
  const decisions = graph.nodes.filter((node) => (ways.get(node.id) ?? 0) > 1 && chooses(node));
  return {
    nodes,
    flows: new Map(graph.flows.map((flow) => [flow.id, flow])),
    decisions: new Set(decisions.map((node) => node.id)),
  };
}

interface TokenFacts {
  readonly frame: Id;
  node: NodeId;
  /** What it comes after. */
  past: Past;
  /** What it came after when it last left a node: so do those that left with it. */
  left: Past;
  /** What ran inside its activity. */
  inside: Past;
  sequential: boolean;
}

class Tracer {
  readonly events: Draft[] = [];
  readonly #graphs: ReadonlyMap<GraphId, GraphFacts>;
  readonly #frames = new Map<Id, FrameFacts>();
  readonly #tokens = new Map<Id, TokenFacts>();

  constructor(bundle: Bundle) {
    this.#graphs = new Map(bundle.graphs.map((graph) => [graph.id, factsOf(graph)]));
  }

  see(record: JournalRecord, index: number): void {
    switch (record.type) {
      case "frameOpened":
        return this.#frameOpened(record);
      case "frameClosed":
        return this.#frameClosed(record);
      case "tokenCreated":
        return this.#tokenCreated(record, index);
      case "tokenMoved":
        return this.#tokenMoved(record, index);
      case "joinFired":
        return this.#joinFired(record);
      case "tokenEnded":
        return this.#tokenEnded(record);
      case "loopStarted": {
        const token = this.#tokens.get(record.token);
        if (token !== undefined) token.sequential = record.total === null || record.limit === 1;
        return;
      }
      case "jobStaged": {
        // A retry is the same step of the author's.
        if (record.job.attempt > 1) return;
        return this.#atJob(record.token, index);
      }
      default:
        return;
    }
  }

  #frameOpened(record: RecordOf<"frameOpened">): void {
    const owner = record.kind === "handler" || record.owner === null ? undefined : this.#tokens.get(record.owner);
    const outer = record.kind === "handler" && record.owner !== null ? this.#frames.get(record.owner) : undefined;
    const goesOn = owner !== undefined && owner.inside.size > 0 && owner.sequential;
    this.#frames.set(record.frame, {
      graph: record.graph,
      kind: record.kind,
      node: record.node ?? null,
      index: record.index ?? null,
      token: record.kind === "handler" ? null : record.owner,
      frame: record.kind === "handler" ? record.owner : null,
      base: goesOn ? owner.inside : (owner?.past ?? outer?.base ?? nothing),
      ends: nothing,
    });
  }

  #frameClosed(record: RecordOf<"frameClosed">): void {
    const frame = this.#frames.get(record.frame);
    this.#frames.delete(record.frame);
    if (frame === undefined) return;
    if (frame.frame !== null) {
      const outer = this.#frames.get(frame.frame);
      if (outer !== undefined) outer.ends = union(outer.ends, frame.ends);
      return;
    }
    const owner = frame.token === null ? undefined : this.#tokens.get(frame.token);
    if (owner === undefined) return;
    owner.inside = owner.sequential ? frame.ends : union(owner.inside, frame.ends);
  }

  #tokenCreated(record: RecordOf<"tokenCreated">, index: number): void {
    const from = record.from === null ? undefined : this.#tokens.get(record.from);
    const frame = this.#frames.get(record.frame);
    const sameFrame = from !== undefined && from.frame === record.frame;
    const behind = record.via === null ? from?.past : from?.left;
    const past = sameFrame ? (behind ?? nothing) : (frame?.base ?? nothing);
    if (sameFrame && record.via !== null) this.#tookToo(past, frame, record.via);
    this.#tokens.set(record.token, {
      frame: record.frame,
      node: record.node,
      past,
      left: past,
      inside: nothing,
      sequential: true,
    });
    this.#enter(record.token, index);
  }

  #tokenMoved(record: RecordOf<"tokenMoved">, index: number): void {
    const token = this.#tokens.get(record.token);
    if (token === undefined) return;
    this.#settle(token);
    const graph = this.#frames.get(token.frame)?.graph;
    const left = graph === undefined ? undefined : this.#graphs.get(graph)?.nodes.get(token.node);
    if (left?.kind === "gateway") {
      const isDecision = this.#graphs.get(graph as GraphId)?.decisions.has(left.id) === true;
      this.#event(record.token, left, isDecision ? "decision" : "parallel", index, [record.flow]);
    }
    token.left = token.past;
    token.node = record.to;
    this.#enter(record.token, index);
  }

  /** Whatever ran inside its activity now lies behind the token. */
  #settle(token: { past: Past; inside: Past }): void {
    if (token.inside.size > 0) token.past = token.inside;
    token.inside = nothing;
  }

  #joinFired(record: RecordOf<"joinFired">): void {
    const tokens = record.tokens.map((id) => this.#tokens.get(id));
    const [first] = tokens;
    if (first === undefined) return;
    first.past = tokens.reduce<Past>((past, token) => union(past, token?.past ?? nothing), nothing);
    for (const id of record.tokens.slice(1)) this.#tokens.delete(id);
  }

  #tokenEnded(record: RecordOf<"tokenEnded">): void {
    const token = this.#tokens.get(record.token);
    if (token === undefined) return;
    this.#settle(token);
    const frame = this.#frames.get(token.frame);
    if (frame !== undefined) frame.ends = union(frame.ends, token.past);
    this.#tokens.delete(record.token);
  }

  #atJob(id: Id, index: number): void {
    const token = this.#tokens.get(id);
    const graph = token === undefined ? undefined : this.#frames.get(token.frame)?.graph;
    const node =
      graph === undefined || token === undefined ? undefined : this.#graphs.get(graph)?.nodes.get(token.node);
    if (node?.kind === "action") this.#event(id, node, node.executor === MANUAL ? "human" : "action", index);
    else if (node?.kind === "gate") this.#event(id, node, "human", index);
    else if (node?.kind === "call") this.#event(id, node, "call", index);
  }

  /** Nodes that show themselves by being entered. */
  #enter(id: Id, index: number): void {
    const token = this.#tokens.get(id);
    const graph = token === undefined ? undefined : this.#frames.get(token.frame)?.graph;
    const node =
      graph === undefined || token === undefined ? undefined : this.#graphs.get(graph)?.nodes.get(token.node);
    if (node === undefined) return;
    if (node.kind === "start" || node.kind === "end" || node.kind === "throw") this.#event(id, node, node.kind, index);
    else if (node.kind === "catch") this.#event(id, node, "wait", index);
    else if (node.kind === "scope") this.#event(id, node, "scope", index);
    else if (node.kind === "call" && node.graph !== undefined) this.#event(id, node, "call", index);
  }

  /** Another way that was taken at the same choice. */
  #tookToo(past: Past, frame: FrameFacts | undefined, via: FlowId): void {
    const [at] = past;
    const choice = at === undefined || past.size > 1 ? undefined : this.events[at];
    const from = frame === undefined ? undefined : this.#graphs.get(frame.graph)?.flows.get(via)?.from;
    if (choice?.took !== undefined && choice.node === from && !choice.took.includes(via))
      choice.took = [...choice.took, via];
  }

  #event(id: Id, node: Node, kind: TraceKind, record: number, took?: readonly FlowId[]): void {
    const token = this.#tokens.get(id);
    if (token === undefined || node.origin.kind !== "source") return;
    this.events.push({
      kind,
      graph: (this.#frames.get(token.frame) as FrameFacts).graph,
      node: node.id,
      name: node.name ?? node.id,
      instance: instanceName(token, { tokens: this.#tokens, frames: this.#frames }),
      frame: token.frame,
      after: [...token.past],
      record,
      ...(took === undefined ? {} : { took }),
    });
    token.past = new Set([this.events.length - 1]);
  }
}

function union(a: Past, b: Past): Past {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  return new Set([...a, ...b]);
}

/**
 * Only the events of some kinds, with the order among them kept: what came before an event through others that are left out still does.
 */
export function restrict(trace: readonly TraceEvent[], kinds: ReadonlySet<TraceKind>): readonly TraceEvent[] {
  const behind: Past[] = [];
  const kept: TraceEvent[] = [];
  trace.forEach((event, index) => {
    const past = event.after.reduce<Past>((all, at) => union(all, behind[at] ?? nothing), nothing);
    if (kinds.has(event.kind)) {
      behind[index] = new Set([kept.length]);
      kept.push({ ...event, after: [...past].sort((a, b) => a - b) });
    } else behind[index] = past;
  });
  return kept;
}
