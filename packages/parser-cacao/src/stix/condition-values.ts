/**
 * How values of playbook variables compare. CACAO writes every value as a string, so numbers compare as numbers where both sides are numeric,
 * and truth values where one side is one; all else compares as text, letter case included.
 */
import { EvaluationError, type Json } from "@rb/ir";
import type { Literal, Operand, Operator } from "./ast.js";
import { Budget } from "./budget.js";
import { like } from "./like.js";
import { contains, type Network, networkOf } from "./network.js";
import { compareNumbers, compareTexts } from "./order.js";
import { regexOf } from "./regex.js";
import { PatternSyntax } from "./scanner.js";
import { instantOf } from "./timestamp.js";
import { Bytes, compare } from "./values.js";

/** A number that a condition says without quotes, as it is written. */
class Numeral {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a variable holds, or a constant: bytes, a number, a timestamp (nanoseconds since 1970), or JSON. */
export type ConditionValue = Json | Bytes | Numeral | bigint;
/** Whether two values stand in a relation. */
export type Relation = (a: ConditionValue, b: ConditionValue, budget: Budget) => boolean;

/** A constant as a value. A number stays as it is written, however long. */
export function constantValue(literal: Literal): ConditionValue {
  switch (literal.kind) {
    case "string":
      return literal.text;
    case "number":
      return new Numeral(literal.text);
    case "boolean":
      return literal.truth;
    case "null":
      return null;
    case "bytes":
      return new Bytes(literal.bytes);
    case "timestamp": {
      const at = instantOf(literal.text);
      if (at === undefined) throw new PatternSyntax(`there is no such time as '${literal.text}'`, literal.offset);
      return at;
    }
  }
}

/** Empty, zero and null are false; text must say which it is. */
export function truthOf(value: ConditionValue): boolean {
  if (value === null || value === "" || value === 0) return false;
  if (typeof value === "number") return true;
  const answer = asBoolean(value);
  if (answer === undefined) throw new EvaluationError(`${brief(value)} is neither true nor false.`);
  return answer;
}

/** The relation of a comparison. A constant on the right that makes no sense for it is refused: `PatternSyntax`. */
export function relationOf(operator: Operator, right: Operand): Relation {
  switch (operator) {
    case "=":
      return equal;
    case "!=":
      return (a, b) => !equal(a, b);
    case "<":
      return (a, b) => order(a, b, (sign) => sign < 0);
    case "<=":
      return (a, b) => order(a, b, (sign) => sign <= 0);
    case ">":
      return (a, b) => order(a, b, (sign) => sign > 0);
    case ">=":
      return (a, b) => order(a, b, (sign) => sign >= 0);
    case "LIKE":
      return (a, b, budget) => like(asText(a), asText(b), budget);
    case "MATCHES":
      return matching(right);
    case "ISSUBSET":
    case "ISSUPERSET":
      return containment(operator, right);
  }
}

/** Equality, as `=` and IN have it. */
export function equal(a: ConditionValue, b: ConditionValue): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === "boolean" || typeof b === "boolean") {
    const [x, y] = [asBoolean(a), asBoolean(b)];
    return x !== undefined && x === y;
  }
  return signOf(a, b) === 0;
}

/** Nothing is before or after null. What is compared with a number has to be one: no text is more than 5. */
function order(a: ConditionValue, b: ConditionValue, holds: (sign: number) => boolean): boolean {
  if (a === null || b === null) return false;
  if (isNumber(a)) requireNumber(b);
  if (isNumber(b)) requireNumber(a);
  const sign = signOf(a, b);
  return sign !== undefined && holds(sign);
}

function isNumber(value: ConditionValue): boolean {
  return typeof value === "number" || value instanceof Numeral;
}

function requireNumber(value: ConditionValue): void {
  if (asNumber(value) === undefined)
    throw new EvaluationError(`${brief(value)} is compared with a number, and is none.`);
}

/** Undefined where the two don't compare: bytes, and a text that isn't made of some. */
function signOf(a: ConditionValue, b: ConditionValue): number | undefined {
  if (typeof a === "bigint" || typeof b === "bigint") {
    const [x, y] = [asTime(a), asTime(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (b instanceof Bytes) return compare(a instanceof Bytes ? a : asText(a), b);
  if (a instanceof Bytes) {
    const sign = compare(asText(b), a);
    return sign === undefined ? undefined : -sign;
  }
  const [x, y] = [asNumber(a), asNumber(b)];
  return x !== undefined && y !== undefined ? compareNumbers(x, y) : compareTexts(asText(a), asText(b));
}

/** For one regular expression, which is short enough always. */
const mostToCompile = 1_000_000;

function matching(right: Operand): Relation {
  if (right.kind !== "path") {
    const regex = regexOf(asText(constantValue(right)), new Budget(mostToCompile));
    if (typeof regex === "string") throw new PatternSyntax(regex, right.offset);
    return (a, _b, budget) => regex.isFound(asText(a), budget);
  }
  return (a, b, budget) => {
    const regex = regexOf(asText(b), budget);
    if (typeof regex === "string") throw new EvaluationError(`MATCHES: ${regex}.`);
    return regex.isFound(asText(a), budget);
  };
}

function containment(operator: "ISSUBSET" | "ISSUPERSET", right: Operand): Relation {
  if (right.kind !== "path" && networkOf(asText(constantValue(right))) === undefined)
    throw new PatternSyntax(
      `${operator} wants an address or a network, such as '10.0.0.0/8' or '2001:db8::/32'`,
      right.offset,
    );
  return (a, b) => {
    const [x, y] = [asNetwork(a), asNetwork(b)];
    return operator === "ISSUBSET" ? contains(y, x) : contains(x, y);
  };
}

// ---------------------------------------------------------------------------------------------------------------
// Values as what an operator wants

const numeric = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** A number as it is written, when a text is one that is compared as a number. */
function asNumber(value: ConditionValue): string | undefined {
  if (typeof value === "number") return String(value);
  if (value instanceof Numeral) return value.text;
  if (typeof value !== "string" || !numeric.test(value)) return undefined;
  return !/e/i.test(value) || Number.isFinite(Number(value)) ? value : undefined;
}

function asBoolean(value: ConditionValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : undefined;
}

function asText(value: ConditionValue): string {
  if (typeof value === "string") return value;
  if (value instanceof Bytes || value instanceof Numeral) return value.text;
  if (value === null || typeof value === "object")
    throw new EvaluationError(`${brief(value)} can't be compared with a text.`);
  return String(value);
}

function asTime(value: ConditionValue): bigint {
  if (typeof value === "bigint") return value;
  const at = typeof value === "string" ? instantOf(value) : undefined;
  if (at === undefined) throw new EvaluationError(`${brief(value)} is compared with a timestamp, and is none.`);
  return at;
}

function asNetwork(value: ConditionValue): Network {
  const network = typeof value === "string" ? networkOf(value) : undefined;
  if (network === undefined) throw new EvaluationError(`${brief(value)} is no address or network.`);
  return network;
}

function brief(value: ConditionValue): string {
  const isConstant = typeof value === "bigint" || value instanceof Bytes || value instanceof Numeral;
  const text = isConstant ? "A constant" : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
