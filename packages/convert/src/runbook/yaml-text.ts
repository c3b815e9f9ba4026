/** A document as text: short lists and maps on one line, texts of several lines as they are, quotes where a text would be read as something else. */
import { Document, isCollection, isScalar, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { TooDeep } from "../levels.js";
import { hasUnseen, unseenAsJson } from "../unseen.js";
import { Fields, type Yaml } from "./yaml-tree.js";

/** Beyond this, a line is folded where YAML allows it. */
const lineWidth = 120;
/** Up to here, a list or a map stands on one line. */
const inlineWidth = 100;

/** What a document begins with, without blank lines. */
const header: ReadonlySet<unknown> = new Set(["apiVersion", "kind", "metadata"]);

/** Throws `TooDeep` when more than `maxDepth` lists and maps lie in each other. */
export function yamlText(root: Fields, maxDepth: number): string {
  const document = new Document();
  const contents = nodeOf(root, 0, inlineWidth, maxDepth) as YAMLMap;
  let wasBlock = false;
  for (const { key, value } of contents.items) {
    const isBlock = isCollection(value) && value.flow !== true;
    if (isScalar(key) && !header.has(key.value)) key.spaceBefore = isBlock || wasBlock;
    wasBlock = isBlock;
  }
  document.contents = contents;
  const text = document.toString({ lineWidth });
  // Such characters are inside of double quotes, where the library leaves them as they are.
  return unseenAsJson(text).replace(unescaped, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `indent`: where lines begin that the node is given; `room`: what is left of the line that it begins on. */
function nodeOf(value: Yaml, indent: number, room: number, depthLeft: number): Node {
  if (depthLeft <= 0) throw new TooDeep();
  if (value instanceof Fields) {
    const map = padded(new YAMLMap(), YAMLMap.prototype.toString, " ");
    map.flow = widthOf(value, room) <= room;
    for (const [name, member] of value.entries) {
      const left = inlineWidth - indent - name.length - 2;
      map.items.push(new Pair(keyOf(name), nodeOf(member, indent + 2, left, depthLeft - 1)));
    }
    return map;
  }
  if (!isList(value)) return scalarOf(value);
  const list = padded(new YAMLSeq(), YAMLSeq.prototype.toString, "");
  list.flow = widthOf(value, room) <= room;
  for (const item of value) list.items.push(nodeOf(item, indent + 2, inlineWidth - indent - 2, depthLeft - 1));
  return list;
}

type Print = YAMLMap["toString"];

/** `{ a: 1 }`, but `[1]`; the library has one word for both. */
function padded<T extends { toString: Print }>(node: T, print: Print, flowCollectionPadding: string): T {
  node.toString = (context, ...hooks) =>
    print.call(node as unknown as YAMLMap, context && { ...context, flowCollectionPadding }, ...hooks);
  return node;
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

/** What one line would take; no more is looked at than fits. Infinite for what doesn't belong on one line. */
function widthOf(value: Yaml, room: number): number {
  if (room < 0) return Number.POSITIVE_INFINITY;
  if (typeof value === "string") return value.includes("\n") ? Number.POSITIVE_INFINITY : value.length;
  if (value instanceof Fields) {
    if (value.isOpen) return Number.POSITIVE_INFINITY;
    let width = 4;
    for (const [name, member] of value.entries) {
      width += name.length + 4;
      width += widthOf(member, room - width);
      if (width > room) return Number.POSITIVE_INFINITY;
    }
    return width;
  }
  if (!isList(value)) return String(value).length;
  // Maps stand below each other.
  if (value.length > 1 && value.some((item) => item instanceof Fields)) return Number.POSITIVE_INFINITY;
  let width = 2;
  for (const item of value) {
    width += 2 + widthOf(item, room - width);
    if (width > room) return Number.POSITIVE_INFINITY;
  }
  return width;
}

/** What a text may have only as an escape (YAML 1.2.2, 5.1). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escaped = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]/;
const unescaped = /[\x7f-\x9f\ufffe\uffff]/g;
/** What older readers of YAML take for true or false. */
const oldWord = /^(?:yes|no|on|off)$/i;

function needsEscape(text: string): boolean {
  return escaped.test(text) || hasUnseen(text);
}

function keyOf(name: string): Scalar {
  const key = new Scalar(name);
  // Unquoted, `<<` merges maps.
  if (name === "<<" || name.includes("\n") || needsEscape(name)) key.type = Scalar.QUOTE_DOUBLE;
  return key;
}

function scalarOf(value: null | boolean | number | string): Scalar {
  const scalar = new Scalar(value);
  if (typeof value !== "string") return scalar;
  if (needsEscape(value) || oldWord.test(value)) scalar.type = Scalar.QUOTE_DOUBLE;
  // Of nothing but white space, the library would lose some.
  else if (value.includes("\n")) scalar.type = /\S/.test(value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
  return scalar;
}
