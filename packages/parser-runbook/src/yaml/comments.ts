import { endOfLine, isBlank } from "./separation.js";
import type { YamlNode, YamlScalar } from "./tree.js";

const hash = 0x23;

/**
 * The first comment without white space before it, or -1: YAML 1.2.2, 6.6 Comments. The library takes it for a comment all the same,
 * and what was meant to be part of a value would be lost.
 */
export function gluedComment(text: string, root: YamlNode): number {
  // Most texts have no such place at all.
  if (!/[^ \t\r\n]#/.test(text)) return -1;
  return firstBetween(text, root, (from, to) => {
    for (let at = from; at < to; at++) {
      if (text.charCodeAt(at) !== hash) continue;
      if (at > 0 && !isBlank(text.charCodeAt(at - 1))) return at;
      at = endOfLine(text, at);
    }
    return -1;
  });
}

/** From its sign to the end of its line. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/** All comments, but for those behind the sign of a block scalar, in the order of the text. */
export function commentsIn(text: string, root: YamlNode): readonly Comment[] {
  const found: Comment[] = [];
  let next = text.indexOf("#");
  firstBetween(text, root, (from, to) => {
    // Only forwards, however many scalars there are.
    if (next >= 0 && next < from) next = text.indexOf("#", from);
    while (next >= 0 && next < to) {
      const end = endOfLine(text, next);
      found.push({ start: next, end });
      next = text.indexOf("#", end);
    }
    return -1;
  });
  return found;
}

/** Looks between the scalars, where a `#` always begins a comment. */
function firstBetween(text: string, root: YamlNode, look: (from: number, to: number) => number): number {
  let found = -1;
  let at = 0;
  eachScalar(root, ({ start, end }) => {
    if (found < 0) found = look(at, start);
    at = end;
  });
  return found < 0 ? look(at, text.length) : found;
}

/** In the order of the text. */
function eachScalar(node: YamlNode, visit: (scalar: YamlScalar) => void): void {
  if (node.kind === "scalar") visit(node);
  else if (node.kind === "list") for (const item of node.items) eachScalar(item, visit);
  else {
    for (const { key, value } of node.entries.values()) {
      visit(key);
      eachScalar(value, visit);
    }
  }
}
