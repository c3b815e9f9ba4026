/** What is written in shapes, beside them and at lines. */
import type { Bounds, LayoutLine, LayoutShape, Point } from "@rb/ir";
import { clean, n } from "../svg-text.js";
import { fitText, lineHeight, wrapText } from "./fit-text.js";
import { MARKER_ROW, TASK_SIGN } from "./signs.js";
import { textWidth } from "./text-width.js";

/** The strip of a pool or lane in which its name stands. */
export const HEADING = 30;
const PADDING = 5;
/** Labels beside shapes and lines. */
const SMALL = 11;
const BESIDE_WIDTH = 90;
const BESIDE_LINES = 6;
const MIDDLE = 0.35;

/** The name of what has room for it. */
export function labelInside({ look, bounds, label }: LayoutShape): readonly string[] {
  const text = label?.text ?? "";
  if (text === "") return [];
  switch (look.as) {
    case "activity": {
      if (look.open === true) return centred(text, { ...bounds, height: 3 * PADDING + 12 });
      const room = { ...bounds, height: bounds.height - (look.markers.length > 0 ? MARKER_ROW : 0) };
      const { size, lines } = fitText(text, room.width - 2 * PADDING, room.height - PADDING);
      const isClear = look.task === "none" || (room.height - lines.length * lineHeight(size)) / 2 >= TASK_SIGN;
      if (isClear) return centred(text, room);
      // Between the corner's sign and the first line some overlap does no harm: the line is seldom as wide as the task.
      const below = TASK_SIGN - PADDING;
      return centred(text, { ...room, y: room.y + below, height: Math.max(1, room.height - below) });
    }
    case "pool":
    case "lane":
      if (look.heading === "left") return turned(text, { ...bounds, width: HEADING });
      return centred(text, look.heading === "top" ? { ...bounds, height: HEADING } : bounds);
    case "note": {
      const { size, lines } = fitText(text, bounds.width - 2 * PADDING, bounds.height - PADDING);
      return lines.map((line, index) =>
        written(line, bounds.x + PADDING, bounds.y + PADDING + (index + 0.75) * lineHeight(size), size, "note-text"),
      );
    }
    default:
      return [];
  }
}

function centred(text: string, { x, y, width, height }: Bounds): readonly string[] {
  const { size, lines } = fitText(text, width - 2 * PADDING, height - PADDING);
  const top = y + height / 2 - ((lines.length - 1) / 2) * lineHeight(size) + MIDDLE * size;
  return lines.map((line, index) => written(line, x + width / 2, top + index * lineHeight(size), size));
}

/** Read from below. */
function turned(text: string, { x, y, width, height }: Bounds): readonly string[] {
  const inner = centred(text, { x: -height / 2, y: -width / 2, width: height, height: width });
  return [`<g transform="translate(${n(x + width / 2)} ${n(y + height / 2)}) rotate(-90)">`, ...inner, "</g>"];
}

function written(text: string, x: number, y: number, size: number, style = ""): string {
  const classes = [style, size === 12 ? "" : `s${size}`].filter((part) => part !== "").join(" ");
  return `<text${classes === "" ? "" : ` class="${classes}"`} x="${n(x)}" y="${n(y)}">${clean(text)}</text>`;
}

/** A label in its place, and the room that it takes. */
export interface Beside {
  readonly bounds: Bounds;
  readonly parts: readonly string[];
}

/** The name of what has no room for it: where the author put it, else below; a group's is on top. */
export function labelBeside({ look, bounds, label }: LayoutShape): Beside | null {
  if (label === undefined || !isBeside(look.as)) return null;
  const middle = bounds.x + bounds.width / 2;
  if (label.bounds !== undefined) return besideText(label.text, label.bounds);
  const y = look.as === "group" ? bounds.y + 2 : bounds.y + bounds.height + 3;
  return besideText(label.text, { x: middle, y, width: 0, height: 0 });
}

function isBeside(as: LayoutShape["look"]["as"]): boolean {
  return as === "event" || as === "gateway" || as === "data" || as === "store" || as === "message" || as === "group";
}

/** Where the author put it, else at the middle of the longest piece. */
export function labelOfLine({ label, points }: LayoutLine): Beside | null {
  if (label === undefined) return null;
  if (label.bounds !== undefined) return besideText(label.text, label.bounds);
  const { from, to } = longestPiece(points);
  const isUpright = Math.abs(to.y - from.y) > Math.abs(to.x - from.x);
  const room = isUpright ? BESIDE_WIDTH : Math.max(BESIDE_WIDTH, Math.abs(to.x - from.x) - 2 * PADDING);
  const { lines } = wrapText(label.text, room, SMALL, BESIDE_LINES);
  const height = lines.length * lineHeight(SMALL);
  const width = Math.max(0, ...lines.map((line) => textWidth(line, SMALL)));
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const at = isUpright
    ? { x: middle.x + width / 2 + 4, y: middle.y - height / 2 }
    : { x: middle.x, y: middle.y - height - 3 };
  return besideText(label.text, { x: at.x - room / 2, y: at.y, width: room, height });
}

function longestPiece(points: readonly Point[]): { readonly from: Point; readonly to: Point } {
  let [from, to] = [points[0] as Point, points[1] as Point];
  let longest = -1;
  points.slice(1).forEach((end, index) => {
    const start = points[index] as Point;
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    if (length <= longest) return;
    [from, to, longest] = [start, end, length];
  });
  return { from, to };
}

/** Centred in the room given, which may be too narrow: other tools have other letters. */
function besideText(text: string, { x, y, width }: Bounds): Beside {
  const longestWord = Math.max(
    0,
    ...text
      .slice(0, 200)
      .split(/\s+/)
      .map((word) => textWidth(word, SMALL)),
  );
  const room = Math.max(width + 4, BESIDE_WIDTH, Math.min(longestWord, 2 * BESIDE_WIDTH));
  const { lines } = wrapText(text, room, SMALL, BESIDE_LINES);
  const middle = x + width / 2;
  const widest = Math.max(0, ...lines.map((line) => textWidth(line, SMALL)));
  const step = lineHeight(SMALL);
  return {
    bounds: { x: middle - widest / 2, y, width: widest, height: lines.length * step },
    parts: lines.map((line, index) => written(line, middle, y + (index + 0.8) * step, SMALL, "beside halo")),
  };
}
