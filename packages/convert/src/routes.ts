/** Routes of messages between graphs, once each region has nodes of its own. */
import type { Bundle, NodeId, Route } from "@rb/ir";
import type { GraphLevels } from "./levels.js";

/** A route with the nodes that its ends have become: several where regions shared them, none where no token can come. */
export interface CopiedRoute {
  readonly route: Route;
  readonly from: readonly NodeId[];
  /** Where it leads; without nodes to the graph as a whole. */
  readonly to: { readonly graph: GraphLevels; readonly nodes?: readonly NodeId[] };
}

/** In their order, which is that of delivery. The bundle has to be one that `check` finds no error in. */
export function copiedRoutes({ routes = [] }: Bundle, graphs: readonly GraphLevels[]): readonly CopiedRoute[] {
  const byId = new Map(graphs.map((one) => [one.graph.id, one]));
  return routes.flatMap((route) => {
    const { from, to } = route;
    const [source, target] = [byId.get(from.graph), byId.get(to.graph)];
    if (source === undefined || target === undefined) return [];
    const nodes = to.node === undefined ? {} : { nodes: copiesOf(target, to.node) };
    return [{ route, from: copiesOf(source, from.node), to: { graph: target, ...nodes } }];
  });
}

function copiesOf({ copies }: GraphLevels, node: NodeId): readonly NodeId[] {
  return copies.get(node) ?? [];
}
