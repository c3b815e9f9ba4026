/**
 * A bundle as formats draw it: each region with nodes of its own.
 *
 * THEORY OF OPERATION. In the graph, regions have entries and no contents, so two branches may share a node. In BPMN every node lies in one
 * subprocess. So each region gets a copy of what can be reached in it, and everything gets an id that is new in the whole document. A jump
 * (`leave`) means the nearest surrounding copy of its scope, as it does when it runs. Shared nodes may double with every level, so copies
 * are bounded.
 */
import {
  type Activity,
  type BoundaryHandler,
  type Bundle,
  eachSuccessor,
  type Flow,
  type Graph,
  type GraphIndex,
  type Guard,
  indexGraph,
  isActivity,
  type Node,
  type NodeId,
  type Place,
  type Region,
  type ScopeHandler,
  type Throw,
} from "@rb/ir";
import { Ids } from "./ids.js";

/** A region, with the nodes and flows in it, in the order of the graph. */
export interface Level {
  /** Its entries are nodes of this level; its handlers are in `handlers`. */
  readonly region: Omit<Region, "handlers">;
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
  /** What is inside of each scope of this level. */
  readonly inside: ReadonlyMap<NodeId, Level>;
  readonly handlers: readonly { readonly handler: Omit<ScopeHandler, "body">; readonly body: Level }[];
}

export interface GraphLevels {
  readonly graph: Graph;
  readonly id: string;
  readonly level: Level;
  /** The nodes of all levels, by the node of the graph that each is a copy of. */
  readonly copies: ReadonlyMap<NodeId, readonly NodeId[]>;
}

/** The graphs of a bundle by level, the main one first. */
export interface BundleLevels {
  readonly graphs: readonly GraphLevels[];
  readonly ids: Ids;
}

/** Shared nodes would make more copies than the limit allows. */
export class TooManyCopies extends Error {}

/** Regions lie in each other more deeply than the limit allows. */
export class TooDeep extends Error {}

/**
 * Throws `TooManyCopies` when there would be more than `maxNodes` nodes, `TooDeep` when more than `maxDepth` regions lie in each other. The
 * bundle has to be one that `check` finds no error in.
 */
export function levelsOf(bundle: Bundle, maxNodes: number, maxDepth: number): BundleLevels {
  const ids = new Ids();
  const graphIds = new Map(bundle.graphs.map(({ id }) => [id, ids.fresh(id)]));
  const budget = { left: maxNodes };
  const mainFirst = bundle.graphs.toSorted((a, b) => Number(b.id === bundle.main) - Number(a.id === bundle.main));
  const graphs = mainFirst.map((graph) => {
    const copier = new Copier(indexGraph(graph), ids, graphIds, budget);
    const level = copier.level(graph.region, new Map(), maxDepth);
    return { graph, id: graphIds.get(graph.id) as string, level, copies: copier.copies };
  });
  return { graphs, ids };
}

/** What ids of the graph mean from inside of a level: those of this level and of those around it. */
type Names = ReadonlyMap<NodeId, NodeId>;

class Copier {
  readonly copies = new Map<NodeId, NodeId[]>();
  private readonly index: GraphIndex;
  private readonly ids: Ids;
  private readonly graphIds: ReadonlyMap<string, string>;
  private readonly budget: { left: number };

  constructor(index: GraphIndex, ids: Ids, graphIds: ReadonlyMap<string, string>, budget: { left: number }) {
    this.index = index;
    this.ids = ids;
    this.graphIds = graphIds;
    this.budget = budget;
  }

  level(region: Region, around: Names, depthLeft: number): Level {
    if (depthLeft <= 0) throw new TooDeep();
    const places = this.inside(region);
    this.budget.left -= places.length;
    if (this.budget.left < 0) throw new TooManyCopies();
    const names = new Map(around);
    for (const { node } of places) names.set(node.id, this.copyOf(node.id));
    const ports = new Map(places.map(({ node }) => [node.id, this.portsOf(node)]));
    const flowIds = new Map<string, string>();
    const flowsInside = places.flatMap(({ outgoing }) => outgoing).sort(this.byOrder);
    for (const flow of flowsInside) flowIds.set(flow.id, this.ids.fresh(flow.id));
    const flows = flowsInside.map((flow) => copiedFlow(flow, names, flowIds, ports.get(flow.from)));
    const nodes: Node[] = [];
    const inside = new Map<NodeId, Level>();
    for (const { node } of places) {
      const copy = this.node(node, names, ports.get(node.id));
      nodes.push(copy);
      if (node.kind === "scope") inside.set(copy.id, this.level(node.region, names, depthLeft - 1));
    }
    const { handlers = [], ...rest } = region;
    return {
      region: { ...rest, entries: region.entries.map((entry) => names.get(entry) ?? entry) },
      nodes,
      flows,
      inside,
      handlers: handlers.map(({ body, ...handler }) => ({
        handler: { ...handler, id: this.ids.fresh(handler.id) },
        body: this.level(body, names, depthLeft - 1),
      })),
    };
  }

  private copyOf(id: NodeId): NodeId {
    const copy = this.ids.fresh(id);
    const others = this.copies.get(id);
    if (others === undefined) this.copies.set(id, [copy]);
    else others.push(copy);
    return copy;
  }

  private readonly order = new Map<string, number>();
  private readonly byOrder = (a: Flow, b: Flow): number => this.position(a) - this.position(b);
  private position(flow: Flow): number {
    if (this.order.size === 0) for (const [at, { id }] of this.index.graph.flows.entries()) this.order.set(id, at);
    return this.order.get(flow.id) ?? 0;
  }

  private inside(region: Region): readonly Place[] {
    const found = new Set<Place>();
    for (const entry of region.entries) {
      const place = this.index.places.get(entry);
      if (place !== undefined) found.add(place);
    }
    for (const place of found) {
      eachSuccessor(this.index, place, (next, deeper) => {
        if (deeper === 0) found.add(next);
      });
    }
    return [...found].sort((a, b) => a.number - b.number);
  }

  /** The ids of boundary handlers are ports, and get new ones as all ids do. */
  private portsOf(node: Node): ReadonlyMap<string, string> {
    const handlers = isActivity(node) ? (node.handlers ?? []) : [];
    return new Map(handlers.map(({ id }) => [id, this.ids.fresh(id)]));
  }

  private node(node: Node, names: Names, ports: ReadonlyMap<string, string> = new Map()): Node {
    const id = names.get(node.id) as NodeId;
    switch (node.kind) {
      case "start":
      case "gateway":
      case "catch":
        return { ...node, id };
      case "throw":
        return { ...node, id, throws: node.throws.map((one) => renamedThrow(one, names)) };
      case "end": {
        const { throws, leave, ...rest } = node;
        const target = leave && { scope: names.get(leave.scope) ?? leave.scope, port: leave.port };
        return {
          ...rest,
          id,
          ...(throws && { throws: throws.map((one) => renamedThrow(one, names)) }),
          ...(target && { leave: target }),
        };
      }
      case "call": {
        const graph = node.graph === undefined ? undefined : this.graphIds.get(node.graph);
        return { ...node, ...renamedActivity(node, id, names, ports), ...(graph === undefined ? {} : { graph }) };
      }
      default:
        return { ...node, ...renamedActivity(node, id, names, ports) };
    }
  }
}

function renamedActivity(
  { handlers, compensation }: Activity,
  id: NodeId,
  names: Names,
  ports: ReadonlyMap<string, string>,
): { readonly id: NodeId; readonly handlers?: readonly BoundaryHandler[]; readonly compensation?: NodeId } {
  return {
    id,
    ...(handlers && { handlers: handlers.map((one) => ({ ...one, id: ports.get(one.id) ?? one.id })) }),
    ...(compensation === undefined ? {} : { compensation: names.get(compensation) ?? compensation }),
  };
}

function renamedThrow(one: Throw, names: Names): Throw {
  if (one.raise !== "compensation" || one.of === undefined) return one;
  return { ...one, of: names.get(one.of) ?? one.of };
}

function copiedFlow(
  flow: Flow,
  names: Names,
  flowIds: ReadonlyMap<string, string>,
  ports: ReadonlyMap<string, string> | undefined,
): Flow {
  const { guard, port } = flow;
  return {
    ...flow,
    id: flowIds.get(flow.id) as string,
    from: names.get(flow.from) as NodeId,
    to: names.get(flow.to) as NodeId,
    ...(port === undefined ? {} : { port: ports?.get(port) ?? port }),
    ...(guard === undefined ? {} : { guard: renamedGuard(guard, flowIds) }),
  };
}

function renamedGuard(guard: Guard, flowIds: ReadonlyMap<string, string>): Guard {
  return "arrived" in guard ? { arrived: guard.arrived.map((id) => flowIds.get(id) ?? id) } : guard;
}
