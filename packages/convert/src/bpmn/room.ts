/** How large figures are, and the room that they need around them: for boundary events, for names, and for what is written at lines. */
import { labelGap, labelSize } from "./label.js";
import type { Box, Sheet } from "./sheet.js";
import { borderRoom } from "./wire.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A figure's size, and what has to stay free below it and in front of it. Pixels. */
export interface Room extends Size {
  readonly below: number;
  readonly before: number;
  /** Whether boundary events sit on it. */
  readonly isBordered: boolean;
}

/** Around what is inside of a figure. */
export const padding = 30;
const sizes: { readonly [L in Box["look"]]: Size } = {
  event: { width: 36, height: 36 },
  gateway: { width: 50, height: 50 },
  activity: { width: 120, height: 80 },
};

/** Boundary events stand side by side, with room for lines to the right of them. */
const borderStart = 10;
const borderStep = sizes.event.width + 8;
const borderEnd = 34;

/** Of each figure; `insides` has the size of what is inside of some. */
export function roomsOf({ boxes, lines }: Sheet, insides: ReadonlyMap<string, Size>): ReadonlyMap<string, Room> {
  const events = new Map<string, number>();
  for (const { on } of boxes) if (on !== undefined) events.set(on, (events.get(on) ?? 0) + 1);
  const written = new Map<string, number>();
  for (const { from, to, name } of lines) {
    if (name === undefined || from === to) continue;
    written.set(to, Math.max(written.get(to) ?? 0, labelSize(name).width + 2 * labelGap));
  }
  return new Map(
    boxes.map((box) => {
      const { id, on, name } = box;
      const isBordered = events.has(id);
      const label = name === undefined || on !== undefined || box.look === "activity" ? 0 : labelSize(name).height;
      const below = isBordered ? borderRoom : label;
      return [id, { ...sizeOf(box, insides.get(id), events.get(id)), below, before: written.get(id) ?? 0, isBordered }];
    }),
  );
}

function sizeOf({ look }: Box, inside: Size | undefined, events: number | undefined): Size {
  const { width, height } = sizes[look];
  const border = events === undefined ? 0 : borderStart + events * borderStep + borderEnd;
  const [wide, high] = inside === undefined ? [0, 0] : [inside.width + 2 * padding, inside.height + 2 * padding];
  return { width: Math.max(width, border, wide), height: Math.max(height, high) };
}

/** Where a boundary event is, from its host's lower left corner. */
export function onBorder(before: number): { readonly x: number; readonly y: number } {
  return { x: borderStart + before * borderStep, y: -sizes.event.height / 2 };
}
