import { endOfLine, isBlank } from "./separation.js";
import type { YamlNode, YamlScalar } from "./tree.js";

/**
 * The first comment without white space before it, or -1: YAML 1.2.2, 6.6 Comments. The library takes it for a comment all the same,
 * and what was meant to be part of a value would be lost.
 */
export function gluedComment(text: string, root: YamlNode): number {
  // Most texts have no such place at all.
  if (!/[^ \t\r\n]#/.test(text)) return -1;
  let at = 0;
  for (const { start, end } of scalarsOf(root)) {
    const found = firstIn(text, at, start);
    if (found >= 0) return found;
    at = end;
  }
  return firstIn(text, at, text.length);
}

/** Between two scalars, a `#` always begins a comment. */
function firstIn(text: string, from: number, to: number): number {
  for (let at = text.indexOf("#", from); at >= 0 && at < to; at = text.indexOf("#", endOfLine(text, at))) {
    if (at > 0 && !isBlank(text.charCodeAt(at - 1))) return at;
  }
  return -1;
}

/** In the order of the text. */
function* scalarsOf(node: YamlNode): Iterable<YamlScalar> {
  if (node.kind === "scalar") yield node;
  else if (node.kind === "list") for (const item of node.items) yield* scalarsOf(item);
  else {
    for (const { key, value } of node.entries.values()) {
      yield key;
      yield* scalarsOf(value);
    }
  }
}
