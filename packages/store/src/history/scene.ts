/**
 * Where everything is while a history is read: tokens, instances, waits and jobs, by the records alone. What `apply` would also know, values
 * and all, is not needed to tell a history, and would need a program that can run.
 */
import type { Bundle, GraphId, Node, NodeId } from "@rb/ir";
import type { FrameKind, Id, JobRequest, JournalRecord, RecordOf, WaitFacts } from "@rb/kernel";
import { StoreError } from "../store-error.js";
import type { RecordPoint, Stretch } from "./history.js";

/** A token: in which instance, at which node. */
export interface TokenPlace {
  readonly frame: Id;
  readonly graph: GraphId;
  node: NodeId;
  /** Made beside its origin's activity (a handler that doesn't interrupt, a publication), and not gone from there yet. */
  beside: Id | null;
}

/** An instance. */
export interface FramePlace {
  readonly kind: FrameKind;
  readonly graph: GraphId;
  readonly node: NodeId | null;
  readonly handler: string | null;
  readonly index: number | null;
  /** The token whose activity it is. */
  readonly token: Id | null;
  /** The instance whose handler it is. */
  readonly frame: Id | null;
}

/** A job and its token. */
export interface JobPlace {
  readonly token: Id;
  readonly job: JobRequest;
}

/** Everything live, right before the record that is being looked at. */
export class Scene {
  run = "";
  /** Of the batch. A time before an earlier one counts as that one, as it does for the run. */
  nowMs = 0;
  actor = "";
  /** The plan's main graph. */
  main: GraphId = "";
  point: RecordPoint = { seq: 0, record: -1 };
  readonly tokens: Map<Id, TokenPlace> = new Map();
  readonly frames: Map<Id, FramePlace> = new Map();
  readonly waits: Map<Id, WaitFacts> = new Map();
  readonly jobs: Map<string, JobPlace> = new Map();
  #nodes: ReadonlyMap<string, Node> = new Map();

  /** From here on, ids mean what they mean in this bundle. */
  under(bundle: Bundle): void {
    this.main = bundle.main;
    this.#nodes = new Map(
      bundle.graphs.flatMap((graph) => graph.nodes.map((node) => [nodeKey(graph.id, node.id), node] as const)),
    );
  }

  node(graph: GraphId, id: NodeId): Node | undefined {
    return this.#nodes.get(nodeKey(graph, id));
  }

  /** What people call a node. */
  name(graph: GraphId, id: NodeId): string {
    return this.node(graph, id)?.name ?? id;
  }

  /** Begins a batch. */
  begin(record: RecordOf<"received">): void {
    this.point = { seq: record.seq, record: 0 };
    this.actor = record.actor;
    if (record.nowMs > this.nowMs) this.nowMs = record.nowMs;
    if (record.input.type === "start" && this.run === "") this.run = record.input.run;
  }

  /** Makes a record true. */
  apply(record: JournalRecord): void {
    switch (record.type) {
      case "tokenCreated":
        return this.#created(record);
      case "tokenMoved": {
        const token = this.tokens.get(record.token);
        if (token === undefined) return;
        token.node = record.to;
        token.beside = null;
        return;
      }
      case "tokenEnded":
        this.tokens.delete(record.token);
        return;
      case "joinFired":
        for (const token of record.tokens.slice(1)) this.tokens.delete(token);
        return;
      case "joinAbsorbed":
        for (const token of record.tokens) this.tokens.delete(token);
        return;
      case "frameOpened":
        this.frames.set(record.frame, framePlace(record));
        return;
      case "frameClosed":
        this.frames.delete(record.frame);
        return;
      case "waitOpened":
        this.waits.set(record.wait.id, record.wait);
        return;
      case "waitFired":
        if (!record.stays) this.waits.delete(record.wait);
        return;
      case "waitClosed":
        this.waits.delete(record.wait);
        return;
      case "jobStaged":
        this.jobs.set(record.job.effect, { token: record.token, job: record.job });
        return;
      case "jobSettled":
        this.jobs.delete(record.effect);
        return;
      case "jobCancelled":
        // One that had started is still going to be heard of.
        if (!record.started) this.jobs.delete(record.effect);
        return;
      default:
        return;
    }
  }

  #created(record: RecordOf<"tokenCreated">): void {
    const graph = this.frames.get(record.frame)?.graph ?? "";
    const origin = record.from === null ? undefined : this.tokens.get(record.from);
    const isBeside = record.via === null && origin?.frame === record.frame && origin.node === record.node;
    this.tokens.set(record.token, {
      frame: record.frame,
      graph,
      node: record.node,
      beside: isBeside ? record.from : null,
    });
  }
}

function framePlace(record: RecordOf<"frameOpened">): FramePlace {
  const { kind, graph, owner } = record;
  return {
    kind,
    graph,
    node: record.node ?? null,
    handler: record.handler ?? null,
    index: record.index ?? null,
    token: kind === "handler" ? null : owner,
    frame: kind === "handler" ? owner : null,
  };
}

/** One key for a node, or a flow, of a graph. The length keeps two pairs apart, whatever characters their ids hold. */
export function nodeKey(graph: GraphId, node: string): string {
  return `${graph.length}:${graph}${node}`;
}

/** Looks at a record, with the scene right before it. */
export type Visit = (record: JournalRecord, scene: Scene) => void;

/**
 * Reads a history from its beginning; gives the scene after it. `onStretch` is called before the first record of each stretch.
 *
 * @throws StoreError `store/broken-trace` when a record isn't of the form that its type says.
 */
export function readHistory(
  history: Iterable<Stretch>,
  visit: Visit,
  onStretch: (stretch: Stretch, scene: Scene) => void = () => {},
): Scene {
  const scene = new Scene();
  for (const stretch of history) {
    scene.under(stretch.bundle);
    onStretch(stretch, scene);
    for (const record of stretch.records) readRecord(record, scene, visit);
  }
  return scene;
}

/** One record more: looked at, then made true. */
export function readRecord(record: JournalRecord, scene: Scene, visit: Visit): void {
  const { seq, record: at } = scene.point;
  scene.point = { seq, record: at + 1 };
  try {
    if (record.type === "received") scene.begin(record);
    visit(record, scene);
    scene.apply(record);
  } catch (error) {
    // The types promise what a journal, which anybody may have written, need not keep.
    if (error instanceof TypeError) throw brokenRecord(scene.point, error);
    throw error;
  }
}

function brokenRecord({ seq, record }: RecordPoint, cause: unknown): StoreError {
  return new StoreError(
    "store/broken-trace",
    `Record ${record} of batch ${seq} is not of the form that its type promises, so the history can't be read beyond it.`,
    "The trace was written by something else, or changed. Verify the run, and restore its trace from a copy.",
    undefined,
    cause,
  );
}
