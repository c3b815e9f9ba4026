/** Where names come from: what is bound around an expression, then the variables of the run, then the functions of the language. */
import { EvaluationError, suggest } from "@rb/ir";
import { builtinNames, builtinOf } from "./builtins/builtins.js";
import { invoke } from "./builtins/signature.js";
import type { Run } from "./run.js";
import type { Syntax } from "./syntax.js";
import { FeelFunction, isContext, type List, memberOf, type Value } from "./values.js";

/** Bound values while an expression runs, innermost first; there is one for each `Scope` that the expression stands in. */
export interface Frame {
  readonly value: Value;
  readonly outer: Frame | null;
}

/** What is bound while an expression is compiled, innermost first. */
export interface Scope {
  /** Null for an item that is filtered: its entries have names that only the run knows. */
  readonly name: string | null;
  /** Whether it is a list that still grows, so that whoever asks for it gets a copy. */
  readonly grows?: true;
  readonly outer: Scope | null;
}

export type Evaluate = (run: Run, frame: Frame | null) => Value;

/** What an expression may read; `surely` leaves out what may also be an entry of an item that is filtered. */
export interface Reads {
  readonly surely: Set<string>;
  readonly perhaps: Set<string>;
}

/** A name as a value. Where `missingIsNull`, one that nobody has is null: a test for null is how FEEL asks whether there is one. */
export function compileName(
  reads: Reads,
  name: string,
  at: number,
  scope: Scope | null,
  missingIsNull: boolean,
): Evaluate {
  const items: number[] = [];
  let distance = 0;
  for (let place = scope; place !== null; place = place.outer, distance++) {
    if (place.name === null) items.push(distance);
    const isItem = place.name === null && name === "item";
    if (place.name === name || isItem) return fromItems(items, name, place.grows ? growing(distance) : bound(distance));
  }
  (items.length === 0 ? reads.surely : reads.perhaps).add(name);
  return fromItems(items, name, free(name, at, missingIsNull));
}

/** Going far out is paid for: there may be as many frames as fit into a text. */
function bound(distance: number): Evaluate {
  if (distance < 16) return (_run, frame) => frameAt(frame, distance).value;
  return (run, frame) => {
    run.spend(distance >> 3);
    return frameAt(frame, distance).value;
  };
}

function growing(distance: number): Evaluate {
  return (run, frame) => {
    const list = frameAt(frame, distance).value as List;
    run.spend(list.length);
    return list.slice();
  };
}

function frameAt(frame: Frame | null, distance: number): Frame {
  let found = frame as Frame;
  for (let left = distance; left > 0; left--) found = found.outer as Frame;
  return found;
}

/** An entry of an item that is filtered hides what is bound further out. */
function fromItems(distances: readonly number[], name: string, otherwise: Evaluate): Evaluate {
  if (distances.length === 0) return otherwise;
  return (run, frame) => {
    for (const distance of distances) {
      const { value } = frameAt(frame, distance);
      if (isContext(value) && Object.hasOwn(value, name)) return memberOf(value, name);
    }
    return otherwise(run, frame);
  };
}

function free(name: string, at: number, missingIsNull: boolean): Evaluate {
  const known = builtinOf(name);
  const value = known === undefined ? undefined : new FeelFunction(null, (run, values) => invoke(run, known, values));
  return (run) => {
    const found = run.read(name);
    if (found !== undefined) return found;
    if (missingIsNull) return null;
    if (value !== undefined) return value;
    run.at = at;
    throw new EvaluationError(`There is no variable '${name}'.`);
  };
}

/** What the parts of the compiler share. */
export interface Compiler {
  readonly reads: Reads;
  /** Throws `Mistake` for a function that isn't there or can't be called like that. */
  readonly compile: (syntax: Syntax, scope: Scope | null) => Evaluate;
}

export function isBound(name: string, scope: Scope | null): boolean {
  for (let place = scope; place !== null; place = place.outer) if (place.name === name) return true;
  return false;
}

export function nearFunction(name: string): string {
  const near = suggest(name, builtinNames);
  return near === undefined ? "" : `; did you mean '${near}'?`;
}
