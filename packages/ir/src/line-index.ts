import type { Position } from "./origin.js";

/** Turns offsets of one text into lines and columns. */
export interface LineIndex {
  /** The line and column of an offset in UTF-16 code units; one outside the text counts as its nearest end. */
  readonly positionAt: (offset: number) => Position;
}

/** Lines end at `\n`, `\r\n` or `\r`. Nothing is read until the first question, and each answer is a binary search. */
export function createLineIndex(text: string): LineIndex {
  let starts: readonly number[] | null = null;
  return {
    positionAt(offset) {
      starts ??= lineStarts(text);
      const at = Math.min(Math.max(offset, 0), text.length);
      const line = lastAtOrBefore(starts, at);
      return { line: line + 1, column: at - (starts[line] as number) + 1 };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(i + 1) !== 0x0a)) starts.push(i + 1);
  }
  return starts;
}

function lastAtOrBefore(sorted: readonly number[], offset: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
