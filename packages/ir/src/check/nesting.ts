/**
 * How deep each node can stand in scopes, without following every way there is.
 *
 * Theory of operation: a region has entries, not contents, so nesting is a property of ways, not of text. Take the graph
 * whose edges are those of `eachSuccessor`: along a flow a token stays at its level, into a scope it goes one level deeper (more, into
 * bodies of handlers); what comes after a scope goes on from the scope's own node. The depth of a node is then the longest
 * way to it from the entries of the graph, counting levels. A cycle that goes deeper means that a scope contains itself and
 * has no depth. So: strongly connected components (Tarjan 1972, with a stack of our own, as the graph may be long), then
 * longest ways over the components, which come out in reverse topological order. Linear in nodes and flows.
 */
import type { Node } from "../graph.js";
import { eachEntry, eachSuccessor, type GraphIndex } from "../traverse.js";

export interface Nesting {
  /** By number of place: how many regions are around it at most, the graph's own not counted; -1 where no way leads. */
  readonly depths: Int32Array;
  /** Scopes that can be entered again from inside themselves. */
  readonly insideThemselves: readonly Node[];
}

/** The edges of node n are those from `first[n]` up to, without, `first[n + 1]`. */
interface Edges {
  readonly first: readonly number[];
  readonly to: readonly number[];
  readonly deeper: readonly number[];
}

export function nestingOf(index: GraphIndex): Nesting {
  const edges = edgesOf(index);
  const root = index.places.size;
  const { component, order } = componentsFrom(root, edges);
  const depths = new Int32Array(root).fill(-1);
  const deepest = new Int32Array(root + 1);
  const inside = new Set<number>();
  for (let i = order.length - 1; i >= 0; i--) {
    const from = order[i] as number;
    const own = component[from] as number;
    if (from !== root) depths[from] = deepest[own] as number;
    for (let edge = edges.first[from] as number; edge < (edges.first[from + 1] as number); edge++) {
      const to = component[edges.to[edge] as number] as number;
      const deeper = edges.deeper[edge] as number;
      if (to !== own) deepest[to] = Math.max(deepest[to] as number, (deepest[own] as number) + deeper);
      else if (deeper > 0) inside.add(from);
    }
  }
  const insideThemselves: Node[] = [];
  if (inside.size > 0)
    for (const { node, number } of index.places.values()) if (inside.has(number)) insideThemselves.push(node);
  return { depths, insideThemselves };
}

/** After the nodes comes one more, the graph itself, which leads to everything that a new instance begins with. */
function edgesOf(index: GraphIndex): Edges {
  const first: number[] = [0];
  const to: number[] = [];
  const deeper: number[] = [];
  const add = (place: { readonly number: number }, levels: number): void => {
    to.push(place.number);
    deeper.push(levels);
  };
  for (const place of index.places.values()) {
    eachSuccessor(index, place, add);
    first.push(to.length);
  }
  eachEntry(index, index.graph.region, add);
  first.push(to.length);
  return { first, to, deeper };
}

/** The component of each node that can be reached (-1: it can't), and all of those nodes, component by component, last first. */
function componentsFrom(
  root: number,
  edges: Edges,
): { readonly component: Int32Array; readonly order: readonly number[] } {
  const component = new Int32Array(root + 1).fill(-1);
  const seen = new Int32Array(root + 1);
  const low = new Int32Array(root + 1);
  const nextEdge = Int32Array.from(edges.first);
  const path = [root];
  const open: number[] = [];
  const order: number[] = [];
  let clock = 0;
  let components = 0;
  while (path.length > 0) {
    const node = path[path.length - 1] as number;
    if (seen[node] === 0) {
      low[node] = seen[node] = ++clock;
      open.push(node);
    }
    const edge = nextEdge[node] as number;
    if (edge < (edges.first[node + 1] as number)) {
      nextEdge[node] = edge + 1;
      const target = edges.to[edge] as number;
      if (seen[target] === 0) path.push(target);
      else if (component[target] === -1) low[node] = Math.min(low[node] as number, seen[target] as number);
      continue;
    }
    path.pop();
    const parent = path[path.length - 1];
    if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
    if (low[node] !== seen[node]) continue;
    for (let member = -1; member !== node; ) {
      member = open.pop() as number;
      component[member] = components;
      order.push(member);
    }
    components++;
  }
  return { component, order };
}
