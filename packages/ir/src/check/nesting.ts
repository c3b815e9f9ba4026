/**
 * How deep each node can stand in scopes, without following every way there is.
 *
 * Theory of operation: a region has entries, not contents, so nesting is a property of ways, not of text. Take the graph
 * whose edges are `successors`: along a flow a token stays at its level, into a scope it goes one level deeper (more, into
 * bodies of handlers); what comes after a scope goes on from the scope's own node. The depth of a node is then the longest
 * way to it from the entries of the graph, counting levels. A cycle that goes deeper means that a scope contains itself and
 * has no depth. So: strongly connected components (Tarjan 1972, with a stack of our own, as the graph may be long), then
 * longest ways over the components, which come out in reverse topological order. Linear in nodes and flows.
 */
import type { Node, NodeId } from "../graph.js";
import { entriesOf, type GraphIndex, type Successor, successors } from "../traverse.js";

export interface Nesting {
  /** Regions around a node at most, the graph's own not counted; undefined for a node to which no way leads. */
  readonly depthOf: (node: NodeId) => number | undefined;
  /** Scopes that can be entered again from inside themselves. */
  readonly insideThemselves: readonly Node[];
}

interface Edges {
  readonly to: readonly (readonly number[])[];
  readonly deeper: readonly (readonly number[])[];
}

export function nestingOf(index: GraphIndex): Nesting {
  const nodes = [...index.nodes.values()];
  const numbers = new Map(nodes.map((node, number) => [node.id, number]));
  // One more node, the graph itself, leads to everything that a new instance begins with.
  const root = nodes.length;
  const edges = edgesOf(numbers, [...nodes.map((node) => successors(index, node)), entriesOf(index.graph.region)]);
  const { component, order } = componentsFrom(root, edges.to);
  const depth = new Int32Array(nodes.length + 1);
  const depths = new Int32Array(nodes.length + 1);
  const insideThemselves: Node[] = [];
  for (let i = order.length - 1; i >= 0; i--) {
    const from = order[i] as number;
    const own = component[from] as number;
    const targets = edges.to[from] as readonly number[];
    let again = false;
    for (let e = 0; e < targets.length; e++) {
      const to = component[targets[e] as number] as number;
      const deeper = (edges.deeper[from] as readonly number[])[e] as number;
      if (to === own) again ||= deeper > 0;
      else depths[to] = Math.max(depths[to] as number, (depths[own] as number) + deeper);
    }
    depth[from] = depths[own] as number;
    if (again) insideThemselves.push(nodes[from] as Node);
  }
  const reached = (number: number | undefined): number is number => number !== undefined && component[number] !== -1;
  return {
    insideThemselves: insideThemselves.reverse(),
    depthOf(id) {
      const number = numbers.get(id);
      return reached(number) ? depth[number] : undefined;
    },
  };
}

function edgesOf(numbers: ReadonlyMap<NodeId, number>, from: readonly (readonly Successor[])[]): Edges {
  const known = from.map((list) => list.filter((successor) => numbers.has(successor.to)));
  return {
    to: known.map((list) => list.map((successor) => numbers.get(successor.to) as number)),
    deeper: known.map((list) => list.map((successor) => successor.deeper)),
  };
}

/** The component of each node that can be reached (-1: it can't), and all of those nodes, component by component, last first. */
function componentsFrom(
  root: number,
  to: readonly (readonly number[])[],
): { readonly component: Int32Array; readonly order: readonly number[] } {
  const component = new Int32Array(to.length).fill(-1);
  const seen = new Int32Array(to.length);
  const low = new Int32Array(to.length);
  const nextEdge = new Int32Array(to.length);
  const path = [root];
  const open: number[] = [];
  const order: number[] = [];
  let clock = 0;
  let components = 0;
  while (path.length > 0) {
    const node = path.at(-1) as number;
    if (seen[node] === 0) {
      low[node] = seen[node] = ++clock;
      open.push(node);
    }
    const targets = to[node] as readonly number[];
    const edge = nextEdge[node] as number;
    if (edge < targets.length) {
      nextEdge[node] = edge + 1;
      const target = targets[edge] as number;
      if (seen[target] === 0) path.push(target);
      else if (component[target] === -1) low[node] = Math.min(low[node] as number, seen[target] as number);
      continue;
    }
    path.pop();
    const parent = path.at(-1);
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
