import type { Direction } from "./direction.js";
import type { Placed, Point } from "./layout.js";
import { EVENT_RADIUS, GATEWAY_RADIUS } from "./measures.js";

/** Where the line from a figure's centre towards a point leaves the figure. */
export function borderPoint({ figure, x, y, width, height }: Placed, towards: Point): Point {
  const dx = towards.x - x;
  const dy = towards.y - y;
  if (dx === 0 && dy === 0) return { x, y };
  const scale = (): number => {
    switch (figure.look) {
      case "task":
      case "gate":
      case "box":
        return Math.min(width / 2 / Math.abs(dx), height / 2 / Math.abs(dy));
      case "gateway":
        return GATEWAY_RADIUS / (Math.abs(dx) + Math.abs(dy));
      default:
        return EVENT_RADIUS / Math.hypot(dx, dy);
    }
  };
  const factor = scale();
  return { x: x + dx * factor, y: y + dy * factor };
}

export type Side = "top" | "bottom" | "right";

/** The border for a boundary event: not the one that flows use, and near to where it leads. */
export function boundarySide({ y }: Placed, towards: Point, direction: Direction): Side {
  return direction === "down" ? "right" : towards.y < y ? "top" : "bottom";
}

/** Boundary events of one side stand side by side. */
export function boundaryPoint({ x, y, width, height }: Placed, side: Side, index: number, count: number): Point {
  const share = (index + 1) / (count + 1);
  if (side === "right") return { x: x + width / 2, y: y - height / 2 + height * share };
  return { x: x - width / 2 + width * share, y: y + (side === "top" ? -height : height) / 2 };
}

const CORNER = 8;

/** A path along points, its corners rounded. */
export function roundedPath(points: readonly Point[]): string {
  const parts: string[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) parts.push(`M${at(point)}`);
    else if (after === undefined) parts.push(`L${at(point)}`);
    else parts.push(`L${at(near(point, before))}Q${at(point)} ${at(near(point, after))}`);
  });
  return parts.join("");
}

/** A point on the way to another, at most half-way. */
function near(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
