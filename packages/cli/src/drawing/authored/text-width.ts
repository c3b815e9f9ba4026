/** Widths of Helvetica, in thousandths of its size: the same on every machine, and equal to Arial's. */
import { displayWidth } from "../../printable.js";

// From the blank to the tilde.
const ascii: readonly number[] = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const OTHER = 600;
const WIDE = 1000;

/** Pixels that a text takes at a font size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return (width * size) / 1000;
}

function characterWidth(character: string): number {
  const known = ascii[(character.codePointAt(0) as number) - 32];
  if (known !== undefined) return known;
  const columns = displayWidth(character);
  return columns === 1 ? OTHER : columns * (WIDE / 2);
}
