import { EvaluationError } from "@rb/ir";
import { builtinOf } from "./builtins/builtins.js";
import { arity, type Builtin, invoke, placesOf, takes } from "./builtins/signature.js";
import { compilePerhaps } from "./compile-data.js";
import { type Compiler, type Evaluate, type Frame, isBound, nearFunction, type Scope } from "./scope.js";
import type { Argument, Shape, Syntax } from "./syntax.js";
import { Mistake } from "./tokens.js";
import { describe, FeelFunction, type List, type Value } from "./values.js";

type Of<Kind extends Shape["kind"]> = Extract<Syntax, { readonly kind: Kind }>;

/** What is called by a name that nothing binds is a function of the language: no variable of a run is a function. */
export function compileCall(compiler: Compiler, syntax: Of<"call">, scope: Scope | null): Evaluate {
  const { callee, at } = syntax;
  const root = rootOf(callee);
  if (root === null || isBound(root, scope)) return compileOwn(compiler, syntax, scope);
  if (callee.kind !== "name") throw new Mistake(`'${root}' is data, which has no functions`, at);
  const known = builtinOf(callee.name);
  if (known === undefined) {
    throw new Mistake(`there is no function '${callee.name}'${nearFunction(callee.name)}`, at);
  }
  const places = placesIn(known, syntax.arguments, at);
  const values = syntax.arguments.map(({ value }, position) =>
    position === 0 && asksForNull.has(known.name)
      ? compilePerhaps(compiler, value, scope)
      : compiler.compile(value, scope),
  );
  return (run, frame) => {
    const given: Value[] = [];
    for (const [position, evaluate] of values.entries()) given[places[position] as number] = evaluate(run, frame);
    run.at = at;
    return invoke(run, known, given);
  };
}

/** The name that a path begins with. */
function rootOf(syntax: Syntax): string | null {
  if (syntax.kind === "name") return syntax.name;
  return syntax.kind === "path" || syntax.kind === "filter" ? rootOf(syntax.target) : null;
}

/** Functions whose first argument may be a variable that nobody has. */
const asksForNull: ReadonlySet<string> = new Set(["is defined", "get or else"]);

function placesIn(known: Builtin, given: readonly Argument[], at: number): readonly number[] {
  const names = given.flatMap(({ name }) => (name === null ? [] : [name]));
  const places = names.length > 0 ? placesOf(known, names) : given.map((_, position) => position);
  if (places === null) throw new Mistake(`'${known.name}' has no such parameters`, at);
  if (names.length === 0 && !known.signatures.some((signature) => takes(signature, given.length))) {
    throw new Mistake(`'${known.name}' takes ${arity(known)}`, at);
  }
  return places;
}

/** A function that the author wrote. */
function compileOwn(compiler: Compiler, syntax: Of<"call">, scope: Scope | null): Evaluate {
  const { callee, at } = syntax;
  const called = compiler.compile(callee, scope);
  const names = syntax.arguments.map(({ name }) => name);
  const values = syntax.arguments.map(({ value }) => compiler.compile(value, scope));
  return (run, frame) => {
    const target = called(run, frame);
    const given = values.map((evaluate) => evaluate(run, frame));
    run.at = at;
    if (!(target instanceof FeelFunction))
      throw new EvaluationError(`Only a function can be called, not ${describe(target)}.`);
    return target.call(run, inOrder(target, names, given));
  };
}

function inOrder({ parameters }: FeelFunction, names: readonly (string | null)[], given: List): List {
  if (names.length === 0 || names[0] === null) return given;
  if (parameters === null) throw new EvaluationError("Its arguments can only be given by position.");
  return parameters.map((parameter) => {
    const at = names.indexOf(parameter);
    if (at === -1) throw new EvaluationError(`'${parameter}' is not given.`);
    return given[at] as Value;
  });
}

export function compileFunction(
  compiler: Compiler,
  { parameters, body }: Of<"function">,
  scope: Scope | null,
): Evaluate {
  let inside = scope;
  for (const name of parameters) inside = { name, outer: inside };
  const evaluate = compiler.compile(body, inside);
  return (_run, frame) =>
    new FeelFunction(parameters, (run, values) => {
      if (values.length !== parameters.length) {
        throw new EvaluationError(`The function takes ${parameters.length} arguments, not ${values.length}.`);
      }
      run.spend(body.weight);
      let local: Frame | null = frame;
      for (const value of values) local = { value, outer: local };
      return run.inside(body.depth, () => evaluate(run, local));
    });
}
