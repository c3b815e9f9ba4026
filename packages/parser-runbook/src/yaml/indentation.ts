import { isBlank } from "./separation.js";
import type { YamlNode } from "./tree.js";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/**
 * Where a line of a quoted scalar or of brackets begins no further to the right than the collection of block style that it is in, or -1:
 * YAML 1.2.2, 6.1 Indentation Spaces. The library would only warn, and go through the whole text for each warning. The bracket that closes
 * may stand where its line begins, as everybody writes it.
 */
export function underIndented(text: string, { kind, start, end }: YamlNode, column: number): number {
  const first = text[start];
  const isQuoted = kind === "scalar" && (first === '"' || first === "'");
  if (!isQuoted && (kind === "scalar" || (first !== "[" && first !== "{"))) return -1;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== lineFeed && unit !== carriageReturn) continue;
    let from = at + 1;
    while (text.charCodeAt(from) === space) from++;
    const isContent = from < end && !isBlank(text.charCodeAt(from)) && (isQuoted || !"#]}".includes(text.charAt(from)));
    if (isContent && from - at - 1 <= column) return from;
    at = from - 1;
  }
  return -1;
}
