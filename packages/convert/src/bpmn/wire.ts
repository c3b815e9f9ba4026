/**
 * Lines at right angles that keep clear of figures. A line turns only in the gaps between layers; along a layer it runs where there is room for
 * it. One that leads onwards goes from the right of a figure to the left of the next; one that leads back goes from below to below.
 */
import type { Bounds, Point } from "@rb/ir";

/** A figure as lines see it. */
export interface WireEnd {
  readonly bounds: Bounds;
  readonly look: "event" | "gateway" | "activity";
  /** What a boundary event sits on. */
  readonly host?: Bounds;
  /** Whether boundary events sit on it. */
  readonly isBordered: boolean;
}

/** Room that is kept below what has boundary events, where lines leave these. */
export const borderRoom = 36;

/** Below a figure, between it and what is below it. */
const lane = 10;
/** Beside a figure, for a line that leads back to it at once. */
const aside = 12;

/** The way of a line; `bends` as `Places` has them. */
export function wire(from: WireEnd, to: WireEnd, bends: readonly Point[]): readonly Point[] {
  const base = from.host ?? from.bounds;
  if (base === to.bounds) return aroundCorner(from, to);
  const isOnward = to.bounds.x >= base.x + base.width;
  const leaving = isOnward && from.host === undefined ? [rightOf(from.bounds)] : downFrom(from);
  const arriving = isOnward ? [leftOf(to.bounds)] : downFrom(to, 28).reverse();
  if (bends.length === 0 && !isOnward) return straightened(alongBelow(leaving, arriving));
  const columns = bends.filter((_, at) => at % 2 === 0).map(({ x }) => x);
  if (columns.length === 0) columns.push(Math.round((base.x + base.width + to.bounds.x) / 2));
  const rows = bends.filter((_, at) => at % 2 === 1).map(({ y }) => y);
  const between: Point[] = [];
  let y = (leaving.at(-1) as Point).y;
  for (const [at, x] of columns.entries()) {
    between.push({ x, y });
    y = rows[at] ?? (arriving[0] as Point).y;
    between.push({ x, y });
  }
  return straightened([...leaving, ...between, ...arriving]);
}

function leftOf({ x, y, height }: Bounds): Point {
  return { x, y: y + height / 2 };
}

function rightOf({ x, y, width, height }: Bounds): Point {
  return { x: x + width, y: y + height / 2 };
}

/** Out of the lower border, where no boundary event sits, into the lane below. */
function downFrom({ bounds, look, isBordered }: WireEnd, inset = 12): Point[] {
  const x = look === "activity" ? bounds.x + bounds.width - inset : bounds.x + bounds.width / 2;
  const bottom = bounds.y + bounds.height;
  return [
    { x, y: bottom },
    { x, y: bottom + (isBordered ? borderRoom / 2 : 0) + lane },
  ];
}

function alongBelow(leaving: readonly Point[], arriving: readonly Point[]): readonly Point[] {
  const [[start, down], [up, foot]] = [leaving, arriving] as [[Point, Point], [Point, Point]];
  const y = Math.max(down.y, up.y);
  return [start, { x: start.x, y }, { x: foot.x, y }, foot];
}

/** From a figure, or from what sits on it, back to itself. */
function aroundCorner(from: WireEnd, to: WireEnd): readonly Point[] {
  const [start, down] = downFrom(from) as [Point, Point];
  const end = rightOf(to.bounds);
  const x = end.x + aside;
  return [start, down, { x, y: down.y }, { x, y: end.y }, end];
}

/** Without points that the line goes straight through. */
function straightened(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (isStraight) kept.pop();
    kept.push(point);
  }
  return kept;
}
