/**
 * Theory of operation. The library tells when it begins and when it ends to read each node, keys included, and no more than that; the
 * tree is made of these moments and of the text. A node that ends takes what was read within it off `#pieces`, and is put there in turn.
 *
 * The library reads by trying. What could be a key is read as one first, within the node that it turns out to be when no colon
 * follows; and where nothing could be read, it says so as well. So a node may end with what it is already on `#pieces`.
 */
import { Collections } from "./collections.js";
import { plainValue } from "./core-schema.js";
import { type Findings, type Refusal, refusal } from "./findings.js";
import { nothingAt, type Piece } from "./piece.js";
import { endOfWord, lineWith, skipSeparation, startOfLine, trimEnd } from "./separation.js";
import { syntaxRefusal } from "./syntax.js";
import type { YamlNode } from "./tree.js";

/** What the library shows of itself. */
export interface Reading {
  readonly position: number;
  readonly kind: string | null;
  /** `?` for a plain scalar: none of its types is asked what that means. */
  readonly tag: string | null;
  readonly anchor: string | null;
  /** What aliases stand for. */
  readonly anchorMap: { [name: string]: unknown };
  result: unknown;
}

interface Limits {
  readonly maxDepth: number;
  /** Keys count too. */
  readonly maxValues: number;
}

/** What could be a key is read further down than it is: once at most for block style, once for flow style, and as much again to be safe. */
const levelsForKeys = 4;
/**
 * Floods end early: an eighth of all values may stand anywhere, and the others need as much text before them as a step that says nothing but what
 * it has to has for each of its own.
 */
const shareAtOnce = 8;
const shortestValue = 4;

export class TreeBuilder {
  readonly #text: string;
  readonly #limits: Limits;
  readonly #findings: Findings;
  readonly #collections: Collections;
  /** For each node that is being read: where that began, and how many pieces there were. */
  readonly #froms: number[] = [];
  readonly #bases: number[] = [];
  readonly #pieces: Piece[] = [];
  /** What came of the node that ended last. */
  #lastResult: unknown = undefined;
  #values = 0;

  constructor(text: string, limits: Limits, findings: Findings) {
    this.#text = text;
    this.#limits = limits;
    this.#findings = findings;
    this.#collections = new Collections(text, findings);
  }

  /** Undefined before the end of the document. */
  get root(): YamlNode | undefined {
    return this.#bases.length === 0 ? this.#pieces[0]?.node : undefined;
  }

  /** Directives stand before the content. */
  get hasContent(): boolean {
    return this.#bases.length + this.#pieces.length > 0;
  }

  /** Throws `Refusal`. */
  begin({ position }: Reading): void {
    if (this.#bases.length === 0) this.#beginDocument(position);
    this.#froms.push(position);
    this.#bases.push(this.#pieces.length);
    const { maxDepth } = this.#limits;
    if (this.#bases.length <= maxDepth + levelsForKeys) return;
    throw refusal({ start: position, end: position }, "too-deep", { limit: maxDepth });
  }

  /** Throws `Refusal`. */
  end(reading: Reading): void {
    const from = this.#froms.pop() as number;
    const base = this.#bases.pop() as number;
    const piece = this.#keep(reading, from, base) ?? this.#make(reading, from, base);
    // The library goes on with this. An alias stands for nothing, lest something becomes large by being named often; what a map or a
    // list becomes is known by identity.
    if (piece.form === "alias") reading.result = null;
    else if (piece.node.kind !== "scalar") reading.result = piece.node;
    this.#lastResult = reading.result;
    // One by one: setting the length of an array is slow, and most nodes have nothing within them.
    while (this.#pieces.length > base) this.#pieces.pop();
    this.#pieces.push(piece);
  }

  #beginDocument(position: number): void {
    const [first] = this.#pieces;
    if (first === undefined) {
      const directive = refusalOfDirective(this.#text, position);
      if (directive !== null) throw directive;
      // The library takes it for the beginning of a document also where it is that of a scalar.
      if (position < this.#text.length && this.#text.endsWith("---", position)) {
        throw syntaxRefusal(this.#text, position, "a document's --- has to be followed by white space");
      }
      return;
    }
    const separator = lineWith("---", this.#text, first.to, position);
    const start = separator < 0 ? startOfLine(this.#text, position) : separator;
    throw refusal({ start, end: start }, "several-documents", {});
  }

  /** What was read in trying, if that is what this is. */
  #keep({ kind, result, position, anchor, tag }: Reading, from: number, base: number): Piece | null {
    if (this.#pieces.length === base) return null;
    const last = this.#pieces.at(-1) as Piece;
    const isSame = kind === "mapping" || kind === "sequence" ? result === this.#lastResult : last.form !== "nothing";
    if (!isSame) return null;
    const { node, form, hasProperties } = last;
    const isMarked = anchor !== null || isExplicit(tag);
    if (isMarked && !hasProperties) this.#reportProperties(node, anchor, tag);
    return { node, from, to: position, form, hasProperties: isMarked || hasProperties };
  }

  #make(reading: Reading, from: number, base: number): Piece {
    const { kind, position, anchor, tag } = reading;
    const hasProperties = anchor !== null || isExplicit(tag);
    const start = this.#startOf(from, hasProperties);
    let node: YamlNode;
    let form: Piece["form"] = "content";
    if (kind === "scalar") node = this.#scalar(reading, start);
    else if (kind !== null) node = this.#collection(reading, start, base);
    else if (position > start && this.#text.startsWith("*", start)) {
      node = this.#alias(start);
      form = "alias";
    } else {
      node = nothingAt(hasProperties ? trimEnd(this.#text, from, position) : from);
      if (!hasProperties) form = "nothing";
    }
    this.#count(1, start, position);
    if (hasProperties) this.#reportProperties(node, anchor, tag);
    return { node, from, to: position, form, hasProperties };
  }

  /** Behind white space and comments, and behind what is the node's own of anchors and tags. */
  #startOf(from: number, hasProperties: boolean): number {
    let start = skipSeparation(this.#text, from);
    if (!hasProperties) return start;
    while (this.#text.startsWith("&", start) || this.#text.startsWith("!", start)) {
      start = skipSeparation(this.#text, endOfWord(this.#text, start));
    }
    return start;
  }

  #scalar({ position, tag, result }: Reading, start: number): YamlNode {
    const value = tag === "?" ? plainValue(result as string) : (result as string);
    return { kind: "scalar", start, end: trimEnd(this.#text, start, position), pointer: "", value };
  }

  #alias(start: number): YamlNode {
    const end = endOfWord(this.#text, start);
    const name = this.#text.slice(start + 1, end);
    this.#findings.add({ start, end }, "yaml-alias", { name });
    return { kind: "scalar", start, end, pointer: "", value: `*${name}` };
  }

  #collection({ kind, result, position }: Reading, start: number, base: number): YamlNode {
    const pieces = this.#pieces.slice(base);
    const opening = this.#text.charAt(start);
    // A map of block style may begin with a key of flow style.
    const isFlow = (opening === "[" || opening === "{") && pieces[0]?.node.start !== start;
    if (kind === "mapping") {
      return isFlow ? this.#collections.flowMap(pieces, start, position) : this.#collections.blockMap(pieces, start);
    }
    if (isFlow) {
      return { kind: "list", start, end: position, pointer: "", items: this.#collections.flowItems(pieces, start) };
    }
    const { length } = result as readonly unknown[];
    this.#count(length - pieces.length, start, position);
    const items = this.#collections.blockItems(pieces, start, length);
    return { kind: "list", start, end: items.at(-1)?.end ?? start, pointer: "", items };
  }

  /** `at`: where the last of them begins; `read`: how far the text has been read. */
  #count(more: number, at: number, read: number): void {
    this.#values += more;
    const { maxValues } = this.#limits;
    const limit = Math.min(maxValues, Math.floor(maxValues / shareAtOnce + read / shortestValue));
    if (this.#values > limit) throw refusal({ start: at, end: at }, "too-many-values", { limit, within: read });
  }

  #reportProperties(node: YamlNode, anchor: string | null, tag: string | null): void {
    if (anchor !== null) this.#findings.add(node, "yaml-anchor", { name: anchor });
    if (isExplicit(tag)) this.#findings.add(node, "yaml-tag", { tag });
  }
}

function isExplicit(tag: string | null): tag is string {
  return tag !== null && tag !== "?";
}

/** The first line that begins with a percent sign, in what stands before the content. */
export function refusalOfDirective(text: string, before: number): Refusal | null {
  const start = lineWith("%", text, 0, before);
  return start < 0 ? null : refusal({ start, end: start }, "yaml-directive", {});
}
