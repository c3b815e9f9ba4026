import type { GraphId, NodeId } from "../graph.js";
import type { GraphIndex } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import type { BundleScene } from "./scene.js";

/** The calls of a graph, with what they call. */
type Calls = ReadonlyMap<NodeId, GraphId>;

/** Calls that lead back to their own graph are fine as long as some way through it avoids them. */
export function checkRecursion({ graphs, add }: BundleScene): void {
  const calls = new Map([...graphs].map(([id, index]) => [id, linkedCalls(index)]));
  const circles = circlesOf(calls);
  for (const [id, index] of graphs) {
    const circle = circles.get(id);
    const back = new Map([...(calls.get(id) ?? [])].filter(([, to]) => circles.get(to) === circle));
    if (back.size === 0 || canFinishWithout(index, back)) continue;
    const [call, through] = [...back][0] as [NodeId, GraphId];
    const cycle = through === id ? `'${id}'` : `'${id}' by way of '${through}'`;
    add(ir.report("endless-call-recursion", index.places.get(call)?.node.origin ?? index.graph.origin, { cycle }));
  }
}

function linkedCalls(index: GraphIndex): Calls {
  const calls = new Map<NodeId, GraphId>();
  for (const node of index.graph.nodes) {
    if (node.kind === "call" && node.graph !== undefined) calls.set(node.id, node.graph);
  }
  return calls;
}

interface Visit {
  readonly id: GraphId;
  readonly number: number;
  readonly rest: Iterator<GraphId>;
  /** The lowest number of a graph still open that calls from here reach. */
  lowest: number;
}

/**
 * A number for each graph; those that call each other, by whatever way, have the same one. These are the strongly connected components
 * (Tarjan, 1972): in linear time, and without recursion, since a chain of calls may be as long as a document.
 */
function circlesOf(calls: ReadonlyMap<GraphId, Calls>): ReadonlyMap<GraphId, number> {
  const circles = new Map<GraphId, number>();
  const numbers = new Map<GraphId, number>();
  const open: GraphId[] = [];
  const enter = (id: GraphId): Visit => {
    const number = numbers.size;
    numbers.set(id, number);
    open.push(id);
    return { id, number, lowest: number, rest: new Set(calls.get(id)?.values()).values() };
  };
  for (const start of calls.keys()) {
    const path = numbers.has(start) ? [] : [enter(start)];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const next = at.rest.next();
      if (next.done !== true) {
        const number = numbers.get(next.value);
        if (number === undefined) path.push(enter(next.value));
        else if (!circles.has(next.value)) at.lowest = Math.min(at.lowest, number);
        continue;
      }
      path.pop();
      const caller = path.at(-1);
      if (caller !== undefined) caller.lowest = Math.min(caller.lowest, at.lowest);
      if (at.lowest === at.number) for (const id of open.splice(open.lastIndexOf(at.id))) circles.set(id, at.number);
    }
  }
  return circles;
}

/** Whether flows lead from an entry of the graph to where a token ends, past none of these nodes. Scopes count as passable. */
function canFinishWithout(index: GraphIndex, avoided: Calls): boolean {
  const found = new Set<NodeId>(index.graph.region.entries);
  for (const id of found) {
    if (avoided.has(id)) continue;
    const flows = index.places.get(id)?.outgoing ?? [];
    if (flows.length === 0) return true;
    for (const flow of flows) found.add(flow.to);
  }
  return false;
}
