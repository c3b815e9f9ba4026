/** Gives everything on a sheet its place: innermost sheets first, as each is one figure of its size on the sheet around it. */
import type { Bounds, Point } from "@rb/ir";
import { labelsAt } from "./label.js";
import { onBorder, padding, type Room, roomsOf } from "./room.js";
import type { Box, Sheet } from "./sheet.js";
import { type WireEnd, wire } from "./wire.js";

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
  /** Of named lines; where there is none, a reader finds a place for it. */
  readonly labels: ReadonlyMap<string, Bounds>;
}

export function arrange(sheet: Sheet, place: Place): Arranged {
  const { boxes, lines } = sheet;
  const insides = new Map(boxes.flatMap(({ id, inside }) => (inside ? [[id, arrange(inside, place)] as const] : [])));
  const hosts = new Map(boxes.flatMap(({ id, on }) => (on === undefined ? [] : [[id, on] as const])));
  const rooms = roomsOf(sheet, insides);
  const extents = boxes.flatMap(({ id, on }) => (on === undefined ? [extentWith(id, rooms.get(id) as Room)] : []));
  const joined = lines.map(({ from, to }) => ({ from: hosts.get(from) ?? from, to: hosts.get(to) ?? to }));
  const { centres, bends } = place(extents, joined);
  const shapes = new Map<string, { bounds: Bounds; box: Box }>();
  for (const box of boxes) {
    const centre = centres.get(box.id);
    if (centre !== undefined) shapes.set(box.id, { bounds: boundsIn(centre, rooms.get(box.id) as Room), box });
  }
  placeBorders(boxes, shapes, rooms);
  const endOf = (id: string): WireEnd | undefined => {
    const shape = shapes.get(id);
    const host = shapes.get(hosts.get(id) ?? "")?.bounds;
    const isBordered = rooms.get(id)?.isBordered === true;
    return shape && { bounds: shape.bounds, look: shape.box.look, ...(host && { host }), isBordered };
  };
  const found = new Map<string, readonly Point[]>();
  for (const [at, { id, from, to }] of lines.entries()) {
    const [source, target] = [endOf(from), endOf(to)];
    if (source && target) found.set(id, wire(source, target, (bends?.get(at) ?? []).map(shifted)));
  }
  const labels = new Map(labelsAt(lines, found));
  for (const [id, inside] of insides) {
    const { x, y } = (shapes.get(id) as { bounds: Bounds }).bounds;
    addMoved(inside, { x: x + padding, y: y + padding }, { shapes, lines: found, labels });
  }
  return { ...extentOf(shapes, found), shapes, lines: found, labels };
}

/** The centre is what is placed, so what has to be free below is so above as well. */
function extentWith(id: string, { width, height, before, below }: Room): Extent {
  return { id, width: before + width, height: height + 2 * below };
}

function boundsIn({ x, y }: Point, { width, height, before }: Room): Bounds {
  return {
    x: Math.round(x - (before + width) / 2) + before + padding,
    y: Math.round(y - height / 2) + padding,
    width,
    height,
  };
}

/** Boundary events side by side on the lower border. */
function placeBorders(
  boxes: readonly Box[],
  shapes: Map<string, { bounds: Bounds; box: Box }>,
  rooms: ReadonlyMap<string, Room>,
): void {
  const used = new Map<string, number>();
  for (const box of boxes) {
    const host = shapes.get(box.on ?? "")?.bounds;
    if (box.on === undefined || host === undefined) continue;
    const before = used.get(box.on) ?? 0;
    used.set(box.on, before + 1);
    const { width, height } = rooms.get(box.id) as Room;
    const { x, y } = onBorder(before);
    shapes.set(box.id, { bounds: { x: host.x + x, y: host.y + host.height + y, width, height }, box });
  }
}

function shifted({ x, y }: Point): Point {
  return { x: Math.round(x) + padding, y: Math.round(y) + padding };
}

function addMoved(
  inside: Arranged,
  by: Point,
  {
    shapes,
    lines,
    labels,
  }: {
    readonly shapes: Map<string, { bounds: Bounds; box: Box }>;
    readonly lines: Map<string, readonly Point[]>;
    readonly labels: Map<string, Bounds>;
  },
): void {
  for (const [id, { bounds, box }] of inside.shapes) shapes.set(id, { bounds: moved(bounds, by), box });
  for (const [id, points] of inside.lines) {
    lines.set(
      id,
      points.map((point) => moved(point, by)),
    );
  }
  for (const [id, bounds] of inside.labels) labels.set(id, moved(bounds, by));
}

/** The same thing somewhere else. */
export function moved<T extends Point>(what: T, by: Point): T {
  return { ...what, x: what.x + by.x, y: what.y + by.y };
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
