/** Goes through the tokens of an expression: what the parts of the parser share. */
import type { Argument, Binding, Shape, Syntax } from "./syntax.js";
import { maxDepth } from "./syntax.js";
import { Mistake, plainName, type Token } from "./tokens.js";
import { keywords, namesWithKeywords } from "./words.js";

export class Reader {
  private readonly list: readonly Token[];
  private at = 0;
  private nesting = 0;

  constructor(list: readonly Token[]) {
    this.list = list;
  }

  peek(ahead = 0): Token {
    return this.list[Math.min(this.at + ahead, this.list.length - 1)] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  /** Whether a symbol or keyword comes next. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === "symbol" || token.kind === "name") && token.text === text;
  }

  accept(text: string): boolean {
    const seen = this.sees(text);
    if (seen) this.at++;
    return seen;
  }

  expect(text: string): Token {
    if (!this.sees(text)) throw new Mistake(`'${text}' was expected`, this.peek().at);
    return this.next();
  }

  unexpected(): Mistake {
    const { kind, text, at } = this.peek();
    if (kind === "end") return new Mistake("something is missing at the end", at);
    if (kind === "symbol" && text === "==") return new Mistake("equality is a single '=' in FEEL", at);
    return new Mistake(`unexpected '${text}'`, at);
  }

  /**
   * A name of one word or several: words that stand beside each other can be nothing else, since FEEL has an operator or a keyword
   * between any two operands. Null when none comes next.
   */
  name(): string | null {
    const token = this.peek();
    if (token.kind === "quoted") {
      this.at++;
      return token.text;
    }
    if (token.kind !== "name") return null;
    const special = namesWithKeywords.find((words) => words.every((word, ahead) => this.sees(word, ahead)));
    if (special !== undefined) {
      this.at += special.length;
      return special.join(" ");
    }
    if (!this.isPart(false)) return null;
    const words: string[] = [];
    while (this.isPart(words.length > 0)) words.push(this.next().text);
    return plainName(words.join(" "));
  }

  /** Numbers may be part of a name, but not begin it. */
  private isPart(begun: boolean): boolean {
    const { kind, text } = this.peek();
    if (kind === "name") return !keywords.has(text) && !(text === "instance" && this.sees("of", 1));
    return begun && kind === "number" && /^\d+$/.test(text);
  }

  expectName(): string {
    const name = this.name();
    if (name === null) throw new Mistake("a name was expected", this.peek().at);
    return name;
  }

  /** A name where nothing but a name can stand, so that keywords are names too: behind a dot, and of an entry. */
  expectMember(): string {
    const { kind, text } = this.peek();
    return kind === "name" && keywords.has(text) ? this.next().text : this.expectName();
  }

  /** Reads something nested; the parser calls itself no deeper than this allows. */
  nested<Result>(read: () => Result): Result {
    this.nesting++;
    if (this.nesting > maxNesting) throw tooDeep(maxNesting, this.peek().at);
    const result = read();
    this.nesting--;
    return result;
  }

  node(at: number, shape: Shape): Syntax {
    // Each binding is gone through inside of the one before it.
    const own = "bindings" in shape ? shape.bindings.length : 0;
    let deepest = 0;
    let weight = 1;
    for (const part of partsOf(shape)) {
      deepest = Math.max(deepest, part.depth);
      weight += part.weight;
    }
    const depth = deepest + 1 + own;
    if (depth > maxDepth) throw tooDeep(maxDepth, at);
    return { at, depth, weight, ...shape };
  }
}

/** Of parentheses, lists and all else that the parser goes into. */
const maxNesting = 64;

function tooDeep(levels: number, at: number): Mistake {
  return new Mistake(`nested deeper than ${levels} levels`, at);
}

export function partsOf(shape: Shape): readonly Syntax[] {
  switch (shape.kind) {
    case "value":
    case "name":
      return [];
    case "list":
      return shape.items;
    case "context":
      return shape.entries.map(([, value]) => value);
    case "range":
      return [shape.low, shape.high].filter((end) => end !== null);
    case "logic":
      return shape.operands;
    case "compare":
    case "arithmetic":
      return [shape.left, shape.right];
    case "between":
      return [shape.operand, shape.low, shape.high];
    case "in":
      return [shape.operand, ...shape.tests];
    case "negate":
    case "instance":
      return [shape.operand];
    case "path":
      return [shape.target];
    case "filter":
      return [shape.target, shape.by];
    case "call":
      return [shape.callee, ...shape.arguments.map((argument: Argument) => argument.value)];
    case "if":
      return [shape.test, shape.then, shape.else];
    case "for":
      return [...shape.bindings.flatMap(endsOf), shape.result];
    case "quantified":
      return [...shape.bindings.flatMap(endsOf), shape.test];
    case "function":
      return [shape.body];
  }
}

function endsOf({ from, to }: Binding): readonly Syntax[] {
  return to === null ? [from] : [from, to];
}
