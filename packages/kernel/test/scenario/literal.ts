/**
 * The short form of data in scenarios: JSON without quotes around words, and a sign for what the graph says with an object.
 *
 *   $x.y      the variable x, its member y        `x = 1`   an expression of the test language
 *   @ @a.b    what has just arrived, a member      =5        a value given as JSON
 *   ?why      a missing guard                      %why      an unknown (in inputs)
 */
import type { Json } from "@rb/ir";
import { expr } from "../build.js";

export class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `a: 1, b: [x, y]` up to the end of the text. */
  pairs(): Record<string, Json> {
    const object = this.#members("");
    if (!this.#isDone()) throw new Error(`not understood from '${this.#text.slice(this.#at)}' in '${this.#text}'`);
    return object;
  }

  /** One value, up to the end of the text. */
  whole(): Json {
    const json = this.value();
    if (!this.#isDone()) throw new Error(`not understood from '${this.#text.slice(this.#at)}' in '${this.#text}'`);
    return json;
  }

  value(): Json {
    const sign = this.#peek();
    switch (sign) {
      case "{": {
        this.#at += 1;
        const object = this.#members("}");
        this.#skip("}");
        return object;
      }
      case "[":
        return this.#list();
      case '"':
        return this.#quoted();
      case "`": {
        const end = this.#text.indexOf("`", this.#at + 1);
        const text = this.#text.slice(this.#at + 1, end);
        this.#at = end + 1;
        return { expr: expr(text) as unknown as Json };
      }
      case "=":
        this.#at += 1;
        return { json: this.value() };
      case "$": {
        const [variable = "", ...path] = this.#word().slice(1).split(".");
        return path.length === 0 ? { variable } : { variable, path };
      }
      case "@": {
        const path = this.#word().slice(1);
        return { result: path === "" ? [] : path.split(".") };
      }
      case "?":
        return { unspecified: this.#word().slice(1) };
      case "%":
        return { unknown: this.#word().slice(1) };
      default:
        return plain(this.#word());
    }
  }

  #members(close: string): Record<string, Json> {
    const object: Record<string, Json> = {};
    while (!this.#isDone() && this.#peek() !== close) {
      const key = this.#peek() === '"' ? this.#quoted() : this.#word();
      this.#skip(":");
      object[key] = this.value();
      if (this.#peek() === ",") this.#skip(",");
    }
    return object;
  }

  #list(): Json {
    const items: Json[] = [];
    this.#skip("[");
    while (this.#peek() !== "]") {
      items.push(this.value());
      if (this.#peek() === ",") this.#skip(",");
    }
    this.#skip("]");
    return items;
  }

  #quoted(): string {
    const end = /^"(?:[^"\\]|\\.)*"/.exec(this.#text.slice(this.#at))?.[0] ?? "";
    this.#at += end.length;
    return JSON.parse(end) as string;
  }

  #word(): string {
    this.#peek();
    const word = /^(?:[^\s,:[\]{}]|:(?=[^\s]))+/.exec(this.#text.slice(this.#at))?.[0];
    if (word === undefined) throw new Error(`a word is missing at '${this.#text.slice(this.#at)}' in '${this.#text}'`);
    this.#at += word.length;
    return word;
  }

  #peek(): string {
    while (this.#text[this.#at] === " ") this.#at += 1;
    return this.#text[this.#at] ?? "";
  }

  #skip(sign: string): void {
    if (this.#peek() !== sign)
      throw new Error(`'${sign}' is missing at '${this.#text.slice(this.#at)}' in '${this.#text}'`);
    this.#at += 1;
  }

  #isDone(): boolean {
    return this.#peek() === "";
  }
}

function plain(word: string): Json {
  return /^(?:true|false|null|-?\d+(?:\.\d+)?(?:e\d+)?)$/.test(word) ? (JSON.parse(word) as Json) : word;
}
