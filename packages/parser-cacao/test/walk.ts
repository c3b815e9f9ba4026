/**
 * Walks a graph as a token would, far enough to tell which actions happen, in what order and how often: branches of a
 * region one after the other, every timer elapses, nothing fails unless told to.
 */
import type { Bundle, Flow, Graph, Node, Region } from "@rb/ir";

/** Answers the choices of a gateway, in turn: the name of the flow to take. */
export type Answers = { readonly [gateway: string]: readonly string[] };

export interface WalkOptions {
  readonly answers?: Answers;
  /** Names of actions that fail. */
  readonly failing?: readonly string[];
}

class Left extends Error {
  readonly scope: string;
  readonly port: string;
  constructor(scope: string, port: string) {
    super();
    this.scope = scope;
    this.port = port;
  }
}
class Failed extends Error {}

/** The names of the actions and calls that happened. */
export function walk(bundle: Bundle | null, options: WalkOptions = {}): readonly string[] {
  const graph = bundle?.graphs[0];
  if (graph === undefined) throw new Error("there is no graph");
  const walker = new Walker(graph, options);
  walker.root(graph.region);
  return walker.happened;
}

const longest = 200;

class Walker {
  readonly happened: string[] = [];
  private readonly nodes: ReadonlyMap<string, Node>;
  private readonly flows: readonly Flow[];
  private readonly options: WalkOptions;
  private readonly asked = new Map<string, number>();

  constructor(graph: Graph, options: WalkOptions) {
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.flows = graph.flows;
    this.options = options;
  }

  root(region: Region): void {
    try {
      this.region(region);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const handler = region.handlers?.[0];
      if (handler === undefined) this.happened.push("(failed)");
      else this.region(handler.body);
    }
  }

  private region(region: Region): void {
    for (const entry of region.entries) this.from(entry);
  }

  /** Follows one token until it is consumed. */
  private from(first: string): void {
    let at: string | undefined = first;
    for (let steps = 0; at !== undefined; steps++) {
      if (steps > longest) throw new Error(`endless at ${at}`);
      const node = this.nodes.get(at);
      if (node === undefined) throw new Error(`no node ${at}`);
      if (node.kind === "end") {
        if (node.leave !== undefined) throw new Left(node.leave.scope, node.leave.port);
        if (node.throws !== undefined) throw new Failed();
        return;
      }
      at = node.kind === "gateway" ? this.chosen(node) : this.leads(node.id, this.done(node));
    }
  }

  /** Does what the node does; gives the port that its token leaves by. */
  private done(node: Node): string {
    try {
      if (node.kind === "scope") this.region(node.region);
      if (node.kind === "action" || node.kind === "call") {
        const name = node.name ?? node.id;
        this.happened.push(name);
        if (this.options.failing?.includes(name)) throw new Failed();
      }
      return "out";
    } catch (error) {
      if (error instanceof Left && error.scope === node.id) return error.port;
      if (error instanceof Failed && this.leads(node.id, "failed") !== undefined) return "failed";
      throw error;
    }
  }

  private leads(id: string, port: string): string | undefined {
    return this.flows.find((flow) => flow.from === id && (flow.port ?? "out") === port)?.to;
  }

  /** Unless told otherwise, the first way the first time, and the default ever after, so that loops end. */
  private chosen(node: Node): string {
    const name = node.name ?? node.id;
    const ways = this.flows.filter((flow) => flow.from === node.id);
    const time = this.asked.get(name) ?? 0;
    this.asked.set(name, time + 1);
    const wanted = this.options.answers?.[name]?.[time];
    const way =
      wanted === undefined
        ? ((time > 0 ? ways.find((flow) => flow.otherwise === true) : undefined) ?? ways[0])
        : ways.find((flow) => flow.name === wanted);
    if (way === undefined) throw new Error(`no way ${wanted} at ${name}`);
    return way.to;
  }
}
