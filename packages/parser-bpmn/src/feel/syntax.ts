/** The syntax tree of an expression, DMN 1.5, 10.3.1.2. */
import type { Value } from "./values.js";

interface Base {
  /** Where it stands in the text; of an operator, where the operator stands. */
  readonly at: number;
  /** How deep it is nested, itself included. */
  readonly depth: number;
  /** How many nodes it has, itself included: what one evaluation of it costs at most, loops and calls aside. */
  readonly weight: number;
}

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "**";

export type Shape =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Syntax[] }
  | { readonly kind: "context"; readonly entries: readonly (readonly [key: string, value: Syntax])[] }
  | RangeShape
  | { readonly kind: "logic"; readonly operator: "and" | "or"; readonly operands: readonly Syntax[] }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: "between"; readonly operand: Syntax; readonly low: Syntax; readonly high: Syntax }
  | { readonly kind: "in"; readonly operand: Syntax; readonly tests: readonly Syntax[] }
  | { readonly kind: "arithmetic"; readonly operator: Arithmetic; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: "negate"; readonly operand: Syntax }
  | { readonly kind: "instance"; readonly operand: Syntax; readonly type: Type }
  | { readonly kind: "path"; readonly target: Syntax; readonly member: string }
  | { readonly kind: "filter"; readonly target: Syntax; readonly by: Syntax }
  | { readonly kind: "call"; readonly callee: Syntax; readonly arguments: readonly Argument[] }
  | { readonly kind: "if"; readonly test: Syntax; readonly then: Syntax; readonly else: Syntax }
  | { readonly kind: "for"; readonly bindings: readonly Binding[]; readonly result: Syntax }
  | {
      readonly kind: "quantified";
      readonly every: boolean;
      readonly bindings: readonly Binding[];
      readonly test: Syntax;
    }
  | { readonly kind: "function"; readonly parameters: readonly string[]; readonly body: Syntax };

/** A range with both ends, or, from `< 5` and the like, with one. */
export interface RangeShape {
  readonly kind: "range";
  readonly low: Syntax | null;
  readonly high: Syntax | null;
  readonly lowIncluded: boolean;
  readonly highIncluded: boolean;
}

export interface Argument {
  /** Of an invocation by name; null by position. */
  readonly name: string | null;
  readonly value: Syntax;
}

/** A name that takes each value of a list in turn; with `to`, each whole number or day of an interval. */
export interface Binding {
  readonly name: string;
  readonly from: Syntax;
  readonly to: Syntax | null;
}

export type Type =
  | { readonly name: string }
  | { readonly list: Type }
  | { readonly range: Type }
  | { readonly context: readonly (readonly [name: string, type: Type])[] }
  | { readonly function: true };

export type Syntax = Base & Shape;

/** Expressions are read and evaluated by recursion: this bounds how deep. */
export const maxDepth = 200;
