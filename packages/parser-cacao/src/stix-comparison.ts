/**
 * The conditions of CACAO: comparisons of the STIX Patterning Grammar (STIX 2.1, 9) over playbook variables.
 *
 *     condition  = and *( "OR" and )
 *     and        = not *( "AND" not )
 *     not        = "NOT" not / "(" condition ")" / "[" condition "]" / comparison
 *     comparison = operand [ ["NOT"] ( operator operand / "IN" set / "LIKE" string ) ]
 *     operand    = variable / literal            ; `__name__:value`, on either side
 *     literal    = string / number / "true" / "false" / "null" / bare word
 *
 * Authors leave out brackets, quotes and sometimes `:value`; the grammar takes what can be understood in one way only.
 * Numbers compare as numbers where both sides are numeric, also when a string holds them, because CACAO writes numbers as
 * strings; all else compares as text, letter case included. A value that isn't known makes the answer unknown, unless the
 * rest settles it (`false AND unknown` is false).
 */
import {
  type CompiledExpr,
  type Environment,
  EvaluationError,
  type ExprSyntaxError,
  type Json,
  type Language,
  type Slot,
} from "@rb/ir";
import { like } from "./like.js";
import { isVariableName } from "./variable-references.js";

type Unknown = { readonly unknown: string };
type Answer = boolean | Unknown;
type Test = (environment: Environment) => Answer;
type Compare = (a: Json, b: Json) => boolean;

interface Operand {
  readonly kind: "variable" | "literal" | "truth value";
  readonly read: (environment: Environment) => { readonly json: Json } | Unknown;
}

export interface Condition {
  readonly reads: readonly string[];
  /** Variables written without `:value`. */
  readonly unmarked: readonly { readonly name: string; readonly offset: number }[];
  readonly test: Test;
}

/** Parses a condition; an error says what was expected, and where. */
export function parseCondition(text: string): Condition | ExprSyntaxError {
  try {
    return new Parser(text).condition();
  } catch (error) {
    if (error instanceof Syntax) return { error: error.message, offset: error.offset };
    throw error;
  }
}

export const stixComparison: Language = {
  name: "stix-comparison",
  version: "1",
  compile(text): CompiledExpr | ExprSyntaxError {
    const condition = parseCondition(text);
    if ("error" in condition) return condition;
    return {
      reads: condition.reads,
      evaluate(environment): Slot {
        const answer = condition.test(environment);
        return typeof answer === "boolean" ? { json: answer } : answer;
      },
    };
  },
};

class Syntax extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Tokens

type Token =
  | { readonly kind: "symbol"; readonly text: string; readonly offset: number }
  | { readonly kind: "word"; readonly text: string; readonly offset: number }
  | { readonly kind: "string"; readonly text: string; readonly offset: number };

const longest = 16_384;
const space = /\s+/y;
const symbol = /<>|<=|>=|==|!=|[=<>()[\],]/y;
/** Escapes are a backslash before a quote or a backslash; authors use either kind of quote. */
const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;
const word = /[^\s=<>!()[\],'"]+/y;

function tokens(text: string): Token[] {
  if (text.length > longest) throw new Syntax(`it is longer than ${longest} characters`, longest);
  const list: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    if (take(space) !== undefined) continue;
    const offset = at;
    const operator = take(symbol);
    const string = operator === undefined ? take(quoted) : undefined;
    const plain = operator === undefined && string === undefined ? take(word) : undefined;
    if (operator !== undefined) list.push({ kind: "symbol", text: operator, offset });
    else if (string !== undefined)
      list.push({ kind: "string", text: string.slice(1, -1).replace(/\\(.)/gs, "$1"), offset });
    else if (plain !== undefined) list.push({ kind: "word", text: plain, offset });
    else throw new Syntax(`${text[at] === "!" ? "'!'" : "a quote that is never closed"} is not expected here`, at);
  }
  return list;
}

// ---------------------------------------------------------------------------------------------------------------
// Parser

const deepest = 64;
const closing: { readonly [opening: string]: string } = { "(": ")", "[": "]" };

class Parser {
  private at = 0;
  private depth = 0;
  private readonly list: readonly Token[];
  private readonly end: number;
  private readonly reads = new Set<string>();
  private readonly unmarked: { name: string; offset: number }[] = [];

  constructor(text: string) {
    this.list = tokens(text);
    this.end = text.length;
  }

  condition(): Condition {
    if (this.list.length === 0) throw new Syntax("it is empty", 0);
    const test = this.or();
    if (this.at < this.list.length) this.fail("AND, OR or the end");
    return { reads: [...this.reads], unmarked: this.unmarked, test };
  }

  private or(): Test {
    const tests = [this.and()];
    while (this.keyword("OR")) tests.push(this.and());
    return tests.length === 1 ? (tests[0] as Test) : (environment) => first(tests, environment, true);
  }

  private and(): Test {
    const tests = [this.not()];
    while (this.keyword("AND")) tests.push(this.not());
    return tests.length === 1 ? (tests[0] as Test) : (environment) => first(tests, environment, false);
  }

  private not(): Test {
    if (++this.depth > deepest) throw new Syntax(`it nests deeper than ${deepest} levels`, this.offset());
    let test: Test;
    const opening = this.peek();
    const close = opening?.kind === "symbol" ? closing[opening.text] : undefined;
    if (this.keyword("NOT")) test = negated(this.not());
    else if (close !== undefined) {
      this.at++;
      test = this.or();
      if (!this.symbol(close)) this.fail(`'${close}'`);
    } else test = this.comparison();
    this.depth--;
    return test;
  }

  private comparison(): Test {
    const offset = this.offset();
    const left = this.operand();
    const not = this.keyword("NOT");
    const test = this.rest(left, offset);
    if (test !== undefined) return not ? negated(test) : test;
    if (not) this.fail("a comparison after NOT");
    if (left.kind === "literal") throw new Syntax("a value alone is no condition; a comparison was expected", offset);
    return (environment) => truth(left.read(environment));
  }

  private rest(left: Operand, offset: number): Test | undefined {
    const [rights, compare] = this.right();
    if (compare === undefined) return undefined;
    // Both would be fixed by the text: the author meant a variable and forgot how one is written.
    if (![left, ...rights].some((operand) => operand.kind === "variable")) {
      throw new Syntax("neither side is a playbook variable, written __name__:value", offset);
    }
    const tests = rights.map(
      (right): Test =>
        (environment) =>
          both(left, right, environment, compare),
    );
    return tests.length === 1 ? tests[0] : (environment) => first(tests, environment, true);
  }

  /** What the left side is compared with, and how; nothing when no operator follows. */
  private right(): [readonly Operand[], Compare | undefined] {
    if (this.keyword("IN")) return [this.set(), equal];
    if (this.keyword("LIKE")) return [[this.operand()], (a, b) => like(asText(a), asText(b))];
    const token = this.peek();
    const compare = token?.kind === "symbol" ? operators.get(token.text) : undefined;
    if (compare === undefined) return [[], undefined];
    this.at++;
    return [[this.operand()], compare];
  }

  private set(): Operand[] {
    if (!this.symbol("(")) this.fail("'(' and a list of values");
    const members = [this.operand()];
    while (this.symbol(",")) members.push(this.operand());
    if (!this.symbol(")")) this.fail("',' or ')'");
    return members;
  }

  private operand(): Operand {
    const token = this.peek();
    if (token === undefined || token.kind === "symbol") return this.fail("a variable or a value");
    this.at++;
    if (token.kind === "string") return literal(token.text);
    const marked = token.text.endsWith(":value");
    const name = marked ? token.text.slice(0, -":value".length) : token.text;
    if (isVariableName(name)) {
      this.reads.add(name);
      if (!marked) this.unmarked.push({ name, offset: token.offset });
      return { read: (environment) => look(environment, name), kind: "variable" };
    }
    if (keywords.has(token.text.toUpperCase()))
      throw new Syntax(`'${token.text}' stands where a value was expected`, token.offset);
    if (token.text.includes(":")) throw new Syntax(`'${token.text}' is no playbook variable`, token.offset);
    return literal(wordValue(token.text));
  }

  private peek(): Token | undefined {
    return this.list[this.at];
  }

  private offset(): number {
    return this.peek()?.offset ?? this.end;
  }

  private symbol(text: string): boolean {
    const token = this.peek();
    if (token?.kind !== "symbol" || token.text !== text) return false;
    this.at++;
    return true;
  }

  private keyword(name: string): boolean {
    const token = this.peek();
    if (token?.kind !== "word" || token.text.toUpperCase() !== name) return false;
    this.at++;
    return true;
  }

  private fail(expected: string): never {
    const found = this.peek();
    throw new Syntax(
      `expected ${expected}, found ${found === undefined ? "the end" : `'${found.text}'`}`,
      this.offset(),
    );
  }
}

const keywords = new Set(["AND", "OR", "NOT", "IN", "LIKE"]);
const numeric = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

function wordValue(text: string): Json {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  if (/^null$/i.test(text)) return null;
  // What reads as a number but is too large for one stays text.
  return numeric.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

function literal(json: Json): Operand {
  return { read: () => ({ json }), kind: typeof json === "boolean" ? "truth value" : "literal" };
}

// ---------------------------------------------------------------------------------------------------------------
// Evaluation

function look(environment: Environment, name: string): { readonly json: Json } | Unknown {
  const slot = environment(name);
  if (slot === undefined) throw new EvaluationError(`The variable '${name}' does not exist here.`);
  if ("json" in slot || "unknown" in slot) return slot;
  throw new EvaluationError(
    `'${name}' is ${"secret" in slot ? "a secret" : "stored elsewhere"}, so no condition can read it.`,
  );
}

/** AND stops at the first false, OR at the first true; what nobody knows counts only when nothing stops. */
function first(tests: readonly Test[], environment: Environment, stop: boolean): Answer {
  let unknown: Unknown | undefined;
  for (const test of tests) {
    const answer = test(environment);
    if (answer === stop) return stop;
    if (typeof answer !== "boolean") unknown ??= answer;
  }
  return unknown ?? !stop;
}

function negated(test: Test): Test {
  return (environment) => {
    const answer = test(environment);
    return typeof answer === "boolean" ? !answer : answer;
  };
}

function both(left: Operand, right: Operand, environment: Environment, compare: Compare): Answer {
  const a = left.read(environment);
  if ("unknown" in a) return a;
  const b = right.read(environment);
  return "unknown" in b ? b : compare(a.json, b.json);
}

function truth(value: { readonly json: Json } | Unknown): Answer {
  if ("unknown" in value) return value;
  const { json } = value;
  if (json === null || json === "" || json === 0) return false;
  if (typeof json === "number") return true;
  const answer = asBoolean(json);
  if (answer === undefined) throw new EvaluationError(`${brief(json)} is neither true nor false.`);
  return answer;
}

const operators: ReadonlyMap<string, Compare> = new Map([
  ["=", equal],
  ["==", equal],
  ["!=", (a: Json, b: Json) => !equal(a, b)],
  ["<>", (a: Json, b: Json) => !equal(a, b)],
  ["<", (a: Json, b: Json) => order(a, b, (sign) => sign < 0)],
  ["<=", (a: Json, b: Json) => order(a, b, (sign) => sign <= 0)],
  [">", (a: Json, b: Json) => order(a, b, (sign) => sign > 0)],
  [">=", (a: Json, b: Json) => order(a, b, (sign) => sign >= 0)],
]);

function equal(a: Json, b: Json): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === "boolean" || typeof b === "boolean") {
    const [x, y] = [asBoolean(a), asBoolean(b)];
    return x !== undefined && x === y;
  }
  const [x, y] = [asNumber(a), asNumber(b)];
  return x !== undefined && y !== undefined ? x === y : asText(a) === asText(b);
}

/** Nothing is before or after null. */
function order(a: Json, b: Json, holds: (sign: number) => boolean): boolean {
  if (a === null || b === null) return false;
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== undefined && y !== undefined) return holds(x - y);
  const [s, t] = [asText(a), asText(b)];
  return holds(s < t ? -1 : s > t ? 1 : 0);
}

function asBoolean(value: Json): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : undefined;
}

function asNumber(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !numeric.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function asText(value: Json): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value === "object")
    throw new EvaluationError(`${brief(value)} can't be compared with a text.`);
  return String(value);
}

function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
