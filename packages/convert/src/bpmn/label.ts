/** Names beside events, gateways and lines, in the small print that editors use there; about right is enough. */
import type { Bounds, Point } from "@rb/ir";
import type { Line } from "./sheet.js";

const widest = 90;
const perCharacter = 8;
const perLine = 14;

/** Between a label and what it stands beside. */
export const labelGap = 4;

/** How much room a name takes. Pixels. */
export function labelSize(name: string): { readonly width: number; readonly height: number } {
  let [lines, filled, width] = [1, 0, 0];
  for (const word of name.split(/\s+/)) {
    const more = word.length * perCharacter;
    const joined = filled === 0 ? more : filled + perCharacter + more;
    if (filled > 0 && joined > widest) lines++;
    filled = filled > 0 && joined > widest ? more : joined;
    width = Math.max(width, filled);
    // A word that is too long is broken.
    lines += Math.ceil(filled / widest) - 1;
    filled = Math.min(filled, widest);
  }
  return { width: Math.min(width, widest), height: lines * perLine };
}

/** A line that comes to a figure from the left has its name above its end, a second one below; there is room for that in front of the figure. */
export function* labelsAt(
  lines: readonly Line[],
  ways: ReadonlyMap<string, readonly Point[]>,
): Generator<readonly [line: string, label: Bounds]> {
  const written = new Map<string, number>();
  for (const { id, to, name } of lines) {
    const [before, end] = ways.get(id)?.slice(-2) ?? [];
    if (name === undefined || before === undefined || end === undefined) continue;
    if (before.y !== end.y || before.x > end.x) continue;
    const others = written.get(to) ?? 0;
    written.set(to, others + 1);
    if (others > 1) continue;
    const { width, height } = labelSize(name);
    const y = others === 0 ? end.y - height - labelGap : end.y + labelGap;
    yield [id, { x: end.x - width - labelGap, y, width, height }];
  }
}
