/** Gives everything on a sheet its place: innermost sheets first, as each is one figure of its size on the sheet around it. */
import type { Bounds, Point } from "@rb/ir";
import type { Box, Sheet } from "./sheet.js";
import { borderRoom, type WireEnd, wire } from "./wire.js";

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
  /**
   * Of the line with that place in the list, from its beginning to its end: by turns a point in a gap between layers, where it may turn, and one
   * within a layer, where it keeps clear of figures. The first and the last lie in gaps.
   */
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

/** Boundary events stand side by side, with room for lines to the right of them. */
const borderStart = 10;
const borderStep = sizes.event.width + 8;
const borderEnd = 34;

export function arrange({ boxes, lines }: Sheet, place: Place): Arranged {
  const insides = new Map(boxes.flatMap(({ id, inside }) => (inside ? [[id, arrange(inside, place)] as const] : [])));
  const hosts = new Map(boxes.flatMap(({ id, on }) => (on === undefined ? [] : [[id, on] as const])));
  const borders = countsOf(hosts.values());
  const extents = boxes
    .filter(({ on }) => on === undefined)
    .map((box) => {
      const { width, height } = sizeOf(box, insides, borders);
      // Room for boundary events and their lines, and above as much, since the centre is what is placed.
      return { id: box.id, width, height: borders.has(box.id) ? height + 2 * borderRoom : height };
    });
  const joined = lines.map(({ from, to }) => ({ from: hosts.get(from) ?? from, to: hosts.get(to) ?? to }));
  const { centres, bends } = place(extents, joined);
  const shapes = new Map<string, { bounds: Bounds; box: Box }>();
  const found = new Map<string, readonly Point[]>();
  for (const box of boxes) {
    const centre = centres.get(box.id);
    if (centre === undefined) continue;
    const size = sizeOf(box, insides, borders);
    shapes.set(box.id, { bounds: aroundCentre(centre, size), box });
  }
  placeBorders(boxes, shapes);
  const endOf = (id: string): WireEnd | undefined => {
    const shape = shapes.get(id);
    const host = shapes.get(hosts.get(id) ?? "")?.bounds;
    return shape && { bounds: shape.bounds, look: shape.box.look, ...(host && { host }), isBordered: borders.has(id) };
  };
  for (const [at, { id, from, to }] of lines.entries()) {
    const [source, target] = [endOf(from), endOf(to)];
    if (source && target) found.set(id, wire(source, target, (bends?.get(at) ?? []).map(shifted)));
  }
  for (const [id, inside] of insides) {
    const { x, y } = (shapes.get(id) as { bounds: Bounds }).bounds;
    addMoved(inside, { x: x + padding, y: y + padding }, shapes, found);
  }
  return { ...extentOf(shapes, found), shapes, lines: found };
}

function countsOf(ids: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function sizeOf(
  { id, look }: Box,
  insides: ReadonlyMap<string, Arranged>,
  borders: ReadonlyMap<string, number>,
): { width: number; height: number } {
  const inside = insides.get(id);
  const { width, height } = sizes[look];
  const events = borders.get(id);
  const border = events === undefined ? 0 : borderStart + events * borderStep + borderEnd;
  return {
    width: Math.max(width, border, inside === undefined ? 0 : inside.width + 2 * padding),
    height: Math.max(height, inside === undefined ? 0 : inside.height + 2 * padding),
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
    const x = host.x + borderStart + before * borderStep;
    shapes.set(box.id, { bounds: { x, y: host.y + host.height - height / 2, width, height }, box });
  }
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
