/** The words and signs of an expression, one after the other, and what can be told by looking at the next two. */
import type { Token } from "./tokens.js";

export interface Problem {
  /** A sentence without its end. */
  readonly problem: string;
  /** In the text. */
  readonly offset: number;
}

/** Thrown where an expression stops making sense, and caught before anybody else sees it. */
export class Wrong extends Error {
  readonly problem: Problem;
  constructor(problem: string, offset: number) {
    super(problem);
    this.problem = { problem, offset };
  }
}

/** Where the reader of an expression is. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Whether this sign comes next; it is taken then. */
  has(sign: string): boolean {
    if (this.peek().kind !== "sign" || this.peek().text !== sign) return false;
    this.#at++;
    return true;
  }

  expect(sign: string): void {
    const { kind, text, offset } = this.peek();
    if (!this.has(sign))
      throw new Wrong(`${kind === "end" ? "its end" : `'${text}'`} stands where '${sign}' should`, offset);
  }

  /** Untakes a token. */
  back(): void {
    this.#at--;
  }

  /** Takes this sign where a name stands behind it. */
  hasBeforeName(sign: string): boolean {
    const next = this.#tokens[this.#at + 1];
    return (next?.kind === "name" || next?.quoted !== undefined) && this.has(sign);
  }

  name(missing: string): string {
    const { kind, text, offset, quoted } = this.take();
    const name = kind === "name" ? text : quoted;
    if (name === undefined) throw new Wrong(missing, offset);
    if (name.includes("`")) throw new Wrong("a name can't have a backtick in it", offset);
    return name;
  }

  /** Behind `[`: whether it is an index, a slice, `*`, a condition or nothing, and no list of expressions. */
  isBracketOfItem(): boolean {
    const [{ kind, text }, next] = [this.peek(), this.#tokens[this.#at + 1]];
    if (kind === "sign") return text === "]" || text === "?" || text === ":" || (text === "*" && next?.text === "]");
    return kind === "value" && isIndex(text) && (next?.text === "]" || next?.text === ":");
  }

  /** Whether `[]` comes next. */
  isFlatten(): boolean {
    const [token, next] = [this.peek(), this.#tokens[this.#at + 1]];
    return token.kind === "sign" && token.text === "[" && next?.kind === "sign" && next.text === "]";
  }

  /** `1`, or `1:3:2`, any of them absent. */
  bounds(): readonly (string | null)[] {
    const bounds: (string | null)[] = [];
    do {
      const { kind, text, offset } = this.peek();
      if (kind !== "value") bounds.push(null);
      else if (isIndex(text)) bounds.push(this.take().text);
      else throw new Wrong("a slice has whole numbers", offset);
    } while (this.has(":"));
    return bounds;
  }
}

function isIndex(text: string): boolean {
  return /^-?\d{1,9}$/.test(text);
}
