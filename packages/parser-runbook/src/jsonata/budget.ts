/**
 * Theory of operation. The library counts depth, time and the length of sequences. What it leaves open is how much a value can hold (a
 * text doubled forty times, a list that holds itself twice, and again) and what a value can be (a function under the key `then` would be
 * called by the language's own promises). So every value is measured when the part of the expression that made it is done: its size as
 * JSON, where what is held twice counts twice. Values never change once made, so each is measured once, and asking again is a look-up.
 * Counting steps makes the end of a runaway expression the same on every machine; the library's clock is only the last resort.
 */
import { EvaluationError } from "@rb/ir";
import type jsonata from "jsonata";
import type { Going } from "./analyse.js";
import type { Ast } from "./ast.js";

const maxSteps = 100_000;
/** Characters of texts, plus a few for each member or item: about the size of the JSON. */
const maxSize = 1024 * 1024;
const maxDepth = 64;
/**
 * A call at the end of a function is handed back and carried out outside of it, so the library doesn't count it as a level. Where it leads through a
 * function that was passed as an argument, it is one all the same, and takes the room of one.
 */
const stepsOfTailCall = 4;
const sizeOfItem = 8;
/** Functions and comparisons go through what they are given each time, so long lists take more than a step. */
const itemsAStep = 64;
/** Whatever is done with a text goes through it, so long ones take more than a step each time. */
const charactersAStep = 4096;

interface Measure {
  readonly size: number;
  readonly depth: number;
}
const leaf: Measure = { size: sizeOfItem, depth: 0 };

/** Bounds on one evaluation, and the time that it takes place at. */
export class Budget {
  /** No variable of an expression can have this name. */
  static readonly key: string = "\0budget";
  readonly nowMs: number;
  readonly #measures: WeakMap<object, Measure> = new WeakMap();
  #steps = 0;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  /** A part of an expression has given a value. */
  account(node: Ast, value: unknown, isPairValue: boolean): void {
    this.#take(1);
    if (typeof value === "function") {
      // A function that was passed as an argument: it may be called or passed on, but never kept in a value.
      if (node.type !== "variable" || isPairValue) throw functionInValue();
      return;
    }
    if (typeof value === "string") {
      this.#take(Math.floor(value.length / charactersAStep));
      return this.checkSize(value.length);
    }
    if (typeof value !== "object" || value === null) return;
    if (!isFunctionObject(value)) this.#measure(value);
    else if ("thunk" in value) this.#take(stepsOfTailCall);
  }

  /** A value that was accounted for before is gone through. */
  goThrough(value: unknown, going: Going): void {
    if (typeof value !== "object" || value === null || isFunctionObject(value)) return;
    const items =
      going === "everything" ? this.#measure(value).size / sizeOfItem : Array.isArray(value) ? value.length : 0;
    this.#take(Math.floor(items / itemsAStep));
  }

  /** Work that is done besides evaluating parts of the expression. */
  spend(steps: number): void {
    this.#take(steps);
  }

  #take(steps: number): void {
    this.#steps += steps;
    if (this.#steps > maxSteps) throw new EvaluationError(`It takes more than ${maxSteps} steps.`);
  }

  checkSize(size: number): void {
    if (size > maxSize) throw new EvaluationError(`A value in it gets larger than ${maxSize} characters.`);
  }

  /** A copy that the library may scribble on; measured on the way. */
  copy(value: unknown, depth = 0): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (depth > maxDepth) throw tooDeep();
    if (Array.isArray(value)) return value.map((item) => this.copy(item, depth + 1));
    const copy = Object.create(null) as { [key: string]: unknown };
    for (const [key, member] of Object.entries(value)) {
      // The library would take such an object for one of its functions.
      if (key === "_jsonata_function" || key === "_jsonata_lambda")
        throw new EvaluationError(`A value has the key '${key}', which is reserved.`);
      copy[key] = this.copy(member, depth + 1);
    }
    return copy;
  }

  #measure(value: unknown): Measure {
    if (typeof value === "string") return { size: sizeOfItem + value.length, depth: 0 };
    if (typeof value === "function") throw functionInValue();
    if (typeof value !== "object" || value === null) return leaf;
    const known = this.#measures.get(value);
    if (known !== undefined) return known;
    if (isFunctionObject(value)) throw functionInValue();
    let size = sizeOfItem;
    let depth = 0;
    const add = (part: unknown): void => {
      const measure = this.#measure(part);
      size += measure.size;
      depth = Math.max(depth, measure.depth + 1);
    };
    if (Array.isArray(value)) {
      // Making and measuring a long list is work, too.
      this.#take(value.length >> 4);
      value.forEach(add);
    } else {
      for (const [key, member] of Object.entries(value)) {
        size += key.length;
        add(member);
      }
    }
    this.checkSize(size);
    if (depth > maxDepth) throw tooDeep();
    const measure = { size, depth };
    this.#measures.set(value, measure);
    return measure;
  }
}

/** What the library calls a function on. */
export interface Focus {
  readonly environment: jsonata.Environment;
}

/** Of the evaluation that a function is called in. */
export function budgetOf({ environment }: Focus): Budget {
  return environment.lookup(Budget.key) as Budget;
}

function functionInValue(): EvaluationError {
  return new EvaluationError("A function can be called or passed to another one, but not kept in a value.");
}
function tooDeep(): EvaluationError {
  return new EvaluationError(`A value in it is nested more than ${maxDepth} levels deep.`);
}
function isFunctionObject(value: object): boolean {
  return "_jsonata_function" in value || "_jsonata_lambda" in value;
}
