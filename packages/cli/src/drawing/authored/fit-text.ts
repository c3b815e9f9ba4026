import { textWidth } from "./text-width.js";

/** Lines of text in a size. */
export interface FittedText {
  /** Pixels. */
  readonly size: number;
  readonly lines: readonly string[];
}

/** Nobody reads more in a shape, and wrapping it would take time. */
const LONGEST = 1000;
/** Where neither Helvetica nor Arial is installed, what stands in for them may be wider. */
const SPARE = 1.08;
const sizes: readonly number[] = [12, 11, 10, 9];

export function lineHeight(size: number): number {
  return Math.round(size * 1.2 * 10) / 10;
}

/** In the largest size in which all of it fits; in the smallest, with an ellipsis, if there is none. */
export function fitText(text: string, width: number, height: number): FittedText {
  let fitted: FittedText = { size: 12, lines: [] };
  for (const size of sizes) {
    const most = Math.max(1, Math.floor(height / lineHeight(size)));
    const { lines, isWhole } = wrapText(text, width / SPARE, size, most);
    fitted = { size, lines };
    if (isWhole) break;
  }
  return fitted;
}

/** Breaks at blanks and where the author did. `isWhole`: nothing was left out, and no word had to be broken. */
export function wrapText(
  text: string,
  width: number,
  size: number,
  most: number,
): { readonly lines: readonly string[]; readonly isWhole: boolean } {
  const lines: string[] = [];
  let isWhole = text.length <= LONGEST;
  const blank = textWidth(" ", size);
  for (const paragraph of text.slice(0, LONGEST).split(/\r\n?|\n/)) {
    let line = "";
    let taken = 0;
    for (const word of paragraph.split(/\s+/).filter((part) => part !== "")) {
      const needed = textWidth(word, size);
      if (line !== "" && taken + blank + needed <= width) {
        line += ` ${word}`;
        taken += blank + needed;
        continue;
      }
      if (line !== "") lines.push(line);
      const [full, rest] = needed <= width ? [[], word] : broken(word, width, size);
      isWhole &&= full.length === 0;
      lines.push(...full);
      line = rest;
      taken = textWidth(rest, size);
    }
    if (line !== "") lines.push(line);
  }
  if (lines.length <= most) return { lines, isWhole };
  return { lines: [...lines.slice(0, most - 1), shortened(lines[most - 1] as string, width, size)], isWhole: false };
}

/** A word that is longer than a line, as full lines and what is left. */
function broken(word: string, width: number, size: number): readonly [full: readonly string[], rest: string] {
  const full: string[] = [];
  let line = "";
  for (const character of word) {
    if (line !== "" && textWidth(line + character, size) > width) {
      full.push(line);
      line = "";
    }
    line += character;
  }
  return [full, line];
}

function shortened(line: string, width: number, size: number): string {
  let kept = [...line];
  while (kept.length > 1 && textWidth(`${kept.join("")}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.join("").trimEnd()}…`;
}
