import type { Direction } from "./direction.js";
import type { Size } from "./measures.js";

/** A thing to be placed; its centre is written into it. */
export interface Placeable extends Size {
  x?: number;
  y?: number;
}

const BETWEEN_LAYERS = 60;
const BETWEEN_FIGURES = 24;

/**
 * For levels with more figures than anybody takes in at once: each figure one layer behind the first one that leads to it, and below its
 * predecessors in that layer. No search for short arrows, no recursion: time in proportion to figures and arrows.
 */
export function plainLayout(
  spots: ReadonlyMap<string, Placeable>,
  arrows: readonly { readonly from: string; readonly to: string }[],
  direction: Direction,
  margin: number,
): Size {
  const layers = layersOf([...spots.keys()], arrows);
  const along = direction === "right" ? "width" : "height";
  const across = direction === "right" ? "height" : "width";
  let position = margin;
  let widest = 0;
  for (const layer of layers) {
    const members = layer.map((key) => spots.get(key) as Placeable);
    const depth = Math.max(...members.map((spot) => spot[along]));
    let offset = margin;
    for (const spot of members) {
      const main = position + depth / 2;
      const side = offset + spot[across] / 2;
      spot.x = direction === "right" ? main : side;
      spot.y = direction === "right" ? side : main;
      offset += spot[across] + BETWEEN_FIGURES;
    }
    widest = Math.max(widest, offset - BETWEEN_FIGURES + margin);
    position += depth + BETWEEN_LAYERS;
  }
  const length = position - BETWEEN_LAYERS + margin;
  return direction === "right" ? { width: length, height: widest } : { width: widest, height: length };
}

/** Breadth first, from what nothing leads to; what is left then lies on circles, and begins where its first figure stands. */
function layersOf(
  keys: readonly string[],
  arrows: readonly { readonly from: string; readonly to: string }[],
): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  const targets = new Set<string>();
  for (const { from, to } of arrows) {
    if (from === to) continue;
    targets.add(to);
    const list = next.get(from);
    if (list === undefined) next.set(from, [to]);
    else list.push(to);
  }
  const layers: string[][] = [];
  const placed = new Set<string>();
  const spread = (first: readonly string[]): void => {
    let layer = first.filter((key) => !placed.has(key));
    for (let depth = 0; layer.length > 0; depth++) {
      for (const key of layer) placed.add(key);
      const here = layers[depth];
      if (here === undefined) layers.push([...layer]);
      else for (const key of layer) here.push(key);
      layer = [...new Set(layer.flatMap((key) => next.get(key) ?? []))].filter((key) => !placed.has(key));
    }
  };
  spread(keys.filter((key) => !targets.has(key)));
  for (const key of keys) if (!placed.has(key)) spread([key]);
  return layers;
}
