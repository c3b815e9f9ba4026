/**
 * Which scopes a node can stand in. Regions have entries and no contents, so this is derived, and several answers are
 * normal: for diagnostics and drawings, never for running.
 */
import type { NodeId, Region, ScopeNode } from "./graph.js";
import { eachEntry, eachSuccessor, type GraphIndex, type Place } from "./traverse.js";

/**
 * For each node that can be reached, the scopes right around it; null stands for the graph itself. In the order of the
 * graph, the graph's own region first. A body of a handler counts as part of the scope, or graph, that has the handler.
 * Takes as long as the regions are large together: linear, but for nodes that many regions share.
 */
export function scopesOf(index: GraphIndex): ReadonlyMap<NodeId, readonly (ScopeNode | null)[]> {
  const found = new Map<NodeId, (ScopeNode | null)[]>();
  const enter = (owner: ScopeNode | null, region: Region): void => {
    for (const { node } of directlyInside(index, region)) {
      const owners = found.get(node.id);
      if (owners === undefined) found.set(node.id, [owner]);
      else owners.push(owner);
    }
  };
  enter(null, index.graph.region);
  for (const { node } of index.places.values()) if (node.kind === "scope") enter(node, node.region);
  return found;
}

function directlyInside(index: GraphIndex, region: Region): ReadonlySet<Place> {
  const places = new Set<Place>();
  eachEntry(index, region, (place) => void places.add(place));
  for (const place of places) {
    eachSuccessor(index, place, (next, deeper) => {
      if (deeper === 0) places.add(next);
    });
  }
  return places;
}
