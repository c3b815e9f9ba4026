/** Gives everything on a sheet its place: innermost sheets first, as each is one figure of its size on the sheet around it. */
import type { Bounds, Point } from "@rb/ir";
import type { Box, Line, Sheet } from "./sheet.js";

/** A figure that is to be placed. Pixels. */
export interface Extent {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Where figures and the bends of lines go. */
export interface Places {
  /** The centre of each figure. */
  readonly centres: ReadonlyMap<string, Point>;
  /** Of the line with that place in the list, where it keeps clear of figures. */
  readonly bends?: ReadonlyMap<number, readonly Point[]>;
}

/** Places figures so that lines between them run from left to right. All coordinates have to be at least half of the figure's size. */
export type Place = (
  figures: readonly Extent[],
  lines: readonly { readonly from: string; readonly to: string }[],
) => Places;

/** Where figures and lines are, from a sheet's top left corner. */
export interface Arranged {
  readonly width: number;
  readonly height: number;
  readonly shapes: ReadonlyMap<string, { readonly bounds: Bounds; readonly box: Box }>;
  readonly lines: ReadonlyMap<string, readonly Point[]>;
}

const padding = 30;
const sizes: { readonly [L in Box["look"]]: { readonly width: number; readonly height: number } } = {
  event: { width: 36, height: 36 },
  gateway: { width: 50, height: 50 },
  activity: { width: 120, height: 80 },
};

export function arrange({ boxes, lines }: Sheet, place: Place): Arranged {
  const insides = new Map(boxes.flatMap(({ id, inside }) => (inside ? [[id, arrange(inside, place)] as const] : [])));
  const hosts = new Map(boxes.flatMap(({ id, on }) => (on === undefined ? [] : [[id, on] as const])));
  const bordered = new Set(hosts.values());
  const extents = boxes
    .filter(({ on }) => on === undefined)
    .map((box) => {
      const { width, height } = sizeOf(box, insides);
      // Room for boundary events, and above as much, since the centre is what is placed.
      return { id: box.id, width, height: bordered.has(box.id) ? height + 2 * sizes.event.height : height };
    });
  const joined = lines.map(({ from, to }) => ({ from: hosts.get(from) ?? from, to: hosts.get(to) ?? to }));
  const { centres, bends } = place(extents, joined);
  const shapes = new Map<string, { bounds: Bounds; box: Box }>();
  const found = new Map<string, readonly Point[]>();
  for (const box of boxes) {
    const centre = centres.get(box.id);
    if (centre === undefined) continue;
    const size = sizeOf(box, insides);
    shapes.set(box.id, { bounds: aroundCentre(centre, size), box });
  }
  placeBorders(boxes, shapes);
  for (const [at, line] of lines.entries()) found.set(line.id, route(line, shapes, bends?.get(at) ?? []));
  for (const [id, inside] of insides) {
    const { x, y } = (shapes.get(id) as { bounds: Bounds }).bounds;
    addMoved(inside, { x: x + padding, y: y + padding }, shapes, found);
  }
  return { ...extentOf(shapes, found), shapes, lines: found };
}

function sizeOf({ id, look }: Box, insides: ReadonlyMap<string, Arranged>): { width: number; height: number } {
  const inside = insides.get(id);
  const least = sizes[look];
  if (inside === undefined) return least;
  return {
    width: Math.max(inside.width + 2 * padding, least.width),
    height: Math.max(inside.height + 2 * padding, least.height),
  };
}

function aroundCentre({ x, y }: Point, { width, height }: { width: number; height: number }): Bounds {
  return { x: Math.round(x - width / 2) + padding, y: Math.round(y - height / 2) + padding, width, height };
}

/** Boundary events side by side on the lower border. */
function placeBorders(boxes: readonly Box[], shapes: Map<string, { bounds: Bounds; box: Box }>): void {
  const used = new Map<string, number>();
  for (const box of boxes) {
    const host = box.on === undefined ? undefined : shapes.get(box.on)?.bounds;
    if (box.on === undefined || host === undefined) continue;
    const before = used.get(box.on) ?? 0;
    used.set(box.on, before + 1);
    const { width, height } = sizes.event;
    const x = host.x + 10 + before * (width + 8);
    shapes.set(box.id, { bounds: { x, y: host.y + host.height - height / 2, width, height }, box });
  }
}

/** At right angles; a line that leads back runs below. */
function route(
  { from, to }: Line,
  shapes: ReadonlyMap<string, { bounds: Bounds; box: Box }>,
  bends: readonly Point[],
): readonly Point[] {
  const [source, target] = [shapes.get(from), shapes.get(to)];
  if (source === undefined || target === undefined) return [];
  const end = { x: target.bounds.x, y: target.bounds.y + target.bounds.height / 2 };
  const { x, y, width, height } = source.bounds;
  if (source.box.on !== undefined) {
    const start = { x: x + width / 2, y: y + height };
    const below = Math.max(start.y, target.bounds.y + target.bounds.height) + 20;
    if (end.y > start.y + 10 && end.x > start.x) return [start, { x: start.x, y: end.y }, end];
    const foot = { x: target.bounds.x + target.bounds.width / 2, y: target.bounds.y + target.bounds.height };
    return [start, { x: start.x, y: below }, { x: foot.x, y: below }, foot];
  }
  const start = { x: x + width, y: y + height / 2 };
  if (end.x > start.x) {
    // A longer line has bends on every layer that it passes; one to the next layer needs none.
    if (bends.length > 1) return [start, ...bends.map(shifted), end];
    if (end.y === start.y) return [start, end];
    const middle = Math.round((start.x + end.x) / 2);
    return [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end];
  }
  const foot = { x: target.bounds.x + target.bounds.width / 2, y: target.bounds.y + target.bounds.height };
  const below = Math.max(y + height, foot.y) + 20;
  return [{ x: x + width / 2, y: y + height }, { x: x + width / 2, y: below }, { x: foot.x, y: below }, foot];
}

function shifted({ x, y }: Point): Point {
  return { x: Math.round(x) + padding, y: Math.round(y) + padding };
}

function addMoved(
  inside: Arranged,
  by: Point,
  shapes: Map<string, { bounds: Bounds; box: Box }>,
  lines: Map<string, readonly Point[]>,
): void {
  for (const [id, { bounds, box }] of inside.shapes) {
    shapes.set(id, { bounds: { ...bounds, x: bounds.x + by.x, y: bounds.y + by.y }, box });
  }
  for (const [id, points] of inside.lines) {
    lines.set(
      id,
      points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
    );
  }
}

function extentOf(
  shapes: ReadonlyMap<string, { bounds: Bounds }>,
  lines: ReadonlyMap<string, readonly Point[]>,
): { width: number; height: number } {
  let [width, height] = [0, 0];
  const reach = (x: number, y: number): void => {
    width = Math.max(width, x);
    height = Math.max(height, y);
  };
  for (const { bounds } of shapes.values()) reach(bounds.x + bounds.width, bounds.y + bounds.height);
  for (const points of lines.values()) for (const { x, y } of points) reach(x, y);
  return { width, height };
}
