/**
 * Where everything goes.
 *
 * Theory of operation. The layered layout (dagre) places the figures of one box at a time, innermost boxes first; a box that has been laid
 * out is then one node of its size in the box around it. That keeps boxes apart by construction, and lets arrows end at boxes, which the
 * library's own nesting can't. An arrow that crosses a border counts, for the order of layers, as one between the two boxes that it joins
 * on the level where they meet, and is drawn as a straight line.
 */
import type { Point } from "@rb/ir";
import type { Arrow, Diagram, Figure } from "./diagram.js";
import type { Direction } from "./direction.js";
import { type LevelEdge, levelLayout, type Spot } from "./level-layout.js";
import { BOX_HEADER, BOX_PADDING, figureSize, labelSize, type Size } from "./measures.js";

/** A figure in its place; `x` and `y` are its centre. */
export interface Placed extends Point, Size {
  readonly figure: Figure;
  readonly children: readonly Placed[];
}

export interface Routed {
  readonly arrow: Arrow;
  /** Bends between both ends; empty for a straight line. */
  readonly bends: readonly Point[];
  /** Centre of the label. Absent: half-way. */
  readonly labelAt?: Point;
}

export interface Drawing extends Size {
  readonly figures: readonly Placed[];
  readonly routes: readonly Routed[];
}

/** One level: everything relative to its own top left corner. */
interface Level extends Size {
  readonly figures: readonly Placed[];
  readonly routes: readonly Routed[];
}

export function layoutDiagram({ figures, arrows }: Diagram, direction: Direction): Drawing {
  const parents = new Map<string, string>();
  noteParents(figures, "", parents);
  const levels = new Map<string, Arrow[]>();
  const crossing: Routed[] = [];
  for (const arrow of arrows) {
    // Pools lie below each other, whoever writes to whom.
    if (arrow.kind === "message") {
      crossing.push({ arrow, bends: [] });
      continue;
    }
    const { level, from, to } = meet(arrow, parents);
    if (from !== to || arrow.from === arrow.to) {
      const here = levels.get(level);
      const lifted = from === arrow.from && to === arrow.to ? arrow : { ...arrow, from, to };
      if (here === undefined) levels.set(level, [lifted]);
      else here.push(lifted);
    }
    if (from !== arrow.from || to !== arrow.to) crossing.push({ arrow, bends: [] });
  }
  const known = new Set(arrows);
  const top = layoutLevel("", figures, direction, levels, known);
  return { ...top, routes: [...top.routes, ...crossing] };
}

/** The level on which both ends of an arrow are inside of siblings, and these siblings. */
function meet({ from, to }: Arrow, parents: ReadonlyMap<string, string>): { level: string; from: string; to: string } {
  const above = (key: string): readonly string[] => {
    const path = [key];
    for (let at = parents.get(key); at !== undefined && at !== ""; at = parents.get(at)) path.push(at);
    return path.reverse();
  };
  const [a, b] = [above(from), above(to)];
  let depth = 0;
  while (depth < Math.min(a.length, b.length) - 1 && a[depth] === b[depth]) depth++;
  return { level: a[depth - 1] ?? "", from: a[depth] ?? from, to: b[depth] ?? to };
}

function noteParents(figures: readonly Figure[], parent: string, into: Map<string, string>): void {
  for (const { key, children } of figures) {
    into.set(key, parent);
    noteParents(children, key, into);
  }
}

interface Edge extends LevelEdge {
  readonly arrow: Arrow;
}

function layoutLevel(
  key: string,
  figures: readonly Figure[],
  direction: Direction,
  levels: ReadonlyMap<string, readonly Arrow[]>,
  known: ReadonlySet<Arrow>,
): Level {
  const inner = new Map<string, Level>();
  const spots = new Map<string, Spot>();
  for (const figure of figures) {
    spots.set(figure.key, figure.look === "box" ? sizeOfBox(figure) : { ...figureSize(figure, direction) });
  }
  const edges = (levels.get(key) ?? []).map((arrow): Edge => {
    const size = known.has(arrow) ? labelSize(arrow.label) : { width: 0, height: 0 };
    return { arrow, spot: { ...size, labelpos: "c" } };
  });
  const extent = levelLayout(spots, edges, direction);

  const placed = figures.map((figure): Placed => {
    const { x = 0, y = 0, width, height } = spots.get(figure.key) as Spot;
    const content = inner.get(figure.key);
    const corner = { x: x - width / 2 + BOX_PADDING, y: y - height / 2 + BOX_HEADER };
    return {
      figure,
      x,
      y,
      width,
      height,
      children: content === undefined ? [] : content.figures.map((child) => moved(child, corner)),
    };
  });
  const routes = edges
    .filter(({ arrow }) => known.has(arrow))
    .map(({ arrow, spot }): Routed => {
      const labelAt = spot.x === undefined || spot.y === undefined ? {} : { labelAt: { x: spot.x, y: spot.y } };
      return { arrow, bends: (spot.points ?? []).slice(1, -1), ...labelAt };
    });
  const below = placed.flatMap(({ figure, x, y, width, height }) => {
    const corner = { x: x - width / 2 + BOX_PADDING, y: y - height / 2 + BOX_HEADER };
    return (inner.get(figure.key)?.routes ?? []).map((route) => movedRoute(route, corner));
  });
  return { width: extent.width, height: extent.height, figures: placed, routes: [...routes, ...below] };

  function sizeOfBox(figure: Figure): Spot {
    const title = figureSize(figure, direction);
    if (figure.children.length === 0) return { ...title };
    const level = layoutLevel(figure.key, figure.children, direction, levels, known);
    inner.set(figure.key, level);
    return {
      width: Math.max(level.width + 2 * BOX_PADDING, title.width),
      height: level.height + BOX_HEADER + BOX_PADDING,
    };
  }
}

function moved(placed: Placed, by: Point): Placed {
  return {
    ...placed,
    x: placed.x + by.x,
    y: placed.y + by.y,
    children: placed.children.map((child) => moved(child, by)),
  };
}

function movedRoute({ arrow, bends, labelAt }: Routed, by: Point): Routed {
  const move = (point: Point): Point => ({ x: point.x + by.x, y: point.y + by.y });
  return { arrow, bends: bends.map(move), ...(labelAt && { labelAt: move(labelAt) }) };
}
