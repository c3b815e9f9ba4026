/**
 * Expressions of workflows, as JSONata: a recursive descent over one token at a time. Chains of operators are read in a loop, and what is
 * written is as flat as what is read, so only brackets nest. Values are of any type; where the two languages differ about that (what counts
 * as true, what equals nothing, what can be added) a function of ours is called.
 */
import { member } from "../native-text.js";
import { functions } from "./functions.js";
import type { Names } from "./names.js";
import { compared, flat, holds, inPath, type Link, type Operand, orders, tests, type Written } from "./operands.js";
import { type Malformed, refusalOf } from "./refusal.js";
import { type Token, tokenAt } from "./tokens.js";

const deepest = 16;

/** What `names` doesn't know is reported by it, and is null. */
export function translate(source: string, names: Names): Written | Malformed {
  const problem = refusalOf(source);
  if (problem !== null) return problem;
  try {
    return new Translator(source, names).whole();
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message, offset: error.offset };
    throw error;
  }
}

class Unreadable extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class Translator {
  readonly #source: string;
  readonly #names: Names;
  #token: Token;
  #depth = 0;

  constructor(source: string, names: Names) {
    this.#source = source;
    this.#names = names;
    this.#token = this.#read(0);
  }

  whole(): Written {
    if (this.#isOver()) throw new Unreadable("there is nothing in it", 0);
    const written = this.#choice();
    if (!this.#isOver()) throw this.#unexpected();
    return written;
  }

  #choice(): Operand {
    return this.#inside(() => {
      const condition = this.#either();
      if (!this.#takes("?")) return condition;
      const yes = this.#isAt(":") ? condition : this.#choice();
      this.#expects(":");
      const no = this.#choice();
      const isBoolean = yes.isBoolean && no.isBoolean;
      return { text: `(${holds(condition)} ? ${yes.text} : ${no.text})`, isBoolean };
    });
  }

  #inside(read: () => Operand): Operand {
    this.#depth++;
    if (this.#depth > deepest) throw new Unreadable(`it is nested more than ${deepest} levels deep`, this.#token.start);
    const operand = read();
    this.#depth--;
    return operand;
  }

  #either(): Operand {
    return this.#joined(() => this.#joined(() => this.#comparison(), ["&&", "and"], " and "), ["||", "or"], " or ");
  }

  #joined(next: () => Operand, signs: readonly string[], word: string): Operand {
    const first = next();
    const operands = [first];
    while (signs.includes(this.#operator())) {
      this.#advance();
      operands.push(next());
    }
    return operands.length === 1 ? first : { text: `(${operands.map(holds).join(word)})`, isBoolean: true };
  }

  #comparison(): Operand {
    let left = this.#sum();
    for (;;) {
      const isNegated = this.#operator() === "not" && this.#takesNot();
      const sign = this.#operator();
      const isTest = Object.hasOwn(tests, sign);
      if (!isTest && !orders.has(sign)) return left;
      this.#advance();
      const right = this.#sum();
      const test = isTest ? tests[sign] : undefined;
      if (test === undefined) left = { text: compared(left, sign, right), isBoolean: true };
      // Null where the values don't fit.
      else left = { text: test(left.text, right.text), isBoolean: false };
      if (isNegated) left = { text: `$not(${holds(left)})`, isBoolean: true };
    }
  }

  #sum(): Operand {
    const { first, rest } = this.#chain(() => this.#product(), ["+", "-"]);
    if (rest.length === 0) return first;
    const operands = [first, ...rest.map(({ operand }) => operand)];
    if (rest.every(({ sign }) => sign === "+"))
      return { text: `$add(${operands.map(({ text }) => text).join(", ")})`, isBoolean: false };
    return flat(first, rest);
  }

  #product(): Operand {
    const { first, rest } = this.#chain(() => this.#prefixed(), ["*", "/", "%"]);
    return rest.length === 0 ? first : flat(first, rest);
  }

  #chain(next: () => Operand, signs: readonly string[]): { readonly first: Operand; readonly rest: readonly Link[] } {
    const first = next();
    const rest: Link[] = [];
    for (let sign = this.#operator(); signs.includes(sign); sign = this.#operator()) {
      this.#advance();
      rest.push({ sign, operand: next() });
    }
    return { first, rest };
  }

  #prefixed(): Operand {
    let isNegated: boolean | undefined;
    while (this.#operator() === "!" || this.#operator() === "not") {
      this.#advance();
      isNegated = isNegated !== true;
    }
    if (isNegated !== undefined) {
      const inner = holds(this.#prefixed());
      return { text: isNegated ? `$not(${inner})` : inner, isBoolean: true };
    }
    if (!this.#takes("-")) return this.#power();
    return { text: `(-${this.#power().text})`, isBoolean: false };
  }

  /** The last one first: 2 ** 3 ** 2 is 512. */
  #power(): Operand {
    const operands = [this.#given()];
    while (this.#takes("**") || this.#takes("^")) operands.push(this.#given());
    return operands.reduceRight((exponent, base) => ({
      text: `$power(${base.text}, ${exponent.text})`,
      isBoolean: false,
    }));
  }

  /** The first that there is. */
  #given(): Operand {
    const operands = [this.#operand()];
    while (this.#takes("??")) operands.push(this.#operand());
    const [only, second] = operands;
    if (only !== undefined && second === undefined) return only;
    return { text: `$given(${operands.map(({ text }) => text).join(", ")})`, isBoolean: false };
  }

  /** Behind an operator, a prefix goes with what comes after it, however tight that operator is. */
  #operand(): Operand {
    return ["!", "not", "-"].includes(this.#operator()) ? this.#inside(() => this.#prefixed()) : this.#path();
  }

  #path(): Operand {
    let operand = this.#primary();
    for (;;) {
      const isOptional = this.#takes("?.");
      if (!this.#isAt("[") && (isOptional || this.#takes(".")))
        operand = { text: inPath(operand) + member(this.#name()), isBoolean: false };
      else if (this.#takes("[")) {
        const written = this.#token.text;
        const index = this.#choice();
        const isName = index.literal === "text";
        const text = isName ? inPath(operand) + member(written) : `$at(${operand.text}, ${index.text})`;
        operand = { text, isBoolean: false };
        this.#expects("]");
      } else return operand;
    }
  }

  #primary(): Operand {
    const token = this.#token;
    switch (token.kind) {
      case "number":
        this.#advance();
        return { text: String(Number(token.text)), isBoolean: false, literal: "other" };
      case "text":
        this.#advance();
        return { text: JSON.stringify(token.text), isBoolean: false, literal: "text" };
      case "name":
        return this.#named(token);
      case "sign":
        return this.#bracketed();
      case "end":
        throw this.#unexpected();
    }
  }

  #bracketed(): Operand {
    if (this.#takes("(")) {
      const inner = this.#choice();
      this.#expects(")");
      return inner;
    }
    if (!this.#takes("[")) throw this.#unexpected();
    const items = this.#list("]");
    return { text: `[${items.map(({ text }) => text).join(", ")}]`, isBoolean: false };
  }

  #list(close: string): readonly Operand[] {
    const items: Operand[] = [];
    if (this.#takes(close)) return items;
    do items.push(this.#choice());
    while (this.#takes(","));
    this.#expects(close);
    return items;
  }

  #named(token: Token): Operand {
    if (token.text === "true" || token.text === "false") {
      this.#advance();
      return { text: token.text, isBoolean: true, literal: "other" };
    }
    if (token.text === "nil" || token.text === "null") {
      this.#advance();
      return { text: "null", isBoolean: false, literal: "null" };
    }
    if (this.#source[token.end] === "(") return this.#call(token);
    const found = this.#names.find(this.#source, token);
    this.#token = this.#read(found.end);
    return { text: found.text, isBoolean: false };
  }

  #call(token: Token): Operand {
    const called = Object.hasOwn(functions, token.text) ? functions[token.text] : undefined;
    if (called === undefined)
      throw new Unreadable(
        `there is no function '${token.text}'; there are ${Object.keys(functions).join(", ")}`,
        token.start,
      );
    this.#advance();
    this.#expects("(");
    const values = this.#list(")");
    if (values.length !== called.takes) {
      const count = called.takes === 1 ? "one value" : `${called.takes} values`;
      throw new Unreadable(`'${token.text}' takes ${count}`, token.start);
    }
    return { text: called.written(...values.map(({ text }) => text)), isBoolean: false };
  }

  /** Only in front of a test it is a part of that: `a not in b`. */
  #takesNot(): boolean {
    const next = tokenAt(this.#source, this.#token.end);
    if (next === null || !Object.hasOwn(tests, next.text)) throw this.#unexpected();
    this.#advance();
    return true;
  }

  #isAt(sign: string): boolean {
    return this.#token.kind === "sign" && this.#token.text === sign;
  }

  #name(): string {
    const { kind, text } = this.#token;
    if (kind !== "name") throw this.#unexpected();
    this.#advance();
    return text;
  }

  #isOver(): boolean {
    return this.#token.kind === "end";
  }

  /** A sign, or a word that may be an operator. */
  #operator(): string {
    const { kind, text } = this.#token;
    return kind === "sign" || kind === "name" ? text : "";
  }

  #takes(sign: string): boolean {
    if (!this.#isAt(sign)) return false;
    this.#advance();
    return true;
  }

  #expects(sign: string): void {
    if (!this.#takes(sign)) throw this.#unexpected(`, where '${sign}' should be`);
  }

  #advance(): void {
    this.#token = this.#read(this.#token.end);
  }

  #read(from: number): Token {
    const token = tokenAt(this.#source, from);
    if (token === null) throw new Unreadable("something in it can't be read", from);
    return token;
  }

  #unexpected(instead = ""): Unreadable {
    const { kind, text, start } = this.#token;
    return new Unreadable(
      kind === "end" ? `it ends too early${instead}` : `'${text}' can't stand here${instead}`,
      start,
    );
  }
}
