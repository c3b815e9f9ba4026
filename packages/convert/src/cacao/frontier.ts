import type { NodeId } from "@rb/ir";
import type { Way } from "./spots.js";

/** A spot that a walk got to, by as many ways as are counted, one of which it is told by. */
export interface Loose {
  count: number;
  readonly way: Way;
}

/** Where a walk got to and could not go on. */
export class Frontier {
  readonly loose: Map<NodeId, Loose> = new Map();
  hasEnd = false;

  add(way: Way, count = 1): void {
    const known = this.loose.get(way.to);
    if (known === undefined) this.loose.set(way.to, { count, way });
    else known.count += count;
  }

  addAll({ loose, hasEnd }: Frontier): void {
    for (const { way, count } of loose.values()) this.add(way, count);
    this.hasEnd ||= hasEnd;
  }
}
