import type { NodeId } from "@rb/ir";
import type { Spot, Spots, Way } from "./spots.js";

/** Ways that lead back to a spot which the way there has come through, depth first. */
export function waysBack({ spots, first }: Spots): ReadonlySet<Way> {
  const back = new Set<Way>();
  const seen = new Set<NodeId>();
  const onPath = new Set<NodeId>();
  const path: { readonly spot: Spot; next: number }[] = [];
  const enter = (id: NodeId): void => {
    const spot = spots.get(id);
    if (spot === undefined) return;
    seen.add(id);
    onPath.add(id);
    path.push({ spot, next: 0 });
  };
  if (first !== undefined) enter(first);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const way = top.spot.ways[top.next++];
    if (way === undefined) {
      onPath.delete(top.spot.id);
      path.pop();
    } else if (onPath.has(way.to)) back.add(way);
    else if (!seen.has(way.to)) enter(way.to);
  }
  return back;
}
