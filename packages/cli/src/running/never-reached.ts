/** What a run never came to, and why: a report that leaves steps out looks as if there were none. */
import { type Graph, isActivity, type Node } from "@rb/ir";
import { flowLabel, handlerLabel } from "../drawing/labels.js";
import { type BundleIndex, nodeTitle } from "./bundle-index.js";

export interface Unreached {
  readonly graph: Graph["id"];
  readonly node: Node;
  readonly why: string;
}

/** Steps that the author wrote and no token has been at. `visited` holds `graph/node`. */
export function neverReached(index: BundleIndex, visited: ReadonlySet<string>): readonly Unreached[] {
  return index.bundle.graphs.flatMap((graph) =>
    graph.nodes
      .filter((node) => isStep(node) && !visited.has(`${graph.id}/${node.id}`))
      .map((node) => ({ graph: graph.id, node, why: whyNot(index, graph, node, visited) })),
  );
}

function isStep(node: Node): boolean {
  return node.origin.kind === "source" && (isActivity(node) || node.kind === "catch" || node.kind === "throw");
}

function whyNot(index: BundleIndex, graph: Graph, node: Node, visited: ReadonlySet<string>): string {
  const before = index.graph(graph.id)?.places.get(node.id)?.incoming ?? [];
  for (const flow of before) {
    const from = index.node(graph.id, flow.from);
    if (from === undefined || !visited.has(`${graph.id}/${from.id}`)) continue;
    const handler = isActivity(from) ? from.handlers?.find(({ id }) => id === flow.port) : undefined;
    if (handler !== undefined) return `'${handlerLabel(handler)}' did not happen at '${nodeTitle(from)}'`;
    const label = flowLabel(flow, from);
    return label === "" ? `'${nodeTitle(from)}' did not lead on` : `'${nodeTitle(from)}' did not go the way '${label}'`;
  }
  const [first] = before;
  if (first !== undefined) return "no step before it was reached";
  if (index.bundle.main !== graph.id) return `'${graph.name ?? graph.id}' was not started`;
  return "nothing led to it";
}
