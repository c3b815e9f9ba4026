/**
 * Most expressions of runbooks are comparisons of members with constants. Those are compiled to closures that answer at once, with exactly
 * what the library would answer after some promises. Whatever isn't understood here is left to the library.
 */
import { EvaluationError } from "@rb/ir";
import { namespaces } from "./analyse.js";
import type { Ast, AstBase, BinaryAst, FunctionAst, PathAst } from "./ast.js";
import { select } from "./select.js";

/** Reads a variable of the graph by its full name; undefined when there is none. */
export type ReadVariable = (name: string) => unknown;
export type Closure = (read: ReadVariable) => unknown;

const maxText = 1024 * 1024;

/** Null when the expression is not a simple one. */
export function compileSimple(node: Ast): Closure | null {
  if (node.stages !== undefined || node.predicate !== undefined || node.group !== undefined || node.keepArray === true)
    return null;
  switch (node.type) {
    case "string":
    case "number":
    case "value": {
      const { value } = node;
      return () => value;
    }
    case "path":
      return compilePath(node);
    case "binary":
      return compileBinary(node);
    case "unary":
      return node.value === "-" && node.expression !== undefined ? compileMinus(node.expression) : null;
    case "condition":
      return compileCondition(node.condition, node.then, node.else);
    case "block": {
      const [only, second] = node.expressions;
      return only === undefined || second !== undefined ? null : compileSimple(only);
    }
    case "function":
      return compileCall(node);
    default:
      return null;
  }
}

function compilePath(node: PathAst): Closure | null {
  if (node.keepSingletonArray === true) return null;
  const names: string[] = [];
  for (const [index, step] of node.steps.entries()) {
    if (!isPlain(step)) return null;
    if (step.type === "name") names.push(step.value);
    else if (index > 0 || step.type !== "variable" || (step.value !== "$" && step.value !== "")) return null;
  }
  const [root, member] = names;
  if (root === undefined) return null;
  const isNamespace = namespaces.has(root) && member !== undefined;
  const name = isNamespace ? `${root}.${member}` : root;
  const rest = names.slice(isNamespace ? 2 : 1);
  return (read) => select(read(name), rest);
}

function isPlain(step: AstBase & { readonly tuple?: boolean; readonly ancestor?: unknown }): boolean {
  return (
    step.stages === undefined &&
    step.predicate === undefined &&
    step.focus === undefined &&
    step.index === undefined &&
    step.keepArray !== true &&
    step.tuple !== true
  );
}

function compileBinary(node: BinaryAst): Closure | null {
  const left = compileSimple(node.lhs);
  const right = compileSimple(node.rhs);
  if (left === null || right === null) return null;
  switch (node.value) {
    case "and":
      return (read) => truth(left(read)) && truth(right(read));
    case "or":
      return (read) => truth(left(read)) || truth(right(read));
    case "=":
      return (read) => both(left(read), right(read), (a, b) => equal(a, b), false);
    case "!=":
      return (read) => both(left(read), right(read), (a, b) => !equal(a, b), false);
    case "in":
      return (read) => both(left(read), right(read), (a, b) => (Array.isArray(b) ? b : [b]).includes(a), false);
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const holds = orders[node.value];
      return (read) => compare(left(read), right(read), holds);
    }
    case "+":
    case "-":
    case "*":
    case "/":
    case "%": {
      const calculate = arithmetic[node.value];
      return (read) => both(numeric(left(read)), numeric(right(read)), calculate as never, undefined);
    }
    case "&":
      return (read) => joined(text(left(read)), text(right(read)));
    default:
      return null;
  }
}

const orders = {
  "<": (a: string | number, b: string | number): boolean => a < b,
  "<=": (a: string | number, b: string | number): boolean => a <= b,
  ">": (a: string | number, b: string | number): boolean => a > b,
  ">=": (a: string | number, b: string | number): boolean => a >= b,
};
const arithmetic = {
  "+": (a: number, b: number): number => a + b,
  "-": (a: number, b: number): number => a - b,
  "*": (a: number, b: number): number => a * b,
  "/": (a: number, b: number): number => a / b,
  "%": (a: number, b: number): number => a % b,
};

/** Nothing (undefined) is equal to nothing, not even to itself, and differs from nothing either. */
function both<T>(a: unknown, b: unknown, whenThere: (a: unknown, b: unknown) => T, otherwise: T): T {
  return a === undefined || b === undefined ? otherwise : whenThere(a, b);
}

function compare(a: unknown, b: unknown, holds: (a: never, b: never) => boolean): boolean | undefined {
  for (const side of [a, b]) {
    if (side !== undefined && typeof side !== "string" && typeof side !== "number") {
      throw new EvaluationError(`Only numbers and texts can be compared by size, not ${kindOf(side)}.`);
    }
  }
  if (a === undefined || b === undefined) return undefined;
  if (typeof a !== typeof b) throw new EvaluationError("A number and a text can't be compared by size.");
  return holds(a as never, b as never);
}

function compileMinus(operand: Ast): Closure | null {
  const inner = compileSimple(operand);
  if (inner === null) return null;
  return (read) => {
    const value = numeric(inner(read));
    return value === undefined ? undefined : -value;
  };
}

function compileCondition(condition: Ast, then: Ast, otherwise: Ast | undefined): Closure | null {
  const test = compileSimple(condition);
  const whenTrue = compileSimple(then);
  const whenFalse = otherwise === undefined ? (): undefined => undefined : compileSimple(otherwise);
  if (test === null || whenTrue === null || whenFalse === null) return null;
  return (read) => (truth(test(read)) ? whenTrue(read) : whenFalse(read));
}

/** The functions that conditions need most. */
const simpleFunctions: { readonly [name: string]: (value: unknown) => unknown } = {
  exists: (value) => value !== undefined,
  boolean: (value) => (value === undefined ? undefined : truth(value)),
  not: (value) => (value === undefined ? undefined : !truth(value)),
};

function compileCall(node: FunctionAst): Closure | null {
  const { procedure } = node;
  const [argument, second] = node.arguments;
  if (procedure.type !== "variable" || !isPlain(procedure) || argument === undefined || second !== undefined)
    return null;
  const call = Object.hasOwn(simpleFunctions, procedure.value) ? simpleFunctions[procedure.value] : undefined;
  const inner = call === undefined ? null : compileSimple(argument);
  if (call === undefined || inner === null) return null;
  return (read) => call(inner(read));
}

// ---------------------------------------------------------------------------------------------------------------
// JSONata's conversions

/** The effective Boolean value; of a list, whether any item has a true one. */
function truth(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(truth);
  switch (typeof value) {
    case "string":
      return value !== "";
    case "number":
      return isNumber(value) && value !== 0;
    case "object":
      return value !== null && Object.keys(value).length > 0;
    default:
      return value === true;
  }
}

function isNumber(value: unknown): value is number {
  if (typeof value !== "number" || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw new EvaluationError("A number in it is too large.");
  return true;
}

function numeric(value: unknown): number | undefined {
  if (value === undefined || isNumber(value)) return value;
  throw new EvaluationError(`Only numbers can be calculated with, not ${kindOf(value)}.`);
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  if (Array.isArray(a) || Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal((a as Members)[key], (b as Members)[key]))
  );
}
interface Members {
  readonly [key: string]: unknown;
}

/** Numbers with at most fifteen digits, as the library writes them. */
function text(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" && !Number.isFinite(value)) throw new EvaluationError("A number in it is too large.");
  return JSON.stringify(value, (_, member) =>
    typeof member === "number" && !Number.isInteger(member) ? Number(member.toPrecision(15)) : member,
  );
}

function joined(a: string, b: string): string {
  if (a.length + b.length > maxText) throw new EvaluationError(`A text in it gets longer than ${maxText} characters.`);
  return a + b;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
