import type { LineIndex } from "@rb/ir";
import { type Comment, commentsIn } from "../yaml/comments.js";
import type { Source, YamlNode } from "../yaml/tree.js";

/** The comments of a document, each for the one thing that it stands above. */
export class Comments {
  readonly #text: string;
  readonly #lines: LineIndex;
  /** Those that nothing has taken, in the order of the text. */
  readonly #left: Set<Comment>;
  /** Those that have a line to themselves, by its number. */
  readonly #alone: ReadonlyMap<number, Comment>;

  constructor({ text, lines }: Source, root: YamlNode) {
    this.#text = text;
    this.#lines = lines;
    const all = commentsIn(text, root);
    this.#left = new Set(all);
    this.#alone = new Map(all.filter((one) => this.#isAlone(one)).map((one) => [this.#lineOf(one.start), one]));
  }

  /** What stands before this offset, with lines to itself. */
  before(offset: number): string | undefined {
    return this.#take([...this.#alone.values()].filter(({ start }) => start < offset));
  }

  /** What stands in the lines right above the one of this offset. */
  above(offset: number): string | undefined {
    const found: Comment[] = [];
    let line = this.#lineOf(offset) - 1;
    for (let one = this.#alone.get(line); one !== undefined; one = this.#alone.get(--line)) found.push(one);
    return this.#take(found.reverse());
  }

  /** The first that nothing has taken. */
  get lost(): Comment | undefined {
    return this.#left.values().next().value;
  }

  #take(comments: readonly Comment[]): string | undefined {
    const own = comments.filter((one) => this.#left.delete(one));
    // Without their first sign, which the library writes.
    return own.length === 0
      ? undefined
      : own.map(({ start, end }) => this.#text.slice(start + 1, end).trimEnd()).join("\n");
  }

  #lineOf(offset: number): number {
    return this.#lines.positionAt(offset).line;
  }

  #isAlone({ start }: Comment): boolean {
    const { column } = this.#lines.positionAt(start);
    return this.#text.slice(start - column + 1, start).trim() === "";
  }
}
