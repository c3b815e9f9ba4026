/**
 * What a conversion has to keep: two bundles are equivalent when their normal forms are equal.
 *
 * A normal form leaves out what documents are free in: ids (nodes are numbered as they are reached), origins, `meta.author`, the names of
 * ends, gateways and flows, which nodes regions share, the table of languages, and passages, that is nodes which let a single token
 * through and do nothing else. Everything that a run could notice is in it.
 */
import {
  type Bundle,
  type Flow,
  type Graph,
  isActivity,
  type Json,
  type Node,
  type NodeId,
  withoutOrigins,
} from "@rb/ir";
import { type Level, levelsOf } from "./levels.js";
import { endsSilently } from "./silent-end.js";

/** Regions in each other that a normal form can hold. */
const deepest = 500;

/** The normal form of a bundle, as JSON. Throws `TooManyCopies` and `TooDeep` when it would be too large to compare. */
export function normalForm(bundle: Bundle, maxNodes = 10_000): Json {
  const { graphs } = levelsOf(bundle, maxNodes, deepest);
  const numbers = new Map(graphs.map(({ id }, at) => [id, at]));
  const form = graphs.map(({ graph, level }) => ({
    ...graphFacts(graph),
    region: new Form(level, [], numbers).json(),
  }));
  // Leaves out members that are undefined.
  return JSON.parse(JSON.stringify(form)) as Json;
}

function graphFacts(graph: Graph): object {
  const { id: _id, region: _region, nodes: _nodes, flows: _flows, ...facts } = graph;
  return plain("graph", facts);
}

type Part = Parameters<typeof withoutOrigins>[0];

/** Without origins and what only its author's format says. */
function plain(part: Part, value: object): { readonly [name: string]: unknown } {
  const { meta, ...rest } = withoutOrigins(part, value) as { readonly [name: string]: unknown };
  const { author: _author, ...facts } = (meta ?? {}) as { readonly [name: string]: unknown };
  return Object.keys(facts).length === 0 ? rest : { ...rest, meta: facts };
}

type Numbers = ReadonlyMap<NodeId, number>;

class Form {
  private readonly level: Level;
  private readonly around: readonly Numbers[];
  private readonly graphs: ReadonlyMap<string, number>;
  private readonly nodes: ReadonlyMap<NodeId, Node>;
  private readonly outgoing = new Map<NodeId, Flow[]>();
  private readonly incoming = new Map<NodeId, number>();
  private readonly numbers = new Map<NodeId, number>();
  private readonly compensators: ReadonlySet<NodeId>;

  constructor(level: Level, around: readonly Numbers[], graphs: ReadonlyMap<string, number>) {
    this.level = level;
    this.around = around;
    this.graphs = graphs;
    this.nodes = new Map(level.nodes.map((node) => [node.id, node]));
    this.compensators = new Set(level.nodes.flatMap((node) => (isActivity(node) ? (node.compensation ?? []) : [])));
    for (const flow of level.flows) {
      const list = this.outgoing.get(flow.from);
      if (list === undefined) this.outgoing.set(flow.from, [flow]);
      else list.push(flow);
      this.incoming.set(flow.to, (this.incoming.get(flow.to) ?? 0) + 1);
    }
    // Only among flows of one port does the order mean something.
    for (const [id, flows] of this.outgoing) {
      const node = this.nodes.get(id) as Node;
      flows.sort((a, b) => compared(leavesBy(a, node), leavesBy(b, node)));
    }
  }

  json(): object {
    const { entries, ...region } = this.level.region;
    const first = entries.flatMap((entry) => this.begun(entry));
    const nodes: object[] = [];
    // Grows while it is walked: a node's flows number what they lead to.
    for (const id of this.numbers.keys()) nodes.push(this.node(this.nodes.get(id) as Node));
    const { entries: _none, ...facts } = plain("scopeHandler", { body: { ...region, entries: [] } }).body as {
      readonly [name: string]: unknown;
    };
    return {
      ...facts,
      entries: first,
      nodes,
      handlers: this.level.handlers.map(({ handler: { id: _id, name: _name, ...handler }, body }) => ({
        ...plain("scopeHandler", handler),
        body: new Form(body, [this.numbers, ...this.around], this.graphs).json(),
      })),
    };
  }

  /** A fork right behind the entry of a region says no more than that the region has several entries. */
  private begun(entry: NodeId): readonly (number | "end")[] {
    const at = this.behindPassages(entry);
    const ways = this.outgoing.get(at) ?? [];
    const node = this.nodes.get(at);
    const isFork = node?.kind === "gateway" && (node.routing?.take ?? "every") === "every" && !counts(node);
    // Entries that are begun one by one are counted.
    const { limit, manual } = this.level.region;
    if (limit !== undefined || manual === true) return [this.number(entry)];
    const isOnlyEntered = this.incoming.get(at) === (at === entry ? undefined : 1);
    if (
      !isFork ||
      !isOnlyEntered ||
      ways.length < 2 ||
      ways.some((flow) => isGuarded(flow) || flow.otherwise === true)
    ) {
      return [this.number(entry)];
    }
    return ways.flatMap(({ to }) => this.begun(to));
  }

  /** Of the node that a token which comes to this one gets to without anything happening. */
  private number(id: NodeId): number | "end" {
    const at = this.behindPassages(id);
    const node = this.nodes.get(at) as Node;
    if (isPlainEnd(node)) return "end";
    const known = this.numbers.get(at);
    if (known !== undefined) return known;
    this.numbers.set(at, this.numbers.size);
    return this.numbers.size - 1;
  }

  private behindPassages(id: NodeId): NodeId {
    const seen = new Set<NodeId>();
    let at = id;
    for (let next = this.passedTo(at); next !== undefined && !seen.has(at); next = this.passedTo(at)) {
      seen.add(at);
      at = next;
    }
    return at;
  }

  private passedTo(id: NodeId): NodeId | undefined {
    const [flow, ...others] = this.outgoing.get(id) ?? [];
    const node = this.nodes.get(id);
    if (node === undefined || flow === undefined || others.length > 0 || !lets(node)) return undefined;
    const from = this.incoming.get(id) ?? 0;
    if (node.kind === "gateway" && from > 1 && (node.join?.rule ?? "each") !== "each") return undefined;
    if ((flow.port ?? "out") !== "out" || flow.cases !== undefined || isGuarded(flow)) return undefined;
    // Tokens of several flows that become one are one slot of a join behind it.
    return from > 1 && this.joins(flow.to) ? undefined : flow.to;
  }

  private joins(id: NodeId): boolean {
    const node = this.nodes.get(id);
    return node?.kind === "gateway" && node.join !== undefined && node.join.rule !== "each";
  }

  private node(node: Node): object {
    const { id, name, ...rest } = node;
    const facts: { [name: string]: unknown } = { ...plain("node", rest) };
    if (isActivity(node)) {
      if (name !== undefined) facts.name = name;
      facts.handlers = (node.handlers ?? []).map(({ id: _id, ...handler }) => plain("boundaryHandler", handler));
      if (node.compensation !== undefined) facts.compensation = this.number(node.compensation);
    } else facts.description = undefined;
    if (node.kind === "scope") {
      const inside = this.level.inside.get(id) as Level;
      facts.region = new Form(inside, [new Map([[id, -1]]), this.numbers, ...this.around], this.graphs).json();
    }
    if (node.kind === "call" && node.graph !== undefined) facts.graph = this.graphs.get(node.graph);
    if (node.kind === "end" && node.leave !== undefined) {
      facts.leave = { ...node.leave, scope: this.around.findIndex((numbers) => numbers.has(node.leave?.scope ?? "")) };
    }
    if (node.kind === "end" || node.kind === "throw") facts.throws = (node.throws ?? []).map((one) => this.thrown(one));
    const out = (this.outgoing.get(id) ?? []).map((flow) => this.flow(flow, node));
    if ((this.incoming.get(id) ?? 0) < 2 && node.kind === "gateway" && node.join?.rule !== "count")
      facts.join = undefined;
    if (endsSilently(node, this.outgoing.get(id) ?? []) && !this.compensators.has(id)) out.unshift({ to: "end" });
    // A single way that is always taken is no choice.
    if (out.length < 2 && node.kind === "gateway") facts.routing = trivialRouting(facts.routing);
    return { ...facts, out };
  }

  private thrown(one: { readonly raise: string; readonly of?: NodeId }): object {
    if (one.of === undefined) return plain("node", one);
    const at = [this.numbers, ...this.around].findIndex((numbers) => numbers.has(one.of as NodeId));
    return { ...one, of: [at, [this.numbers, ...this.around][at]?.get(one.of)] };
  }

  private flow(flow: Flow, from: Node): object {
    const { id: _id, name: _name, from: _from, to, port: _port, slot, ...facts } = flow;
    const leaves = leavesBy(flow, from);
    return {
      ...plain("flow", facts),
      ...(leaves === "" ? {} : { port: leaves }),
      ...(slot === undefined ? {} : { slot }),
      to: this.number(to),
    };
  }
}

/** The port, without the ids of handlers; empty for the usual one. */
function leavesBy({ port = "out" }: Flow, from: Node): string {
  const handler = isActivity(from) ? (from.handlers ?? []).findIndex((one) => one.id === port) : -1;
  return handler !== -1 ? `handler ${handler}` : port === "out" ? "" : port;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A start that nothing sets off, or a gateway: both only pass tokens on. */
function lets(node: Node): boolean {
  if (node.kind === "start")
    return (node.triggers ?? []).length === 0 && (node.into ?? []).length === 0 && !counts(node);
  return node.kind === "gateway" && !counts(node) && node.join?.rule !== "count";
}

function counts({ routing }: Node): boolean {
  return (routing?.copies ?? 1) > 1 || routing?.take === "case";
}

function isGuarded({ guard, otherwise }: Flow): boolean {
  return otherwise !== true && guard !== undefined && !("json" in guard && guard.json);
}

function trivialRouting(routing: unknown): unknown {
  const { take, ...rest } = (routing ?? {}) as { readonly [name: string]: unknown };
  if (take === "case") return routing;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function isPlainEnd(node: Node): boolean {
  return node.kind === "end" && (node.throws ?? []).length === 0 && (node.outputs ?? []).length === 0 && !node.leave;
}
