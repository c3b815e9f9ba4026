/**
 * Theory of operation. Of a map or a list, the library tells which nodes were read within it, in their order. Whether one of them is
 * a key, a value or an item is told by the indicator before it: a node of block style is read right behind its indicator, and in flow
 * style only white space and comments may be between them.
 */
import { type Findings, refusal } from "./findings.js";
import { underIndented } from "./indentation.js";
import { nothingAt, type Piece } from "./piece.js";
import { skipSeparation, startOfLine } from "./separation.js";
import { syntaxRefusal } from "./syntax.js";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./tree.js";

const colon = 0x3a;
const comma = 0x2c;
const dash = 0x2d;
const question = 0x3f;
/** YAML 1.2.2, 7.4.2: how far behind the start of a key its colon may be, so that nobody has to look ahead for ever. */
const longestKey = 1024;

export class Collections {
  readonly #text: string;
  readonly #findings: Findings;

  constructor(text: string, findings: Findings) {
    this.#text = text;
    this.#findings = findings;
  }

  blockMap(pieces: readonly Piece[], start: number): YamlMap {
    this.#checkIndentation(pieces, start);
    const entries = new Map<string, YamlEntry>();
    let end = start;
    let key: Piece | null = null;
    for (const piece of pieces) {
      if (key !== null && this.#text.charCodeAt(piece.from - 1) === colon) {
        if (!this.#isExplicit(key)) this.#limitKey(key, piece.from - 1);
        this.#add(entries, key, piece.node);
        end = piece.node.end;
        key = null;
      } else {
        if (key !== null) this.#add(entries, key, null);
        key = piece;
      }
    }
    // Where a map ends, the library looks for another key.
    if (key !== null && (key.form !== "nothing" || this.#isExplicit(key))) {
      this.#add(entries, key, null);
      end = key.node.end;
    }
    return { kind: "map", start, end, pointer: "", entries };
  }

  flowMap(pieces: readonly Piece[], start: number, end: number): YamlMap {
    const entries = new Map<string, YamlEntry>();
    let key: Piece | null = null;
    let at = start + 1;
    for (const piece of pieces) {
      if (key !== null && this.#isBefore(piece, at, colon)) {
        this.#add(entries, key, piece.node);
        key = null;
      } else {
        if (key !== null) this.#add(entries, key, null);
        key = piece;
      }
      at = piece.to;
    }
    if (key !== null) this.#add(entries, key, null);
    return { kind: "map", start, end, pointer: "", entries };
  }

  /** `[a: b]` is a list of a map. */
  flowItems(pieces: readonly Piece[], start: number): YamlNode[] {
    const items: YamlNode[] = [];
    let at = start + 1;
    let item: Piece | null = null;
    let isExplicit = false;
    for (const piece of pieces) {
      if (item !== null && this.#isBefore(piece, at, colon)) {
        if (!isExplicit) this.#limitKey(item, piece.from);
        items.push(this.#pair(item, piece));
        item = null;
      } else {
        if (item !== null) items.push(isExplicit ? this.#pair(item, null) : item.node);
        item = piece;
        isExplicit = this.#hasQuestion(piece, at);
      }
      at = piece.to;
    }
    if (item !== null) items.push(isExplicit ? this.#pair(item, null) : item.node);
    return items;
  }

  /** An item that is a dash alone is none of the pieces. `count` is how many items there are. */
  blockItems(pieces: readonly Piece[], start: number, count: number): YamlNode[] {
    this.#checkIndentation(pieces, start);
    if (pieces.length === count) return pieces.map(({ node }) => node);
    const items: YamlNode[] = [];
    let next = 0;
    let at = start;
    while (items.length < count) {
      const behind = at + 1;
      at = skipSeparation(this.#text, behind);
      const piece = pieces[next];
      if (piece?.from === at && this.#text.charCodeAt(behind - 1) === dash) {
        items.push(piece.node);
        at = skipSeparation(this.#text, piece.to);
        next++;
      } else {
        items.push(nothingAt(behind));
      }
    }
    return items;
  }

  #pair(key: Piece, value: Piece | null): YamlMap {
    const entries = new Map<string, YamlEntry>();
    this.#add(entries, key, value?.node ?? null);
    return { kind: "map", start: key.node.start, end: (value ?? key).node.end, pointer: "", entries };
  }

  #add(entries: Map<string, YamlEntry>, { node: key, form }: Piece, value: YamlNode | null): void {
    if (form === "alias") return;
    if (key.kind !== "scalar" || typeof key.value !== "string") {
      this.#findings.add(key, "yaml-key", { found: key.kind === "scalar" ? String(key.value) : "a list or a map" });
      return;
    }
    // In quotes it is a name like others (YAML 1.2.2, 10.3.2).
    if (key.value === "<<" && this.#text.charAt(key.start) === "<") {
      this.#findings.add(key, "yaml-merge-key", {});
      return;
    }
    const same = entries.get(key.value);
    if (same === undefined) entries.set(key.value, { key: key as YamlScalar, value: value ?? nothingAt(key.end) });
    else this.#findings.twice(same.key, key);
  }

  #checkIndentation(pieces: readonly Piece[], start: number): void {
    const column = start - startOfLine(this.#text, start);
    for (const { node } of pieces) {
      const at = underIndented(this.#text, node, column);
      if (at >= 0) throw syntaxRefusal(this.#text, at, "this line has to be indented more than what it belongs to");
    }
  }

  #isExplicit(key: Piece): boolean {
    return this.#text.charCodeAt(key.from - 1) === question;
  }

  #limitKey({ node }: Piece, at: number): void {
    if (at - node.start <= longestKey) return;
    const what = `a key may have ${longestKey} characters at most`;
    throw refusal({ start: node.start, end: node.start }, "yaml-syntax", { what, hasExpression: false });
  }

  /** Whether the indicator stands between `at`, the end of what was read before, and the piece. */
  #isBefore(piece: Piece, at: number, indicator: number): boolean {
    const next = skipSeparation(this.#text, at);
    return next < piece.from && this.#text.charCodeAt(next) === indicator;
  }

  #hasQuestion(piece: Piece, at: number): boolean {
    let next = skipSeparation(this.#text, at);
    if (next < piece.from && this.#text.charCodeAt(next) === comma) next = skipSeparation(this.#text, next + 1);
    return next < piece.from && this.#text.charCodeAt(next) === question;
  }
}
