import { EvaluationError } from "@rb/ir";
import { calculate, negated } from "./arithmetic.js";
import { equals, meets, order } from "./compare.js";
import { compilePerhaps } from "./compile-data.js";
import { isInstance } from "./instance.js";
import type { Run } from "./run.js";
import type { Compiler, Evaluate, Scope } from "./scope.js";
import type { Comparison, Shape, Syntax } from "./syntax.js";
import { describe, type Value } from "./values.js";

type Of<Kind extends Shape["kind"]> = Extract<Syntax, { readonly kind: Kind }>;

/** Two operands, and what is made of them. */
function binary(
  left: Evaluate,
  right: Evaluate,
  at: number,
  apply: (run: Run, left: Value, right: Value) => Value,
): Evaluate {
  return (run, frame) => {
    const one = left(run, frame);
    const other = right(run, frame);
    run.at = at;
    return apply(run, one, other);
  };
}

export function compileArithmetic(
  compiler: Compiler,
  { operator, left, right, at }: Of<"arithmetic">,
  scope: Scope | null,
): Evaluate {
  const [one, other] = [compiler.compile(left, scope), compiler.compile(right, scope)];
  return binary(one, other, at, (run, first, second) => calculate(run, operator, first, second));
}

const comparisons: { readonly [operator in Comparison]: (run: Run, left: Value, right: Value) => boolean } = {
  "=": equals,
  "!=": (run, left, right) => !equals(run, left, right),
  "<": (run, left, right) => order(run, left, right) < 0,
  "<=": (run, left, right) => order(run, left, right) <= 0,
  ">": (run, left, right) => order(run, left, right) > 0,
  ">=": (run, left, right) => order(run, left, right) >= 0,
};

export function compileComparison(
  compiler: Compiler,
  { operator, left, right, at }: Of<"compare">,
  scope: Scope | null,
): Evaluate {
  const isTest = (operator === "=" || operator === "!=") && (isNull(left) || isNull(right));
  const operand = (part: Syntax): Evaluate =>
    isTest ? compilePerhaps(compiler, part, scope) : compiler.compile(part, scope);
  return binary(operand(left), operand(right), at, comparisons[operator]);
}

function isNull(syntax: Syntax): boolean {
  return syntax.kind === "value" && syntax.value === null;
}

export function compileBetween(compiler: Compiler, syntax: Of<"between">, scope: Scope | null): Evaluate {
  const [operand, low, high] = [syntax.operand, syntax.low, syntax.high].map((part) =>
    compiler.compile(part, scope),
  ) as [Evaluate, Evaluate, Evaluate];
  return (run, frame) => {
    const [value, from, to] = [operand(run, frame), low(run, frame), high(run, frame)];
    run.at = syntax.at;
    return order(run, value, from) >= 0 && order(run, value, to) <= 0;
  };
}

export function compileMembership(compiler: Compiler, { operand, tests, at }: Of<"in">, scope: Scope | null): Evaluate {
  const tested = compiler.compile(operand, scope);
  const against = tests.map((test) => compiler.compile(test, scope));
  return (run, frame) => {
    const value = tested(run, frame);
    return against.some((test) => {
      const one = test(run, frame);
      run.at = at;
      return meets(run, value, one);
    });
  };
}

/** Three values, DMN 1.5, table 49: what decides is not affected by a null. Nothing is evaluated behind what decides. */
export function compileLogic(
  compiler: Compiler,
  { operator, operands, at }: Of<"logic">,
  scope: Scope | null,
): Evaluate {
  const parts = operands.map((operand) => compiler.compile(operand, scope));
  const decisive = operator === "or";
  return (run, frame) => {
    let result: boolean | null = !decisive;
    for (const part of parts) {
      const value = part(run, frame);
      if (value === decisive) return decisive;
      if (value === null) result = null;
      else if (typeof value !== "boolean") {
        run.at = at;
        throw new EvaluationError(`'${operator}' wants true or false, not ${describe(value)}.`);
      }
    }
    return result;
  };
}

export function compileNegation(compiler: Compiler, { operand, at }: Of<"negate">, scope: Scope | null): Evaluate {
  const value = compiler.compile(operand, scope);
  return (run, frame) => {
    const found = value(run, frame);
    run.at = at;
    return negated(found);
  };
}

export function compileInstance(compiler: Compiler, { operand, type }: Of<"instance">, scope: Scope | null): Evaluate {
  const value = compiler.compile(operand, scope);
  return (run, frame) => isInstance(run, value(run, frame), type);
}

/** DMN 1.5, table 50: null chooses what stands behind `else`. */
export function compileChoice(compiler: Compiler, syntax: Of<"if">, scope: Scope | null): Evaluate {
  const test = compiler.compile(syntax.test, scope);
  const [then, otherwise] = [compiler.compile(syntax.then, scope), compiler.compile(syntax.else, scope)];
  return (run, frame) => {
    const value = test(run, frame);
    if (value !== null && typeof value !== "boolean") {
      run.at = syntax.at;
      throw new EvaluationError(`'if' wants true or false, not ${describe(value)}.`);
    }
    return value === true ? then(run, frame) : otherwise(run, frame);
  };
}
