import type { Source, YamlScalar } from "./tree.js";

/** As much of a text as tells where it is; looking for long ones would take long. */
const enough = 32;
/** How many units a character may take where it is written, as in `\U0001F600`, and how many stand between lines, as for indentation. */
const unitsForOne = 10;
const unitsBetween = 1000;

/**
 * Where pieces of scalars stand in the document, asked for from the beginning of each to its end. What a text says is often as it is
 * written. Where quotes, escapes or line folding have changed it, each piece is looked for behind the one before it, and no further than it
 * can be; one that can't be found ends the search. So all pieces together take no longer than the text is.
 */
export class TextPlaces {
  readonly #source: Source;
  #node: YamlScalar | null = null;
  #written = "";
  /** Of the piece that was asked for last: in the scalar's text, and in what is written. */
  #index = 0;
  #at = 0;
  #isFound = true;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The offset in the document of what is `beyond` units behind `index` of the scalar's text; where that can't be told, of the scalar. */
  offsetOf(node: YamlScalar, index: number, beyond = 0): number {
    if (this.#node !== node) this.#begin(node);
    if (this.#isFound && index > this.#index) this.#goOn(String(node.value), index);
    if (!this.#isFound) return node.start;
    return node.start + Math.max(0, this.#at + index - this.#index) + beyond;
  }

  #begin(node: YamlScalar): void {
    this.#node = node;
    this.#written = this.#source.text.slice(node.start, node.end);
    this.#index = -1;
    this.#at = -1;
    this.#isFound = true;
  }

  /** Nothing is written shorter than it is. */
  #goOn(text: string, index: number): void {
    const behind = index - this.#index;
    const from = this.#at + behind;
    const near = this.#written.slice(from, from + behind * unitsForOne + unitsBetween);
    const piece = text.slice(index, index + enough);
    let at = near.indexOf(piece);
    // Its first word at least.
    if (at < 0) at = near.indexOf(/^\s*\S+/.exec(piece)?.[0] ?? piece);
    this.#isFound = at >= 0;
    this.#index = index;
    this.#at = from + at;
  }
}
