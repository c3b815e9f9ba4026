import type { CallNode, GraphId, NodeId } from "../graph.js";
import type { GraphIndex } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import type { BundleScene } from "./scene.js";

/** Calls that lead back to their own graph are fine as long as some way through it avoids them. */
export function checkRecursion({ graphs, add }: BundleScene): void {
  for (const [id, index] of graphs) {
    const back = callsBack(graphs, id);
    if (back.size === 0 || canFinishWithout(index, back)) continue;
    const [call, through] = [...back][0] as [NodeId, GraphId];
    const cycle = through === id ? `'${id}'` : `'${id}' by way of '${through}'`;
    add(ir.report("endless-call-recursion", index.places.get(call)?.node.origin ?? index.graph.origin, { cycle }));
  }
}

/** The calls of a graph, with what they call, from where calls lead to the graph again. */
function callsBack(graphs: ReadonlyMap<GraphId, GraphIndex>, id: GraphId): ReadonlyMap<NodeId, GraphId> {
  const back = new Map<NodeId, GraphId>();
  for (const call of linkedCalls(graphs.get(id))) {
    const found = new Set<GraphId>([call.graph]);
    for (const graph of found) for (const next of linkedCalls(graphs.get(graph))) found.add(next.graph);
    if (found.has(id)) back.set(call.id, call.graph);
  }
  return back;
}

function linkedCalls(index: GraphIndex | undefined): readonly (CallNode & { readonly graph: GraphId })[] {
  return (index?.graph.nodes ?? []).filter(
    (node): node is CallNode & { readonly graph: GraphId } => node.kind === "call" && node.graph !== undefined,
  );
}

/** Whether flows lead from an entry of the graph to where a token ends, past none of these nodes. Scopes count as passable. */
function canFinishWithout(index: GraphIndex, avoided: ReadonlyMap<NodeId, unknown>): boolean {
  const found = new Set<NodeId>(index.graph.region.entries);
  for (const id of found) {
    if (avoided.has(id)) continue;
    const flows = index.places.get(id)?.outgoing ?? [];
    if (flows.length === 0) return true;
    for (const flow of flows) found.add(flow.to);
  }
  return false;
}
