/** White space, line ends and comments: what stands between nodes. Offsets are UTF-16 code units. */

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const hash = 0x23;

export function isBlank(unit: number): boolean {
  return unit === space || unit === lineFeed || unit === carriageReturn || unit === tab;
}

/** The first offset, from `at` on, that belongs to a node, to an indicator, or to the end of the text. */
export function skipSeparation(text: string, at: number): number {
  for (let to = at; ; to++) {
    const unit = text.charCodeAt(to);
    if (unit === hash) to = endOfLine(text, to) - 1;
    else if (!isBlank(unit)) return to;
  }
}

/** Where what starts at `start` ends, when up to `end`, or to the end of the text, only white space follows it. */
export function trimEnd(text: string, start: number, end: number): number {
  let to = Math.min(end, text.length);
  while (to > start && isBlank(text.charCodeAt(to - 1))) to--;
  return to;
}

/** After an anchor, an alias or a tag. */
export function endOfWord(text: string, at: number): number {
  let to = at + 1;
  while (to < text.length && !isBlank(text.charCodeAt(to)) && !",[]{}".includes(text.charAt(to))) to++;
  return to;
}

/** The end of the text ends a line too. */
export function endOfLine(text: string, at: number): number {
  let to = at;
  for (; to < text.length; to++) {
    const unit = text.charCodeAt(to);
    if (unit === lineFeed || unit === carriageReturn) break;
  }
  return to;
}

export function startOfLine(text: string, at: number): number {
  let from = at;
  for (; from > 0; from--) {
    const unit = text.charCodeAt(from - 1);
    if (unit === lineFeed || unit === carriageReturn) break;
  }
  return from;
}

/** Where, from one offset on and before another, a line begins so; -1 if none does. `from` counts as the beginning of a line. */
export function lineWith(beginning: string, text: string, from: number, before: number): number {
  for (let at = from; at < before; at = endOfLine(text, at) + 1) if (text.startsWith(beginning, at)) return at;
  return -1;
}
