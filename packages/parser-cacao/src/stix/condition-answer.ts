/** Answers in three values: yes, no, and what nobody knows yet. */
import { type Environment, EvaluationError, type Json } from "@rb/ir";
import type { Operand, Path } from "./ast.js";
import type { Budget } from "./budget.js";
import { type ConditionValue, constantValue, type Relation, truthOf } from "./condition-values.js";
import { walk } from "./object-path.js";
import { Bytes } from "./values.js";

interface Unknown {
  readonly unknown: string;
}

/** What a condition comes to. */
export type Answer = boolean | Unknown;

/** AND stops at the first false, OR at the first true; what nobody knows counts only when nothing stops. */
export function first<T>(items: readonly T[], stop: boolean, test: (item: T) => Answer): Answer {
  let unknown: Unknown | undefined;
  for (const item of items) {
    const answer = test(item);
    if (answer === stop) return stop;
    if (typeof answer !== "boolean") unknown ??= answer;
  }
  return unknown ?? !stop;
}

export function negated(answer: Answer): Answer {
  return typeof answer === "boolean" ? !answer : answer;
}

/** The values of a side: several where `[*]` stands. */
export type Reader = (
  environment: Environment,
  budget: Budget,
) => { readonly values: readonly ConditionValue[] } | Unknown;

/** How a side is read. Throws `PatternSyntax` for a constant that means nothing. */
export function readerOf(operand: Operand): Reader {
  if (operand.kind === "path") return (environment, budget) => read(operand, environment, budget);
  const constant = { values: [constantValue(operand)] };
  return () => constant;
}

/**
 * Whether any value of the left side relates to any of the right ones. Negated: whether any relates to none, as patterns have it of lists
 * (STIX 2.1, 9.6.1).
 */
export function relate(
  left: Reader,
  rights: readonly Reader[],
  { relation, isNegated }: { readonly relation: Relation; readonly isNegated: boolean },
  environment: Environment,
  budget: Budget,
): Answer {
  const found = left(environment, budget);
  if ("unknown" in found) return found;
  return first(found.values, true, (value) => {
    const answer = first(rights, true, (right) => {
      const others = right(environment, budget);
      if ("unknown" in others) return others;
      budget.spend(others.values.length + (typeof value === "string" ? value.length >> 6 : 0));
      return others.values.some((other) => relation(value, other, budget));
    });
    return isNegated ? negated(answer) : answer;
  });
}

export function truth(side: Reader, environment: Environment, budget: Budget): Answer {
  const found = side(environment, budget);
  return "unknown" in found ? found : found.values.some(truthOf);
}

/** A variable exists when it has a value other than null; so does what is inside of one. Nothing is said of what a secret holds. */
export function existence({ type, steps }: Path, environment: Environment, budget: Budget): Answer {
  const slot = environment(type);
  if (slot === undefined) return false;
  if ("unknown" in slot) return slot;
  if (!("json" in slot)) return steps.length <= 1 || refuse(type, slot);
  return inside(slot.json, steps.slice(1), budget).some((value) => value !== null);
}

function read(
  { type, steps }: Path,
  environment: Environment,
  budget: Budget,
): { readonly values: readonly ConditionValue[] } | Unknown {
  const slot = environment(type);
  if (slot === undefined) throw new EvaluationError(`The variable '${type}' does not exist here.`);
  if ("unknown" in slot) return slot;
  if (!("json" in slot)) return refuse(type, slot);
  const values = inside(slot.json, steps.slice(1), budget);
  const isAny = steps.some(({ kind }) => kind === "any");
  if (values.length === 0 && !isAny) throw new EvaluationError(`'${type}' has nothing at the end of this path.`);
  return { values };
}

function refuse(name: string, slot: object): never {
  throw new EvaluationError(
    `'${name}' is ${"secret" in slot ? "a secret" : "stored elsewhere"}, so no condition can read it.`,
  );
}

function inside(json: Json, steps: Path["steps"], budget: Budget): Json[] {
  const found = walk(json, steps, () => undefined, budget);
  return found.map((value) => (value instanceof Bytes ? value.text : value));
}
