/** Makes closures of a syntax tree, so that an expression is read once and evaluated often. */
import { compileCall, compileFunction } from "./compile-call.js";
import { compileContext, compileList, compilePath, compileRange } from "./compile-data.js";
import { compileFilter, compileFor, compileQuantified } from "./compile-loop.js";
import {
  compileArithmetic,
  compileBetween,
  compileChoice,
  compileComparison,
  compileInstance,
  compileLogic,
  compileMembership,
  compileNegation,
} from "./compile-operator.js";
import { type Compiler, compileName, type Evaluate, type Reads, type Scope } from "./scope.js";
import type { Shape, Syntax } from "./syntax.js";

type Row<Kind> = (
  compiler: Compiler,
  syntax: Extract<Syntax, { readonly kind: Kind }>,
  scope: Scope | null,
) => Evaluate;

const rows: { readonly [Kind in Shape["kind"]]: Row<Kind> } = {
  value:
    (_compiler, { value }) =>
    () =>
      value,
  name: ({ reads }, { name, at }, scope) => compileName(reads, name, at, scope, false),
  list: compileList,
  context: compileContext,
  range: compileRange,
  path: (compiler, syntax, scope) => compilePath(compiler, syntax, scope, false),
  filter: compileFilter,
  logic: compileLogic,
  compare: compileComparison,
  between: compileBetween,
  in: compileMembership,
  arithmetic: compileArithmetic,
  negate: compileNegation,
  instance: compileInstance,
  call: compileCall,
  function: compileFunction,
  if: compileChoice,
  for: compileFor,
  quantified: compileQuantified,
};

export interface Compiled {
  readonly evaluate: Evaluate;
  readonly reads: Reads;
}

/** Throws `Mistake`. */
export function compileSyntax(syntax: Syntax): Compiled {
  const reads: Reads = { surely: new Set(), perhaps: new Set() };
  const compiler: Compiler = {
    reads,
    compile: (part, scope) => (rows[part.kind] as Row<Shape["kind"]>)(compiler, part, scope),
  };
  return { evaluate: compiler.compile(syntax, null), reads };
}
