/**
 * A Pratt parser that builds closures. The grammar is the part of the unified expression language that conditions are
 * written in: literals, paths, comparisons, logic, arithmetic and a fixed table of methods. It has no way to name anything
 * of the host: a name is a variable, a member is an own member of a JSON value, a method is a row of `methods`.
 */
import { EvaluationError, type Json } from "@rb/ir";
import { type Method, methods } from "./methods.js";
import type { Run } from "./run.js";
import { SyntaxMistake, type Token, tokens } from "./tokens.js";
import { add, arithmetic, equal, isEmpty, member, numeric, type Operator, order, truth } from "./values.js";

type Evaluate = (run: Run) => Json;

export interface Expression {
  readonly evaluate: Evaluate;
  readonly reads: readonly string[];
}

const maxDepth = 64;
/** What stands in a row is evaluated one inside of the other, so a long row takes as much of the stack as deep nesting. */
const maxLinks = 1000;

interface Infix {
  readonly binds: number;
  readonly make: (left: Evaluate, right: Evaluate) => Evaluate;
}

const both = (operator: Operator): Infix["make"] => {
  return (left, right) => (run) => operator(left(run), right(run), run);
};
const or: Infix = { binds: 1, make: (left, right) => (run) => truth(left(run)) || truth(right(run)) };
const and: Infix = { binds: 2, make: (left, right) => (run) => truth(left(run)) && truth(right(run)) };
const equals: Infix = { binds: 3, make: both(equal) };
const differs: Infix = { binds: 3, make: both((left, right, run) => !equal(left, right, run)) };
const less: Infix = { binds: 4, make: both((left, right, run) => order(left, right, run) < 0) };
const lessOrEqual: Infix = { binds: 4, make: both((left, right, run) => order(left, right, run) <= 0) };
const greater: Infix = { binds: 4, make: both((left, right, run) => order(left, right, run) > 0) };
const greaterOrEqual: Infix = { binds: 4, make: both((left, right, run) => order(left, right, run) >= 0) };
const divide: Infix = { binds: 6, make: both(arithmetic("/", (left, right) => left / right)) };
const remainder: Infix = { binds: 6, make: both(arithmetic("%", (left, right) => left % right)) };
const prefixBinds = 7;

const infixes: ReadonlyMap<string, Infix> = new Map([
  ["||", or],
  ["or", or],
  ["&&", and],
  ["and", and],
  ["==", equals],
  ["eq", equals],
  ["!=", differs],
  ["ne", differs],
  ["<", less],
  ["lt", less],
  ["<=", lessOrEqual],
  ["le", lessOrEqual],
  [">", greater],
  ["gt", greater],
  [">=", greaterOrEqual],
  ["ge", greaterOrEqual],
  ["+", { binds: 5, make: both(add) }],
  ["-", { binds: 5, make: both(arithmetic("-", (left, right) => left - right)) }],
  ["*", { binds: 6, make: both(arithmetic("*", (left, right) => left * right)) }],
  ["/", divide],
  ["div", divide],
  ["%", remainder],
  ["mod", remainder],
]);

const prefixes: ReadonlyMap<string, (operand: Evaluate) => Evaluate> = new Map([
  ["!", negation],
  ["not", negation],
  [
    "empty",
    (operand: Evaluate): Evaluate =>
      (run) =>
        isEmpty(operand(run), run),
  ],
  [
    "-",
    (operand: Evaluate): Evaluate =>
      (run) =>
        -numeric(operand(run), "-"),
  ],
]);

function negation(operand: Evaluate): Evaluate {
  return (run) => !truth(operand(run));
}

const literals: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** What can be asked of `execution`, about the value of a variable that may not be there. */
const questions: ReadonlyMap<string, (value: Json | undefined) => Json> = new Map([
  ["getVariable", (value: Json | undefined): Json => value ?? null],
  ["hasVariable", (value: Json | undefined): Json => value !== undefined],
]);

/** Throws `SyntaxMistake`. */
export function parseExpression(text: string, from: number, to: number): Expression {
  const parser = new Parser(tokens(text, from, to));
  const evaluate = parser.expression(0, 0);
  parser.expectEnd();
  return { evaluate, reads: [...parser.reads] };
}

class Parser {
  readonly reads: Set<string> = new Set();
  private readonly list: readonly Token[];
  private at = 0;
  private links = 0;

  constructor(list: readonly Token[]) {
    this.list = list;
  }

  expression(minimum: number, depth: number): Evaluate {
    if (depth > maxDepth) throw new SyntaxMistake(`nested deeper than ${maxDepth} levels`, this.peek().offset);
    let left = this.postfix(this.operand(depth), depth);
    for (;;) {
      const infix = infixes.get(this.word() ?? "");
      if (infix === undefined || infix.binds <= minimum) return minimum === 0 ? this.choice(left, depth) : left;
      this.at++;
      this.link();
      left = infix.make(left, this.expression(infix.binds, depth + 1));
    }
  }

  /** `test ? one : other`, which binds less than anything else. */
  private choice(test: Evaluate, depth: number): Evaluate {
    if (!this.accept("?")) return test;
    const one = this.expression(0, depth + 1);
    this.expect(":");
    const other = this.expression(0, depth + 1);
    return (run) => (truth(test(run)) ? one(run) : other(run));
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.unexpected();
  }

  private operand(depth: number): Evaluate {
    const token = this.peek();
    const word = this.word();
    const prefix = word === null ? undefined : prefixes.get(word);
    if (prefix !== undefined) {
      this.at++;
      return prefix(this.expression(prefixBinds, depth + 1));
    }
    if (word === "(") {
      this.at++;
      const inner = this.expression(0, depth + 1);
      this.expect(")");
      return inner;
    }
    if (token.kind === "number" || token.kind === "string") {
      this.at++;
      return constant(token.value);
    }
    if (token.kind !== "name" || infixes.has(token.value)) throw this.unexpected();
    this.at++;
    const literal = literals.get(token.value);
    if (literal !== undefined) return constant(literal);
    return this.ofExecution(token.value) ?? this.variable(token.value);
  }

  private variable(name: string): Evaluate {
    this.reads.add(name);
    return (run) => {
      const value = run.lookup(name);
      if (value === undefined) throw new EvaluationError(`There is no variable '${name}'.`);
      return value;
    };
  }

  /** Of an engine's own object, only what asks for a variable by a name that stands there. */
  private ofExecution(owner: string): Evaluate | undefined {
    const asked = this.list[this.at + 1];
    const ask = asked?.kind === "name" ? questions.get(asked.value) : undefined;
    if (owner !== "execution" || ask === undefined || !this.accept(".")) return undefined;
    this.at++;
    this.expect("(");
    const name = this.peek();
    if (name.kind !== "string") throw new SyntaxMistake("the name of a variable was expected", name.offset);
    this.at++;
    this.expect(")");
    this.reads.add(name.value);
    return (run) => ask(run.lookup(name.value));
  }

  private postfix(start: Evaluate, depth: number): Evaluate {
    let target = start;
    for (; ; this.link()) {
      if (this.accept(".")) target = this.memberOrMethod(target, depth);
      else if (this.accept("[")) {
        const [owner, key] = [target, this.expression(0, depth + 1)];
        this.expect("]");
        target = (run) => member(owner(run), key(run));
      } else return target;
    }
  }

  private link(): void {
    if (++this.links > maxLinks) throw new SyntaxMistake(`more than ${maxLinks} operators`, this.peek().offset);
  }

  private memberOrMethod(target: Evaluate, depth: number): Evaluate {
    const token = this.peek();
    if (token.kind !== "name") throw this.unexpected();
    this.at++;
    if (!this.accept("(")) return (run) => member(target(run), token.value);
    const method = methods.get(token.value);
    if (method === undefined) throw new SyntaxMistake(`there is no method '${token.value}'`, token.offset);
    const given = this.arguments(method, depth);
    return (run) => method.call(run, target(run), ...given.map((argument) => argument(run)));
  }

  private arguments({ least, most }: Method, depth: number): readonly Evaluate[] {
    const given: Evaluate[] = [];
    while (given.length < most && (given.length < least || this.word() !== ")")) {
      if (given.length > 0) this.expect(",");
      given.push(this.expression(0, depth + 1));
    }
    this.expect(")");
    return given;
  }

  private peek(): Token {
    return this.list[this.at] as Token;
  }

  /** The operator or name that comes next. */
  private word(): string | null {
    const token = this.peek();
    return token.kind === "operator" || token.kind === "name" ? token.value : null;
  }

  private accept(symbol: string): boolean {
    const token = this.peek();
    if (token.kind !== "operator" || token.value !== symbol) return false;
    this.at++;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol)) throw new SyntaxMistake(`'${symbol}' was expected`, this.peek().offset);
  }

  private unexpected(): SyntaxMistake {
    const token = this.peek();
    const message = token.kind === "end" ? "something is missing at the end" : `unexpected '${token.value}'`;
    return new SyntaxMistake(message, token.offset);
  }
}

function constant(value: Json): Evaluate {
  return () => value;
}
