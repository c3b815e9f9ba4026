import { assertNever, type Point } from "@rb/ir";
import type { Direction } from "./direction.js";
import type { Placed } from "./layout.js";
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

export type Side = "top" | "bottom" | "left" | "right" | "bottom-left" | "bottom-right";

/** The border for a boundary event: not the one that flows use, or not its middle, and near to where it leads. */
export function boundarySide({ x, y, width }: Placed, towards: Point, direction: Direction): Side {
  if (direction === "right") return towards.y < y ? "top" : "bottom";
  const isBelow = Math.abs(towards.x - x) < width / 2;
  if (towards.x < x) return isBelow ? "bottom-left" : "left";
  return isBelow ? "bottom-right" : "right";
}

/** Boundary events of one side stand side by side. */
export function boundaryPoint({ x, y, width, height }: Placed, side: Side, index: number, count: number): Point {
  const share = (index + 1) / (count + 1);
  const [left, top] = [x - width / 2, y - height / 2];
  switch (side) {
    case "left":
      return { x: left, y: top + height * share };
    case "right":
      return { x: left + width, y: top + height * share };
    case "top":
      return { x: left + width * share, y: top };
    case "bottom":
      return { x: left + width * share, y: top + height };
    case "bottom-left":
      return { x: left + (width / 2) * share, y: top + height };
    case "bottom-right":
      return { x: x + (width / 2) * share, y: top + height };
    default:
      return assertNever(side);
  }
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
