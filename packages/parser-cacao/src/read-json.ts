/**
 * Reads JSON (RFC 8259) strictly and keeps positions.
 *
 * `JSON.parse` takes the last of two equal names, makes 1e400 infinite, lets half a surrogate pass, reorders names that look
 * like numbers, and tells no position; a playbook is signed and approved by people, so it must not read differently here and
 * there. One pass of our own refuses all that (I-JSON, RFC 7493) and costs about as much as parsing and asking a schema.
 * It recurses, so nesting is bounded before anything else.
 */
import type { ArrayTree, JsonTree, ObjectTree } from "./json-tree.js";
import { type Members, OpenMembers } from "./members.js";

export type JsonProblem =
  | { readonly reason: "empty-document" }
  | { readonly reason: "not-text"; readonly unit: number }
  | { readonly reason: "too-large"; readonly bytes: number; readonly limit: number }
  | { readonly reason: "too-deep"; readonly limit: number }
  | { readonly reason: "json-syntax"; readonly expected: string; readonly found: string }
  | { readonly reason: "duplicate-key"; readonly name: string; readonly first: number }
  | { readonly reason: "lone-surrogate" }
  | { readonly reason: "number-range"; readonly text: string }
  | { readonly reason: "number-precision"; readonly text: string; readonly read: number };

export type PlacedProblem = JsonProblem & { readonly offset: number };

export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export interface ReadJson {
  /** Null when the text isn't JSON. */
  readonly tree: JsonTree | null;
  readonly problems: readonly PlacedProblem[];
}

/** Whatever limit a caller sets, recursion stays far from the end of the stack. */
const deepest = 1000;

export function readJson(text: string, limits: JsonLimits): ReadJson {
  const bytes = utf8Length(text, limits.maxBytes);
  if (bytes > limits.maxBytes) return refused({ reason: "too-large", bytes, limit: limits.maxBytes, offset: 0 });
  const reader = new Reader(text, Math.min(limits.maxDepth, deepest));
  return reader.read();
}

function refused(problem: PlacedProblem): ReadJson {
  return { tree: null, problems: [problem] };
}

/** Counts exactly only where the answer could matter. */
function utf8Length(text: string, enough: number): number {
  if (text.length > enough || text.length * 3 <= enough) return text.length;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}

class Stop extends Error {
  readonly problem: PlacedProblem;
  constructor(problem: PlacedProblem) {
    super(problem.reason);
    this.problem = problem;
  }
}

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(.|$))/gs;
const loneSurrogate = /\p{Surrogate}/u;

type Parent = ObjectTree | ArrayTree | null;

const noMembers: Members = new Map();
const noItems: readonly JsonTree[] = [];

class Reader {
  private at = 0;
  private readonly problems: PlacedProblem[] = [];
  private readonly text: string;
  private readonly maxDepth: number;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  read(): ReadJson {
    try {
      const lone = loneSurrogate.exec(this.text);
      if (lone !== null) this.problems.push({ reason: "lone-surrogate", offset: lone.index });
      if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
      this.skipSpace();
      if (this.at >= this.text.length) return refused({ reason: "empty-document", offset: 0 });
      const tree = this.value(null, null, this.at, 1);
      this.skipSpace();
      if (this.at < this.text.length) this.fail("the end of the document");
      return { tree, problems: this.problems };
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      return { tree: null, problems: [...this.problems, stop.problem] };
    }
  }

  private value(parent: Parent, key: string | number | null, keyStart: number, depth: number): JsonTree {
    const start = this.at;
    const unit = this.text.charCodeAt(start);
    if (unit === 0x22) {
      const value = this.string();
      return { kind: "string", value, start, end: this.at, parent, key, keyStart };
    }
    if (unit === 0x7b || unit === 0x5b) {
      if (depth > this.maxDepth) throw new Stop({ reason: "too-deep", limit: this.maxDepth, offset: start });
      return unit === 0x7b ? this.object(parent, key, keyStart, depth) : this.array(parent, key, keyStart, depth);
    }
    if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) {
      const value = this.number();
      return { kind: "number", value, start, end: this.at, parent, key, keyStart };
    }
    if (this.word("true")) return { kind: "boolean", value: true, start, end: this.at, parent, key, keyStart };
    if (this.word("false")) return { kind: "boolean", value: false, start, end: this.at, parent, key, keyStart };
    if (this.word("null")) return { kind: "null", value: null, start, end: this.at, parent, key, keyStart };
    return this.fail("a value");
  }

  private object(parent: Parent, key: string | number | null, keyStart: number, depth: number): ObjectTree {
    const tree = {
      kind: "object" as const,
      members: noMembers,
      start: this.at,
      end: 0,
      parent,
      key,
      keyStart,
      pointer: undefined,
    };
    const members = new OpenMembers();
    this.at++;
    this.skipSpace();
    if (!this.symbol(0x7d)) {
      do {
        this.skipSpace();
        const nameStart = this.at;
        if (this.text.charCodeAt(nameStart) !== 0x22) this.fail("a member's name in double quotes");
        const name = this.string();
        this.skipSpace();
        if (!this.symbol(0x3a)) this.fail("':'");
        this.skipSpace();
        const value = this.value(tree, name, nameStart, depth + 1);
        const first = members.get(name);
        if (first === undefined) members.add(value);
        else this.problems.push({ reason: "duplicate-key", name, first: first.keyStart, offset: nameStart });
        this.skipSpace();
      } while (this.symbol(0x2c));
      if (!this.symbol(0x7d)) this.fail("',' or '}'");
    }
    tree.end = this.at;
    tree.members = members.close();
    return tree;
  }

  private array(parent: Parent, key: string | number | null, keyStart: number, depth: number): ArrayTree {
    const tree = {
      kind: "array" as const,
      items: noItems,
      start: this.at,
      end: 0,
      parent,
      key,
      keyStart,
      pointer: undefined,
    };
    const items: JsonTree[] = [];
    this.at++;
    this.skipSpace();
    if (!this.symbol(0x5d)) {
      do {
        this.skipSpace();
        items.push(this.value(tree, items.length, this.at, depth + 1));
        this.skipSpace();
      } while (this.symbol(0x2c));
      if (!this.symbol(0x5d)) this.fail("',' or ']'");
    }
    tree.end = this.at;
    // As with members: no more room than that takes.
    tree.items = items.slice();
    return tree;
  }

  private string(): string {
    const { text } = this;
    const start = this.at;
    let escaped = false;
    let i = start + 1;
    for (; ; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0x22) break;
      if (unit === 0x5c) {
        escaped = true;
        i++;
      } else if (!(unit >= 0x20)) {
        this.at = Math.min(i, text.length);
        this.fail(i >= text.length ? "the closing '\"' of this string" : "an escape in place of a control character");
      }
    }
    this.at = i + 1;
    return escaped ? this.unescape(start, i + 1) : text.slice(start + 1, i);
  }

  private unescape(start: number, end: number): string {
    const raw = this.text.slice(start, end);
    for (const match of raw.matchAll(escapePattern)) {
      if (match[1] === undefined) continue;
      this.at = start + match.index;
      this.fail('one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX');
    }
    const value = JSON.parse(raw) as string;
    if (loneSurrogate.test(value)) this.problems.push({ reason: "lone-surrogate", offset: start });
    return value;
  }

  private number(): number {
    numberPattern.lastIndex = this.at;
    const text = numberPattern.exec(this.text)?.[0];
    if (text === undefined) return this.fail("a number");
    const value = Number(text);
    const offset = this.at;
    if (!Number.isFinite(value)) this.problems.push({ reason: "number-range", text, offset });
    else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.problems.push({ reason: "number-precision", text, read: value, offset });
    }
    this.at += text.length;
    return value;
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private symbol(unit: number): boolean {
    if (this.text.charCodeAt(this.at) !== unit) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    const { text } = this;
    let { at } = this;
    for (; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) break;
    }
    this.at = at;
  }

  private fail(expected: string): never {
    const offset = this.at;
    const unit = this.text.charCodeAt(offset);
    // No text file holds these; a document with them in its syntax is a picture, an archive, or UTF-16.
    if ((unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) || unit === 0xfffd) {
      throw new Stop({ reason: "not-text", unit, offset });
    }
    throw new Stop({ reason: "json-syntax", expected, found: this.describe(offset), offset });
  }

  private describe(offset: number): string {
    const point = this.text.codePointAt(offset);
    if (point === undefined) return "the end of the document";
    return point <= 0x20
      ? `U+${point.toString(16).toUpperCase().padStart(4, "0")}`
      : `'${String.fromCodePoint(point)}'`;
  }
}
