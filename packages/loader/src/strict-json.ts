/**
 * JSON as it has to be for interchange (RFC 8259 and I-JSON, RFC 7493): no duplicate names, no lone surrogates, no numbers outside
 * of double precision, a bound on nesting; and the place of every value, for messages.
 */
import { createLineIndex, type Json, type Position } from "@rb/ir";

/** A JSON text that was read. */
export interface JsonDocument {
  readonly value: Json;
  /** Where the value at a JSON Pointer begins. */
  readonly at: (pointer: string) => Position;
}

/** The first mistake of a text that is no such JSON, as the rest of a sentence. */
export interface JsonProblem {
  readonly problem: string;
  readonly pointer: string;
  readonly at: Position;
}

/** Reads a text strictly; the first mistake ends it. */
export function readJson(text: string, maxDepth: number): JsonDocument | JsonProblem {
  const reader = new Reader(text, maxDepth);
  const { positionAt } = createLineIndex(text);
  try {
    const value = reader.document();
    return { value, at: (pointer) => positionAt(reader.places.get(pointer) ?? 0) };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { problem: error.message, pointer: reader.pointer(), at: positionAt(error.offset) };
  }
}

/** Whether a whole number is read as the one that is written, or written as this language writes the one that is read. */
function isExact(text: string, value: number): boolean {
  return (
    Number.isSafeInteger(value) || !/^-?\d+$/.test(text) || String(value) === text || BigInt(text) === BigInt(value)
  );
}

/** Never leaves this file: unwinds the reader at the first mistake. */
class Mistake extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\p{Cc}]+/uy;
const LONE_SURROGATE = /\p{Cs}/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const WORDS: readonly (readonly [string, Json])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Reader {
  readonly places: Map<string, number> = new Map();
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #path: string[] = [];
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  pointer(): string {
    return this.#path.join("");
  }

  document(): Json {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const value = this.#value();
    this.#blank();
    if (this.#at < this.#text.length) throw new Mistake("there is text after its end", this.#at);
    return value;
  }

  #value(): Json {
    this.#blank();
    this.places.set(this.pointer(), this.#at);
    const character = this.#text[this.#at];
    if (character === "{") return this.#object();
    if (character === "[") return this.#list();
    if (character === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #object(): Json {
    const members: [string, Json][] = [];
    const seen = new Set<string>();
    this.#enter();
    if (!this.#ends("}")) {
      do {
        this.#blank();
        const start = this.#at;
        if (this.#text[start] !== '"') throw new Mistake("a member needs a name in double quotes", start);
        const name = this.#string();
        if (seen.has(name)) throw new Mistake(`the member '${name}' is there twice`, start);
        seen.add(name);
        this.#blank();
        if (this.#text[this.#at] !== ":") throw new Mistake("a ':' is missing after the name of a member", this.#at);
        this.#at++;
        members.push([name, this.#inside(name)]);
      } while (this.#goesOn("}"));
    }
    // `fromEntries` defines own members, so that `__proto__` is a name like any other.
    return Object.fromEntries(members);
  }

  #list(): Json {
    const items: Json[] = [];
    this.#enter();
    if (!this.#ends("]")) {
      do items.push(this.#inside(String(items.length)));
      while (this.#goesOn("]"));
    }
    return items;
  }

  #inside(name: string): Json {
    this.#path.push(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    const value = this.#value();
    this.#path.pop();
    return value;
  }

  #enter(): void {
    if (this.#path.length >= this.#maxDepth) {
      throw new Mistake(`it is nested more than ${this.#maxDepth} levels deep`, this.#at);
    }
    this.#at++;
  }

  #ends(close: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== close) return false;
    this.#at++;
    return true;
  }

  #goesOn(close: string): boolean {
    this.#blank();
    const character = this.#text[this.#at];
    if (character !== "," && character !== close) {
      throw new Mistake(character === undefined ? "it ends too early" : `a ',' or '${close}' is missing`, this.#at);
    }
    this.#at++;
    return character === ",";
  }

  #string(): string {
    const start = this.#at++;
    let value = "";
    while (this.#text[this.#at] !== '"') {
      PLAIN.lastIndex = this.#at;
      const plain = PLAIN.exec(this.#text);
      if (plain !== null) {
        value += plain[0];
        this.#at = PLAIN.lastIndex;
      } else if (this.#text[this.#at] === "\\") value += this.#escape();
      else if (this.#at >= this.#text.length) throw new Mistake("a string is not closed", start);
      // DEL and the C1 controls are allowed, the others have to be escaped.
      else if (this.#text.charCodeAt(this.#at) >= 0x7f) value += this.#text[this.#at++];
      else throw new Mistake("a string contains a control character; write it as an escape", this.#at);
    }
    this.#at++;
    if (LONE_SURROGATE.test(value)) throw new Mistake("a string contains half of a surrogate pair", start);
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? "";
    const simple = ESCAPES.get(letter);
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (letter !== "u" || !/^[\dA-Fa-f]{4}$/.test(digits)) throw new Mistake("an escape is not valid", this.#at);
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (found === null) {
      throw new Mistake(
        this.#at >= this.#text.length ? "it ends too early" : "a value is missing or not valid",
        this.#at,
      );
    }
    const value = Number(found[0]);
    if (!Number.isFinite(value)) throw new Mistake(`the number ${found[0]} is too large`, this.#at);
    if (!isExact(found[0], value))
      throw new Mistake(
        `the number ${found[0]} has more digits than every reader keeps: this one takes it for ${value}`,
        this.#at,
      );
    this.#at = NUMBER.lastIndex;
    return value;
  }

  #blank(): void {
    const blank = /[ \t\r\n]*/y;
    blank.lastIndex = this.#at;
    blank.exec(this.#text);
    this.#at = blank.lastIndex;
  }
}
