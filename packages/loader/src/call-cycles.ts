import type { Bundle, CallNode, GraphId, Origin } from "@rb/ir";

/** A call that leads back to a graph from which it was come to, and the graphs on the way. */
export interface CallCycle {
  readonly origin: Origin;
  readonly path: readonly GraphId[];
}

/** The calls among `calls` that close circles: each circle is told at one of them. Depth first, without recursion. */
export function findCycles(bundle: Bundle, calls: ReadonlySet<CallNode>): readonly CallCycle[] {
  const edges = new Map<GraphId, readonly CallNode[]>();
  for (const graph of bundle.graphs)
    edges.set(
      graph.id,
      graph.nodes.filter((node) => node.kind === "call"),
    );
  const cycles: CallCycle[] = [];
  const done = new Set<GraphId>();
  for (const { id } of bundle.graphs) {
    const onPath = new Map<GraphId, number>([[id, 0]]);
    const path: { readonly graph: GraphId; next: number }[] = done.has(id) ? [] : [{ graph: id, next: 0 }];
    while (path.length > 0) {
      const top = path[path.length - 1] as { readonly graph: GraphId; next: number };
      const call = edges.get(top.graph)?.[top.next++];
      if (call === undefined) {
        done.add(top.graph);
        onPath.delete(top.graph);
        path.pop();
        continue;
      }
      if (call.graph === undefined) continue;
      const start = onPath.get(call.graph);
      if (start !== undefined) {
        const circle = [...path.slice(start).map(({ graph }) => graph), call.graph];
        if (calls.has(call)) cycles.push({ origin: call.origin, path: circle });
      } else if (!done.has(call.graph)) {
        onPath.set(call.graph, path.length);
        path.push({ graph: call.graph, next: 0 });
      }
    }
  }
  return cycles;
}
