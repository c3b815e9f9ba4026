/** What is evaluated once for each item: `for`, `some`, `every` and filters. Each time is paid for by the size of what is evaluated. */
import { EvaluationError } from "@rb/ir";
import type { Run } from "./run.js";
import type { Compiler, Evaluate, Frame, Scope } from "./scope.js";
import type { Binding, Shape, Syntax } from "./syntax.js";
import { FeelDate } from "./temporal/date-time.js";
import { describe, isList, type List, Range, type Value } from "./values.js";

type Of<Kind extends Shape["kind"]> = Extract<Syntax, { readonly kind: Kind }>;

interface Loop {
  readonly from: Evaluate;
  readonly to: Evaluate | null;
  readonly at: number;
}

/** Bindings, each of which sees those before it, and what is evaluated inside of all. */
function compileLoops(
  compiler: Compiler,
  bindings: readonly Binding[],
  body: Syntax,
  scope: Scope | null,
): { readonly loops: readonly Loop[]; readonly inner: Evaluate } {
  let inside = scope;
  const loops = bindings.map(({ name, from, to }): Loop => {
    const loop = {
      from: compiler.compile(from, inside),
      to: to === null ? null : compiler.compile(to, inside),
      at: from.at,
    };
    inside = { name, outer: inside };
    return loop;
  });
  return { loops, inner: compiler.compile(body, inside) };
}

/** Goes through all combinations until `visit` answers true. */
function combinations(
  run: Run,
  loops: readonly Loop[],
  frame: Frame | null,
  visit: (frame: Frame) => boolean,
): boolean {
  const [loop, ...more] = loops;
  if (loop === undefined) return visit(frame as Frame);
  const from = loop.from(run, frame);
  const to = loop.to?.(run, frame);
  run.at = loop.at;
  return each(run, to === undefined ? from : new Range(from, to, true, true), (value) =>
    combinations(run, more, { value, outer: frame }, visit),
  );
}

function each(run: Run, domain: Value, visit: (value: Value) => boolean): boolean {
  if (domain instanceof Range) return eachBetween(run, domain, visit);
  if (domain === null) throw new EvaluationError("There is nothing to go through: null.");
  for (const value of isList(domain) ? domain : [domain]) {
    run.spend(1);
    if (visit(value)) return true;
  }
  return false;
}

/** DMN 1.5, 10.3.2.14: whole numbers or days, in either direction. */
function eachBetween(run: Run, range: Range, visit: (value: Value) => boolean): boolean {
  const ends = [range.low, range.high];
  const areDays = ends.every((end) => end instanceof FeelDate);
  const [low, high] = areDays ? ends.map((end) => (end as FeelDate).days) : ends;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high)) {
    throw new EvaluationError(
      `Only whole numbers and dates can be counted through, not ${describe(range.low)} and ${describe(range.high)}.`,
    );
  }
  const [from, to] = [low as number, high as number];
  const step = from <= to ? 1 : -1;
  const last = range.highIncluded ? to + step : to;
  for (let at = range.lowIncluded ? from : from + step; (last - at) * step > 0; at += step) {
    run.spend(1);
    if (visit(areDays ? new FeelDate(at) : at)) return true;
  }
  return false;
}

/** `partial` is what was found so far: DMN 1.5, 10.3.2.14. */
export function compileFor(compiler: Compiler, { bindings, result }: Of<"for">, scope: Scope | null): Evaluate {
  const outside: Scope = { name: "partial", grows: true, outer: scope };
  const { loops, inner } = compileLoops(compiler, bindings, result, outside);
  return (run, frame) => {
    const found: Value[] = [];
    combinations(run, loops, { value: found, outer: frame }, (inside) => {
      run.spend(result.weight);
      found.push(inner(run, inside));
      return false;
    });
    return found;
  };
}

/** DMN 1.5, table 52: like `or` and `and`. */
export function compileQuantified(compiler: Compiler, syntax: Of<"quantified">, scope: Scope | null): Evaluate {
  const { bindings, test, every } = syntax;
  const { loops, inner } = compileLoops(compiler, bindings, test, scope);
  return (run, frame) => {
    let isUnsure = false;
    const decided = combinations(run, loops, frame, (inside) => {
      run.spend(test.weight);
      const value = inner(run, inside);
      isUnsure ||= value === null;
      return value !== null && truth(run, value, syntax.at) !== every;
    });
    if (decided) return !every;
    return isUnsure ? null : every;
  };
}

function truth(run: Run, value: Value, at: number): boolean {
  if (typeof value === "boolean") return value;
  run.at = at;
  throw new EvaluationError(`What is asked of each item must be true or false, not ${describe(value)}.`);
}

/** DMN 1.5, 10.3.2.5: by a number, the item at that position; else the items for which it is true. */
export function compileFilter(compiler: Compiler, { target, by, at }: Of<"filter">, scope: Scope | null): Evaluate {
  const [list, filter] = [compiler.compile(target, scope), compiler.compile(by, { name: null, outer: scope })];
  return (run, frame) => {
    const value = list(run, frame);
    if (value === null) return null;
    const items = isList(value) ? value : [value];
    const found: Value[] = [];
    if (items.length === 0 && isTest(by)) return found;
    for (const item of items.length === 0 ? [null] : items) {
      run.spend(by.weight);
      const answer = filter(run, { value: item, outer: frame });
      if (typeof answer === "number") {
        run.at = at;
        return itemAt(items, answer);
      }
      if (answer !== null && truth(run, answer, at)) found.push(item);
    }
    return items.length === 0 ? [] : found;
  };
}

/** Null when there is none: DMN 1.5, 10.3.2.5. */
function itemAt(items: List, position: number): Value {
  if (!Number.isInteger(position)) throw new EvaluationError(`There is no position ${position} in a list.`);
  return items.at(position > 0 ? position - 1 : position === 0 ? items.length : position) ?? null;
}

/** Whether it never answers a number, so that there is no need to ask it where there are no items. */
function isTest({ kind }: Syntax): boolean {
  return (
    kind === "compare" ||
    kind === "logic" ||
    kind === "between" ||
    kind === "in" ||
    kind === "quantified" ||
    kind === "instance"
  );
}
