/** What a run never came to, and why: a report that leaves steps out looks as if there were none. */
import { type Graph, isActivity, type Node, type ScopeNode } from "@rb/ir";
import { flowLabel, handlerLabel } from "../drawing/labels.js";
import { plural } from "../plural.js";
import { type BundleIndex, nodeTitle } from "./bundle-index.js";

export interface Unreached {
  readonly what: string;
  readonly why: string;
}

/** Steps that the author wrote and no token has been at. `visited` holds `graph/node`. */
export function neverReached(index: BundleIndex, visited: ReadonlySet<string>): readonly Unreached[] {
  return index.bundle.graphs.flatMap((graph): readonly Unreached[] => {
    const missed = graph.nodes.filter((node) => isStep(node) && !visited.has(`${graph.id}/${node.id}`));
    if (graph.id !== index.bundle.main && !graph.nodes.some((node) => visited.has(`${graph.id}/${node.id}`))) {
      const what = graph.name?.trim() || graph.id;
      return missed.length === 0 ? [] : [{ what, why: `was not started (${plural(missed.length, "step")})` }];
    }
    const within = missed.length === 0 ? new Map<string, ScopeNode>() : scopesByEntry(graph);
    return missed.map((node) => ({ what: nodeTitle(node), why: whyNot(index, graph, node, { visited, within }) }));
  });
}

function isStep(node: Node): boolean {
  return node.origin.kind === "source" && (isActivity(node) || node.kind === "catch" || node.kind === "throw");
}

/** The scope that begins with a node. */
function scopesByEntry(graph: Graph): ReadonlyMap<string, ScopeNode> {
  const scopes = graph.nodes.filter((node) => node.kind === "scope");
  return new Map(scopes.flatMap((scope) => scope.region.entries.map((entry) => [entry, scope] as const)));
}

interface Known {
  readonly visited: ReadonlySet<string>;
  readonly within: ReadonlyMap<string, ScopeNode>;
}

function whyNot(index: BundleIndex, graph: Graph, node: Node, { visited, within }: Known): string {
  const before = index.graph(graph.id)?.places.get(node.id)?.incoming ?? [];
  for (const flow of before) {
    const from = index.node(graph.id, flow.from);
    if (from === undefined || !visited.has(`${graph.id}/${from.id}`)) continue;
    const handler = isActivity(from) ? from.handlers?.find(({ id }) => id === flow.port) : undefined;
    if (handler !== undefined) return `'${handlerLabel(handler)}' did not happen at '${nodeTitle(from)}'`;
    const label = flowLabel(flow, from);
    return label === "" ? `'${nodeTitle(from)}' did not lead on` : `'${nodeTitle(from)}' did not go the way '${label}'`;
  }
  const scope = within.get(node.id);
  if (scope?.loop !== undefined && visited.has(`${graph.id}/${scope.id}`))
    return scope.loop.kind === "each"
      ? `'${nodeTitle(scope)}' went through no items`
      : `'${nodeTitle(scope)}' had no rounds`;
  return before.length === 0 ? "nothing led to it" : "no step before it was reached";
}
