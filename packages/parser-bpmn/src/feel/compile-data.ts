import { order } from "./compare.js";
import { propertyOf } from "./properties.js";
import { type Compiler, compileName, type Evaluate, type Frame, type Scope } from "./scope.js";
import type { RangeShape, Syntax } from "./syntax.js";
import { contextOf, Range, type Value } from "./values.js";

export function compileList(
  compiler: Compiler,
  syntax: { readonly items: readonly Syntax[] },
  scope: Scope | null,
): Evaluate {
  const items = syntax.items.map((item) => compiler.compile(item, scope));
  return (run, frame) => items.map((item) => item(run, frame));
}

/** Each entry sees those before it: DMN 1.5, 10.3.2.6. */
export function compileContext(
  compiler: Compiler,
  syntax: { readonly entries: readonly (readonly [key: string, value: Syntax])[] },
  scope: Scope | null,
): Evaluate {
  let inner = scope;
  const entries: (readonly [string, Evaluate])[] = [];
  for (const [name, value] of syntax.entries) {
    entries.push([name, compiler.compile(value, inner)]);
    inner = { name, outer: inner };
  }
  return (run, frame) => {
    let seen: Frame | null = frame;
    const found: (readonly [string, Value])[] = [];
    for (const [name, evaluate] of entries) {
      const value = evaluate(run, seen);
      seen = { value, outer: seen };
      found.push([name, value]);
    }
    return contextOf(found);
  };
}

export function compileRange(
  compiler: Compiler,
  syntax: RangeShape & { readonly at: number },
  scope: Scope | null,
): Evaluate {
  const { lowIncluded, highIncluded, at } = syntax;
  const end = (part: Syntax | null): Evaluate => (part === null ? () => null : compiler.compile(part, scope));
  const [low, high] = [end(syntax.low), end(syntax.high)];
  return (run, frame) => {
    const [from, to] = [low(run, frame), high(run, frame)];
    run.at = at;
    // An end that is null, or of another kind than the other one, is a mistake: nothing is between them.
    if (syntax.low !== null) order(run, from, syntax.high === null ? from : to);
    if (syntax.high !== null) order(run, to, to);
    return new Range(from, to, lowIncluded, highIncluded);
  };
}

export function compilePath(
  compiler: Compiler,
  { target, member, at }: { readonly target: Syntax; readonly member: string; readonly at: number },
  scope: Scope | null,
  missingIsNull: boolean,
): Evaluate {
  const owner = missingIsNull ? compilePerhaps(compiler, target, scope) : compiler.compile(target, scope);
  return (run, frame) => {
    const value = owner(run, frame);
    run.at = at;
    return propertyOf(run, value, member);
  };
}

/** An operand of a test for null: a variable that nobody has is null there. */
export function compilePerhaps(compiler: Compiler, syntax: Syntax, scope: Scope | null): Evaluate {
  if (syntax.kind === "name") return compileName(compiler.reads, syntax.name, syntax.at, scope, true);
  return syntax.kind === "path" ? compilePath(compiler, syntax, scope, true) : compiler.compile(syntax, scope);
}
