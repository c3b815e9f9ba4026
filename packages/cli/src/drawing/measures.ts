/** Sizes in pixels. Letters are reckoned, not measured: a picture must not depend on the fonts of the machine that draws it. */
import { displayWidth } from "../printable.js";
import type { Figure } from "./diagram.js";
import type { Direction } from "./direction.js";
import { textLines } from "./text-lines.js";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const LINE: number = 15;
export const EVENT_RADIUS: number = 17;
export const GATEWAY_RADIUS: number = 23;
export const BOX_HEADER: number = 30;
export const BOX_PADDING: number = 12;

const LETTER = 6.7;
/** Labels of arrows are set a little smaller. */
const SMALL_LETTER = 5.9;

export function linesOfFigure({
  look,
  label,
  detail,
}: Figure): readonly { readonly text: string; readonly isDetail: boolean }[] {
  const columns = look === "box" ? 40 : look === "task" || look === "gate" ? 22 : 20;
  return [
    ...textLines(label, columns, look === "box" ? 1 : 3).map((text) => ({ text, isDetail: false })),
    ...textLines(detail, columns + 4, look === "box" ? 1 : 2).map((text) => ({ text, isDetail: true })),
  ];
}

/** Between a figure and a label at its side. */
export const SIDE_GAP: number = 6;

/** The room that a figure needs, labels beside it included; the figure itself is in the middle. Labels are where flows don't leave. */
export function figureSize(figure: Figure, direction: Direction): Size {
  const lines = linesOfFigure(figure);
  const width = Math.max(0, ...lines.map(({ text }) => textWidth(text)));
  const height = lines.length * LINE;
  switch (figure.look) {
    case "task":
    case "gate":
      return { width: Math.max(110, width + 24), height: Math.max(52, height + 20) };
    case "box":
      return { width: Math.max(120, textWidth(`${figure.label}  ${figure.detail}`.slice(0, 64)) + 24), height: 60 };
    default: {
      const radius = figure.look === "gateway" ? GATEWAY_RADIUS : EVENT_RADIUS;
      if (direction === "right") return { width: Math.max(2 * radius, width), height: 2 * radius + 2 * height };
      return { width: 2 * (radius + (width === 0 ? 0 : SIDE_GAP + width)), height: Math.max(2 * radius, 2 * height) };
    }
  }
}

export function labelLines(label: string): readonly string[] {
  return textLines(label, 24, 2);
}

export function labelSize(label: string): Size {
  const lines = labelLines(label);
  const widths = lines.map((line) => displayWidth(line) * SMALL_LETTER + 4);
  return { width: Math.max(0, ...widths), height: lines.length * LINE };
}

export function textWidth(text: string): number {
  return displayWidth(text) * LETTER;
}
