/** What an expression may begin with: literals, names, lists, ranges, contexts, functions, `if`, `for`, `some` and `every`. */
import { parseType } from "./parse-type.js";
import type { Reader } from "./reader.js";
import type { Argument, Binding, RangeShape, Syntax } from "./syntax.js";
import { readTemporal } from "./temporal/read.js";
import { Mistake } from "./tokens.js";
import type { Value } from "./values.js";

type Read = (reader: Reader) => Syntax;

const opening: ReadonlySet<string> = new Set(["(", "[", "{", "-"]);
const unary: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "=", "!="]);

/** Whether an operand may begin there; `[` behind the end of a range closes it when none does. */
export function operandStarts(reader: Reader, ahead: number): boolean {
  const { kind, text } = reader.peek(ahead);
  if (kind === "symbol") return opening.has(text);
  return kind === "name" ? !infixWords.has(text) : kind !== "end";
}

const infixWords: ReadonlySet<string> = new Set([
  "and",
  "or",
  "in",
  "between",
  "instance",
  "then",
  "else",
  "return",
  "satisfies",
]);

/** `whole` reads any expression, `sum` one without comparisons. */
export function parseOperand(reader: Reader, whole: Read, sum: Read): Syntax {
  const { kind, text, at } = reader.peek();
  const value = (value: Value): Syntax => {
    reader.next();
    return reader.node(at, { kind: "value", value });
  };
  if (kind === "number") return value(numberOf(text, at));
  if (kind === "string") return value(text);
  if (kind === "time") return value(temporalOf(text, at));
  if (kind === "symbol") return bracketed(reader, whole, sum);
  if (kind === "name") {
    if (text === "true" || text === "false") return value(text === "true");
    if (text === "null") return value(null);
    const worded = parseWorded(reader, whole);
    if (worded !== null) return worded;
  }
  const name = reader.name();
  if (name === null) throw reader.unexpected();
  return reader.node(at, { kind: "name", name });
}

function numberOf(text: string, at: number): number {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Mistake(`the number ${text} is too large`, at);
  return number;
}

function temporalOf(text: string, at: number): Value {
  const value = readTemporal(text);
  if (value === null) throw new Mistake(`'${text}' is no date, time or duration`, at);
  return value;
}

/** What begins with a keyword; null when the word is none of them. */
function parseWorded(reader: Reader, whole: Read): Syntax | null {
  const { at } = reader.peek();
  if (reader.accept("if")) {
    const test = whole(reader);
    reader.expect("then");
    const then = whole(reader);
    reader.expect("else");
    return reader.node(at, { kind: "if", test, then, else: whole(reader) });
  }
  if (reader.accept("for")) {
    const bindings = bindingsOf(reader, whole);
    reader.expect("return");
    return reader.node(at, { kind: "for", bindings, result: whole(reader) });
  }
  if (reader.sees("some") || reader.sees("every")) {
    const every = reader.next().text === "every";
    const bindings = bindingsOf(reader, whole);
    reader.expect("satisfies");
    return reader.node(at, { kind: "quantified", every, bindings, test: whole(reader) });
  }
  return reader.accept("function") ? functionOf(reader, whole, at) : null;
}

function bindingsOf(reader: Reader, whole: Read): readonly Binding[] {
  const bindings: Binding[] = [];
  do {
    const name = reader.expectName();
    reader.expect("in");
    const from = whole(reader);
    bindings.push({ name, from, to: reader.accept("..") ? whole(reader) : null });
  } while (reader.accept(","));
  return bindings;
}

function functionOf(reader: Reader, whole: Read, at: number): Syntax {
  const parameters: string[] = [];
  reader.expect("(");
  while (!reader.sees(")")) {
    if (parameters.length > 0) reader.expect(",");
    parameters.push(reader.expectName());
    if (reader.accept(":")) parseType(reader);
  }
  reader.expect(")");
  if (reader.sees("external")) throw new Mistake("functions of other languages are never called", reader.peek().at);
  return reader.node(at, { kind: "function", parameters, body: whole(reader) });
}

function bracketed(reader: Reader, whole: Read, sum: Read): Syntax {
  const { text, at } = reader.peek();
  switch (text) {
    case "(":
      reader.next();
      return parenthesised(reader, whole, sum, at);
    case "[":
      reader.next();
      return listOrRange(reader, whole, at);
    case "]": {
      reader.next();
      const low = sum(reader);
      return rangeFrom(reader, sum, at, low, false);
    }
    case "{":
      reader.next();
      return contextOf(reader, whole, at);
    default:
      throw reader.unexpected();
  }
}

function parenthesised(reader: Reader, whole: Read, sum: Read, at: number): Syntax {
  const inner = isUnary(reader) ? unaryTest(reader, sum) : whole(reader);
  if (reader.sees("..")) return rangeFrom(reader, sum, at, inner, false);
  reader.expect(")");
  return inner;
}

function listOrRange(reader: Reader, whole: Read, at: number): Syntax {
  const items: Syntax[] = [];
  while (!reader.accept("]")) {
    if (items.length > 0) reader.expect(",");
    items.push(whole(reader));
    const [first] = items;
    if (items.length === 1 && first !== undefined && reader.sees(".."))
      return rangeFrom(reader, whole, at, first, true);
  }
  return reader.node(at, { kind: "list", items });
}

/** Behind the first end of a range. */
function rangeFrom(reader: Reader, read: Read, at: number, low: Syntax, lowIncluded: boolean): Syntax {
  reader.expect("..");
  const high = read(reader);
  const highIncluded = reader.accept("]");
  if (!highIncluded && !reader.accept(")")) reader.expect("[");
  return reader.node(at, { kind: "range", low, high, lowIncluded, highIncluded });
}

function isUnary(reader: Reader): boolean {
  const { kind, text } = reader.peek();
  return kind === "symbol" && unary.has(text);
}

/** `< 5`: the range of what is less than five. `!= 5` has no range, and is a comparison with what is tested. */
function unaryTest(reader: Reader, sum: Read): Syntax {
  const { text, at } = reader.next();
  const end = sum(reader);
  if (text === "!=") throw new Mistake("'!=' wants something on its left", at);
  return reader.node(at, halfRange(text, end));
}

function halfRange(operator: string, end: Syntax): RangeShape {
  const included = operator.endsWith("=");
  return {
    kind: "range",
    low: operator === "<" || operator === "<=" ? null : end,
    high: operator === ">" || operator === ">=" ? null : end,
    lowIncluded: included,
    highIncluded: included,
  };
}

/** What stands behind `in`: one test, or several in parentheses. */
export function parseTests(reader: Reader, sum: Read): readonly Syntax[] {
  if (isUnary(reader)) return [unaryTest(reader, sum)];
  if (!reader.sees("(")) return [sum(reader)];
  const { at } = reader.next();
  const tests = [isUnary(reader) ? unaryTest(reader, sum) : sum(reader)];
  const [first] = tests;
  if (first !== undefined && reader.sees("..")) return [rangeFrom(reader, sum, at, first, false)];
  while (reader.accept(",")) tests.push(isUnary(reader) ? unaryTest(reader, sum) : sum(reader));
  reader.expect(")");
  return tests;
}

function contextOf(reader: Reader, whole: Read, at: number): Syntax {
  const entries: (readonly [key: string, value: Syntax])[] = [];
  const keys = new Set<string>();
  while (!reader.accept("}")) {
    if (entries.length > 0) reader.expect(",");
    const token = reader.peek();
    const key = token.kind === "string" ? reader.next().text : reader.expectMember();
    if (keys.has(key)) throw new Mistake(`'${key}' is given twice`, token.at);
    keys.add(key);
    reader.expect(":");
    entries.push([key, whole(reader)]);
  }
  return reader.node(at, { kind: "context", entries });
}

/** Arguments by position, or all by name. */
export function parseArguments(reader: Reader, whole: Read): readonly Argument[] {
  const found: Argument[] = [];
  reader.expect("(");
  while (!reader.accept(")")) {
    if (found.length > 0) reader.expect(",");
    const { at } = reader.peek();
    const value = whole(reader);
    if (!reader.accept(":")) found.push({ name: null, value });
    else if (value.kind === "name") found.push({ name: value.name, value: whole(reader) });
    else throw new Mistake("an argument's name was expected", at);
    if ((found[0]?.name === null) !== (found.at(-1)?.name === null)) {
      throw new Mistake("arguments are given by position or by name, not both", at);
    }
  }
  return found;
}
