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
  let found = -1;
  let at = 0;
  const lookBefore = ({ start, end }: YamlScalar): void => {
    if (found < 0) found = firstIn(text, at, start);
    at = end;
  };
  eachScalar(root, lookBefore);
  return found < 0 ? firstIn(text, at, text.length) : found;
}

/** Between two scalars, a `#` always begins a comment. */
function firstIn(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text.charCodeAt(at) !== hash) continue;
    if (at > 0 && !isBlank(text.charCodeAt(at - 1))) return at;
    at = endOfLine(text, at);
  }
  return -1;
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
