/**
 * What a conversion has to keep: two bundles are equivalent when their normal forms are equal.
 *
 * A normal form leaves out what documents are free in: ids (nodes are numbered as they are reached), origins, `meta.author`, the names of
 * ends, gateways and flows, which nodes regions share, the table of languages, whether a list or a map of constants is one constant, and
 * passages, that is nodes which let a single token through and do nothing else. Everything that a run could notice is in it.
 */
import {
  type Bundle,
  type Flow,
  type FlowId,
  type Graph,
  isActivity,
  type Json,
  type Node,
  type NodeId,
  type Throw,
  withoutOrigins,
} from "@rb/ir";
import { withConstants } from "./constants.js";
import { type GraphLevels, type Level, levelsOf } from "./levels.js";
import { isGuarded, multiplies, Passages } from "./passages.js";
import { copiedRoutes } from "./routes.js";
import { endsSilently } from "./silent-end.js";

/** Regions in each other that a normal form can hold. */
const deepest = 500;

/** The normal form of a bundle, as JSON. Throws `TooManyCopies` and `TooDeep` when it would be too large to compare. */
export function normalForm(bundle: Bundle, maxNodes = 10_000): Json {
  const { graphs } = levelsOf(bundle, maxNodes, deepest);
  const places: Places = new Map();
  const numbers = new Map(graphs.map(({ id }, at) => [id, at]));
  const form = graphs.map(({ graph, level }, at) => ({
    ...graphFacts(graph),
    region: new Form(level, [], numbers, { places, path: `${at}` }).json(),
  }));
  // Leaves out members that are undefined.
  return JSON.parse(JSON.stringify({ graphs: form, routes: routesOf(bundle, graphs, places) })) as Json;
}

/** Only of routes that leave one node does the order mean something. */
function routesOf(bundle: Bundle, graphs: readonly GraphLevels[], places: Places): readonly object[] {
  const routes = copiedRoutes(bundle, graphs).flatMap(({ route: { message }, from, to }) => {
    const nodes = to.nodes?.map((id) => places.get(id) ?? "nowhere").sort();
    return from.map((id) => ({ from: places.get(id) ?? "nowhere", graph: graphs.indexOf(to.graph), nodes, message }));
  });
  return routes.sort((a, b) => compared(a.from, b.from));
}

function graphFacts(graph: Graph): object {
  const { id: _id, region: _region, nodes: _nodes, flows: _flows, ...facts } = graph;
  return plain("graph", facts);
}

type Part = Parameters<typeof withoutOrigins>[0];

/** Without origins and what only its author's format says. */
function plain(part: Part, value: object): { readonly [name: string]: unknown } {
  const { meta, ...rest } = withConstants(part, withoutOrigins(part, value) as { readonly [name: string]: unknown });
  const { author: _author, ...facts } = (meta ?? {}) as { readonly [name: string]: unknown };
  return Object.keys(facts).length === 0 ? rest : { ...rest, meta: facts };
}

type Numbers = ReadonlyMap<NodeId, number>;
/** Where in the form each node is that has a number: the numbers of what it lies in, and its own. */
type Places = Map<NodeId, string>;

interface Whereabouts {
  readonly places: Places;
  /** Of the level. */
  readonly path: string;
}

class Form {
  private readonly level: Level;
  private readonly around: readonly Numbers[];
  private readonly graphs: ReadonlyMap<string, number>;
  private readonly whereabouts: Whereabouts;
  private readonly passages: Passages;
  private readonly numbers = new Map<NodeId, number>();
  private readonly compensators: ReadonlySet<NodeId>;
  /** Says of flows that conditions ask for where they come from, once all nodes have numbers. */
  private readonly asked: (() => void)[] = [];

  constructor(level: Level, around: readonly Numbers[], graphs: ReadonlyMap<string, number>, whereabouts: Whereabouts) {
    this.level = level;
    this.around = around;
    this.graphs = graphs;
    this.whereabouts = whereabouts;
    this.passages = new Passages(level);
    this.compensators = new Set(level.nodes.flatMap((node) => (isActivity(node) ? (node.compensation ?? []) : [])));
    // Only among flows of one port does the order mean something.
    for (const [id, flows] of this.passages.outgoing) {
      const node = this.nodeOf(id);
      flows.sort((a, b) => compared(leavesBy(a, node), leavesBy(b, node)));
    }
  }

  private nodeOf(id: NodeId): Node {
    return this.passages.nodes.get(id) as Node;
  }

  private waysFrom(id: NodeId): readonly Flow[] {
    return this.passages.outgoing.get(id) ?? [];
  }

  json(): object {
    const { entries, variables = [], ...others } = this.level.region;
    // None is as good as an empty list of them.
    const region = variables.length === 0 ? others : { ...others, variables };
    const first = entries.flatMap((entry) => this.begun(entry));
    const nodes: object[] = [];
    // Grows while it is walked: a node's flows number what they lead to.
    for (const id of this.numbers.keys()) nodes.push(this.node(this.nodeOf(id)));
    for (const tell of this.asked) tell();
    const { entries: _none, ...facts } = plain("scopeHandler", { body: { ...region, entries: [] } }).body as {
      readonly [name: string]: unknown;
    };
    return {
      ...facts,
      entries: first,
      nodes,
      handlers: this.level.handlers.map(({ handler: { id: _id, name: _name, ...handler }, body }, at) => ({
        ...plain("scopeHandler", handler),
        body: this.inner(body, [this.numbers, ...this.around], `handler ${at}`).json(),
      })),
    };
  }

  private inner(level: Level, around: readonly Numbers[], part: string): Form {
    const { places, path } = this.whereabouts;
    return new Form(level, around, this.graphs, { places, path: `${path}/${part}` });
  }

  /** A fork right behind the entry of a region says no more than that the region has several entries. */
  private begun(entry: NodeId): readonly (number | "end")[] {
    const at = this.passages.behind(entry);
    const ways = this.waysFrom(at);
    const node = this.passages.nodes.get(at);
    const isFork = node?.kind === "gateway" && (node.routing?.take ?? "every") === "every" && !multiplies(node);
    // Entries that are begun one by one are counted.
    const { limit, manual } = this.level.region;
    if (limit !== undefined || manual === true) return [this.number(entry)];
    const isOnlyEntered = this.passages.incoming.get(at) === (at === entry ? undefined : 1);
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
    const at = this.passages.behind(id);
    if (this.passages.ends(at)) return "end";
    const known = this.numbers.get(at);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(at, number);
    const { places, path } = this.whereabouts;
    places.set(at, `${path}/${number}`);
    return number;
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
      const around = [new Map([[id, -1]]), this.numbers, ...this.around];
      facts.region = this.inner(inside, around, `${this.numbers.get(id)}`).json();
    }
    if (node.kind === "call" && node.graph !== undefined) facts.graph = this.graphs.get(node.graph);
    if (node.kind === "end" && node.leave !== undefined) {
      facts.leave = { ...node.leave, scope: this.around.findIndex((numbers) => numbers.has(node.leave?.scope ?? "")) };
    }
    if (node.kind === "end" || node.kind === "throw")
      facts.throws = ((facts.throws ?? []) as readonly Throw[]).map((one) => this.thrown(one));
    const out = this.waysFrom(id).map((flow) => this.flow(flow, node));
    if (node.kind === "gateway" && !this.passages.joins(id) && node.join?.rule !== "count") facts.join = undefined;
    if (endsSilently(node, this.waysFrom(id)) && !this.compensators.has(id)) out.unshift({ to: "end" });
    // A single way that is always taken is no choice.
    if (out.length < 2 && node.kind === "gateway") facts.routing = trivialRouting(facts.routing);
    return { ...facts, out };
  }

  private thrown(one: Throw): object {
    if (one.raise !== "compensation" || one.of === undefined) return one;
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
      ...(flow.guard !== undefined && "arrived" in flow.guard ? { guard: this.arrived(flow.guard.arrived) } : {}),
      to: this.number(to),
    };
  }

  private arrived(ids: readonly FlowId[]): object {
    const guard: { arrived: readonly unknown[] } = { arrived: [] };
    this.asked.push(() => {
      const byId = new Map(this.level.flows.map((flow) => [flow.id, flow]));
      guard.arrived = ids.map((id) => this.beginnings(byId.get(id)));
    });
    return guard;
  }

  /** The flows, by the nodes that they leave, by which a token comes that comes by this one: through passages there may be several. */
  private beginnings(flow: Flow | undefined): readonly string[] {
    const found = new Set<string>();
    const seen = new Set(flow === undefined ? [] : [flow]);
    for (const one of seen) {
      const { from } = one;
      if (this.passages.behind(from) === from)
        found.add(`${this.numbers.get(from)} ${this.waysFrom(from).indexOf(one)}`);
      else for (const before of this.level.flows) if (before.to === from) seen.add(before);
    }
    return [...found].sort();
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

function trivialRouting(routing: unknown): unknown {
  const { take, ...rest } = (routing ?? {}) as { readonly [name: string]: unknown };
  if (take === "case") return routing;
  return Object.keys(rest).length === 0 ? undefined : rest;
}
