/** Figures in layers, as lines lead from one to the other: for one level of a picture, whatever the picture is of. */
import { Graph, layout } from "@dagrejs/dagre";
import type { Point } from "@rb/ir";
import type { Direction } from "./direction.js";
import type { Size } from "./measures.js";
import { plainLayout } from "./plain-layout.js";

/** What the layout library writes into the objects that it is given. */
export interface Spot {
  x?: number;
  y?: number;
  width: number;
  height: number;
  points?: readonly Point[];
  labelpos?: "c";
}

const MARGIN = 8;
/** The library is recursive, and its search for short arrows is slow on many: beyond so many figures or lines on one level, a plain layout has to do. */
const MOST_FIGURES = 400;
const MOST_LINES = 600;

/** A line to be drawn, and the room for its label. */
export interface LevelEdge {
  readonly arrow: { readonly from: string; readonly to: string };
  readonly spot: Spot;
}

/** Writes the centre of each figure, and the bends of each line, into its spot. */
export function levelLayout(spots: ReadonlyMap<string, Spot>, edges: readonly LevelEdge[], direction: Direction): Size {
  if (spots.size <= MOST_FIGURES && edges.length <= MOST_LINES) return libraryLayout(spots, edges, direction);
  const arrows = edges.map(({ arrow }) => arrow);
  return plainLayout(spots, arrows, direction, MARGIN);
}

function libraryLayout(spots: ReadonlyMap<string, Spot>, edges: readonly LevelEdge[], direction: Direction): Size {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction === "right" ? "LR" : "TB",
    nodesep: 24,
    ranksep: 44,
    edgesep: 14,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  for (const [key, spot] of spots) graph.setNode(key, spot);
  for (const [index, { arrow, spot }] of edges.entries()) graph.setEdge(arrow.from, arrow.to, spot, String(index));
  layout(graph);
  return graph.graph() as Size;
}
