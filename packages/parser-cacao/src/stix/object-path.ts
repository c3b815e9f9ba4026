/** What an object path leads to (STIX 2.1, 9.7). */
import { EvaluationError, type Json, type JsonObject } from "@rb/ir";
import type { PathStep } from "./ast.js";
import type { Budget } from "./budget.js";
import { bytesOfBase64, bytesOfHex, isBase64, isHex } from "./literals.js";
import { Bytes, type Found } from "./values.js";

/** Finds an object by the identifier that a reference holds. */
export type Resolve = (identifier: string) => JsonObject | undefined;

interface Stop {
  readonly value: Found;
  /** The property that it was last found at is a reference, or a list of some. */
  readonly isReference: boolean;
}

/** What taking a step counts for, beside looking at a value. */
const stepCost = 4;

/**
 * Every value that the steps lead to from a value; none where one can't be taken. A reference is followed when a property of what it names is
 * asked for, and leads nowhere when that isn't there. Objects and references that were reached twice go on once, so that circles don't
 * multiply.
 */
export function walk(from: Json, steps: readonly PathStep[], resolve: Resolve, budget: Budget): readonly Found[] {
  let stops: Stop[] = [{ value: from, isReference: false }];
  for (const step of steps) {
    const seen = new Set<Found>();
    const next: Stop[] = [];
    for (const stop of stops) {
      const reached = taken(stop, step, resolve, budget);
      budget.spend(stepCost + reached.length);
      for (const one of reached) {
        if ((one.isReference || typeof one.value === "object") && seen.has(one.value)) continue;
        seen.add(one.value);
        next.push(one);
      }
    }
    stops = next;
  }
  return stops.map(({ value }) => value);
}

function taken({ value, isReference }: Stop, step: PathStep, resolve: Resolve, budget: Budget): readonly Stop[] {
  if (step.kind === "key") {
    const object = isReference && typeof value === "string" ? resolve(value) : value;
    return isObject(object) && Object.hasOwn(object, step.key) ? [property(object, step.key, budget)] : [];
  }
  if (!Array.isArray(value)) return [];
  if (step.kind === "any") return value.map((element: Json) => ({ value: element, isReference }));
  return step.index < value.length ? [{ value: value[step.index] as Json, isReference }] : [];
}

function property(object: JsonObject, key: string, budget: Budget): Stop {
  return { value: decoded(key, object[key] as Json, budget), isReference: /_refs?$/.test(key) };
}

/** `_hex` and `_bin` say how bytes are written (STIX 2.1, 3.1). */
function decoded(key: string, value: Json, budget: Budget): Found {
  if (typeof value !== "string" || !/_(?:hex|bin)$/.test(key)) return value;
  budget.spend(value.length);
  if (key.endsWith("_hex")) return isHex(value) ? new Bytes(bytesOfHex(value)) : wrong(key, "hexadecimal digits");
  if (value === "") return new Bytes("");
  return isBase64(value) ? new Bytes(bytesOfBase64(value)) : wrong(key, "base64");
}

function wrong(key: string, what: string): never {
  throw new EvaluationError(`The property '${key}' is not ${what}.`);
}

export function isObject(value: Found | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Bytes);
}
