/** Comparison expressions as functions that say whether one object fits. */
import { EvaluationError, type JsonObject } from "@rb/ir";
import type { Comparison, Operand, Operator, Path } from "./ast.js";
import type { Budget } from "./budget.js";
import { like } from "./like.js";
import { contains, networkOf } from "./network.js";
import { type Resolve, walk } from "./object-path.js";
import { regexOf } from "./regex.js";
import { Bytes, type Constant, compare, constantOf, type Found } from "./values.js";

/** Whether an object fits. Throws `EvaluationError` where its values make no sense for what is asked of them. */
export type ObjectTest = (object: JsonObject, resolve: Resolve, budget: Budget) => boolean;
type ValueTest = (value: Found, budget: Budget) => boolean;

/** @throws EvaluationError for what is a pattern by its grammar, but has no meaning: an expression that MATCHES can't read, for one */
export function compileComparison(comparison: Comparison, budget: Budget): ObjectTest {
  switch (comparison.kind) {
    case "and": {
      const tests = comparison.operands.map((operand) => compileComparison(operand, budget));
      return (object, resolve, budget) => tests.every((test) => test(object, resolve, budget));
    }
    case "or": {
      const tests = gathered(comparison.operands).map((operand) => compileComparison(operand, budget));
      return (object, resolve, budget) => tests.some((test) => test(object, resolve, budget));
    }
    case "compare":
      return anyValue(
        comparison.left,
        valueTest(comparison.operator, constant(comparison.right), budget),
        comparison.negated,
      );
    case "in":
      return anyValue(comparison.left, membership(comparison.members.map(constant)), comparison.negated);
    case "exists": {
      const { path, negated } = comparison;
      return (object, resolve, budget) =>
        object.type === path.type &&
        walk(object, path.steps, resolve, budget).some((value) => value !== null) !== negated;
    }
    case "not":
    case "holds":
      throw new EvaluationError("This is a condition over variables, and no pattern.");
  }
}

/** Alternatives that ask whether one path equals this or that are one set: indicators list thousands of hashes so. */
function gathered(operands: readonly Comparison[]): readonly Comparison[] {
  const sets = new Map<string, Operand[]>();
  const kept: Comparison[] = [];
  for (const operand of operands) {
    if (operand.kind !== "compare" || operand.operator !== "=" || operand.negated || !isPlain(operand.right)) {
      kept.push(operand);
      continue;
    }
    const { left, right, offset } = operand;
    const { type, steps } = pathOf(left);
    const key = JSON.stringify([type, steps, right.kind]);
    const members = sets.get(key) ?? [];
    if (members.push(right) > 1) continue;
    sets.set(key, members);
    kept.push({ kind: "in", negated: false, left, members, offset });
  }
  return kept;
}

/** Whether a constant is found in a set by what it is. */
function isPlain({ kind }: Operand): boolean {
  return kind === "string" || kind === "number";
}

/** NOT turns the answer for a value round; there must be one all the same. */
function anyValue(left: Operand, test: ValueTest, negated: boolean): ObjectTest {
  const { type, steps } = pathOf(left);
  return (object, resolve, budget) =>
    object.type === type &&
    walk(object, steps, resolve, budget).some((value) => {
      // A long text is looked at from end to end, if only to see whether it could be bytes.
      if (typeof value === "string") budget.spend(value.length >> 6);
      return test(value, budget) !== negated;
    });
}

function pathOf(operand: Operand): Path {
  if (operand.kind === "path") return operand;
  throw new EvaluationError("A pattern has an object path on the left of each comparison.");
}

function constant(operand: Operand): Constant {
  if (operand.kind !== "path") return constantOf(operand);
  throw new EvaluationError("A pattern has a constant on the right of each comparison.");
}

function valueTest(operator: Operator, right: Constant, compiling: Budget): ValueTest {
  switch (operator) {
    case "=":
      return (value) => compare(value, right) === 0;
    case "!=":
      return (value) => compare(value, right) !== 0;
    case "<":
      return (value) => (compare(value, right) ?? 0) < 0;
    case ">":
      return (value) => (compare(value, right) ?? 0) > 0;
    case "<=":
      return (value) => (compare(value, right) ?? 1) <= 0;
    case ">=":
      return (value) => (compare(value, right) ?? -1) >= 0;
    case "LIKE":
      return (value, budget) => isText(value) && like(textOf(value), String(right), budget);
    case "MATCHES":
      return matching(String(right), compiling);
    case "ISSUBSET":
    case "ISSUPERSET":
      return containment(operator, String(right));
  }
}

function matching(text: string, compiling: Budget): ValueTest {
  const regex = regexOf(text, compiling);
  if (typeof regex === "string") throw new EvaluationError(`MATCHES: ${regex}.`);
  return (value, budget) =>
    isText(value) && (regex.isForBytes || typeof value === "string") && regex.isFound(textOf(value), budget);
}

/** What is no address or network is part of none. */
function containment(operator: "ISSUBSET" | "ISSUPERSET", text: string): ValueTest {
  const right = networkOf(text);
  return (value) => {
    const left = typeof value === "string" ? networkOf(value) : undefined;
    if (left === undefined || right === undefined) return false;
    return operator === "ISSUBSET" ? contains(right, left) : contains(left, right);
  };
}

/** A set has members of one type (STIX 2.1, 9.6.1); whole and other numbers are one. */
function membership(members: readonly Constant[]): ValueTest {
  const types = new Set(members.map((member) => (member instanceof Bytes ? "bytes" : typeof member)));
  if (types.size > 1) throw new EvaluationError("The members of a set after IN have different types.");
  // Sets of thousands of texts are common; what is bytes or a timestamp on either side is not.
  const plain = types.has("string") || types.has("number") ? new Set<Found | Constant>(members) : undefined;
  return (value, budget) => {
    if (plain !== undefined && !(value instanceof Bytes)) return plain.has(value);
    budget.spend(members.length);
    return members.some((member) => compare(value, member) === 0);
  };
}

function isText(value: Found): value is string | Bytes {
  return typeof value === "string" || value instanceof Bytes;
}

/** Bytes are looked at as characters below U+0100. */
function textOf(value: string | Bytes): string {
  return typeof value === "string" ? value : value.text;
}
