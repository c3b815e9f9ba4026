/** What a built-in function takes, and making what it is given into that. */
import { EvaluationError } from "@rb/ir";
import type { Run } from "../run.js";
import { FeelDate, midnight } from "../temporal/date-time.js";
import { describe, isList, kindOf, type List, type Value } from "../values.js";

/** What it is given fits its signature: the functions below may rely on kinds. An argument that is left out is undefined. */
export type Call = (run: Run, values: List) => Value;
/** A name, its signatures, separated by `;`, and what it does. `a: kind|kind`, `a?: kind` may be left out, `...a: kind` takes the rest. */
export type Row = readonly [name: string, signatures: string, call: Call];

interface Parameter {
  readonly name: string;
  readonly kinds: ReadonlySet<string>;
  readonly optional: boolean;
  readonly rest: boolean;
}

export interface Builtin {
  readonly name: string;
  readonly signatures: readonly (readonly Parameter[])[];
  readonly call: Call;
}

export function builtin([name, signatures, call]: Row): Builtin {
  return {
    name,
    call,
    signatures: signatures.split("; ").map((one) => one.split(", ").filter(Boolean).map(parameter)),
  };
}

function parameter(text: string): Parameter {
  const colon = text.indexOf(": ");
  const [written, kinds] = [text.slice(0, colon), text.slice(colon + 2)];
  return {
    name: written.replace(/^\.\.\.|\?$/g, ""),
    kinds: new Set(kinds.split("|")),
    optional: written.endsWith("?"),
    rest: written.startsWith("..."),
  };
}

/** How many arguments each signature takes, for people. */
export function arity({ signatures }: Builtin): string {
  const counts = new Set<number>();
  for (const one of signatures) {
    const least = one.filter((part) => !part.optional).length;
    for (let count = least; count <= one.length; count++) counts.add(count);
  }
  const all = [...counts].sort((left, right) => left - right).map(String);
  const last = all.pop() ?? "";
  const list = all.length === 0 ? last : `${all.join(", ")} or ${last}`;
  return `${list} argument${list === "1" ? "" : "s"}`;
}

export function takes(signature: readonly Parameter[], count: number): boolean {
  const least = signature.filter((part) => !part.optional && !part.rest).length;
  return count >= least && (count <= signature.length || signature.at(-1)?.rest === true);
}

/** Where each of the named arguments goes; null when no signature has them all. */
export function placesOf({ signatures }: Builtin, names: readonly string[]): readonly number[] | null {
  for (const signature of signatures) {
    const places = names.map((name) => signature.findIndex((part) => part.name === name));
    const isGiven = (part: Parameter): boolean => part.optional || names.includes(part.name);
    if (!places.includes(-1) && signature.every(isGiven)) return places;
  }
  return null;
}

/** Calls it with the first signature that what is given fits. */
export function invoke(run: Run, { name, signatures, call }: Builtin, given: List): Value {
  let why: string | null = null;
  for (const signature of signatures) {
    if (!takes(signature, given.length)) continue;
    const ready = fitted(signature, given);
    if (typeof ready !== "string") return call(run, ready);
    why ??= ready;
  }
  throw new EvaluationError(`${name}: ${why ?? "it takes another number of arguments"}.`);
}

/** Values of the kinds that are wanted, or why they aren't. */
function fitted(signature: readonly Parameter[], given: List): List | string {
  const values: Value[] = [];
  for (const [at, part] of signature.entries()) {
    if (part.rest) {
      values.push(given.slice(at));
      break;
    }
    const value = given[at];
    if (value === undefined || (value === null && part.optional)) continue;
    const found = converted(value, part.kinds);
    if (found === undefined) return `'${part.name}' must be ${wanted(part.kinds)}, not ${describe(value)}`;
    values[at] = found;
  }
  return values;
}

function wanted(kinds: ReadonlySet<string>): string {
  return kinds.has("any") ? "given" : `a ${[...kinds].join(" or a ")}`;
}

/** DMN 1.5, 10.3.2.9.4: a list of one for its item, an item for a list of one, a date for its midnight. Undefined when nothing fits. */
function converted(value: Value, kinds: ReadonlySet<string>): Value | undefined {
  const kind = kindOf(value);
  if (kinds.has(kind) || kinds.has("any")) return value;
  if (kind === "null") return undefined;
  if (kinds.has("list")) return [value];
  if (kinds.has("date and time") && value instanceof FeelDate) return midnight(value);
  if (isList(value) && value.length === 1 && kinds.has(kindOf(value[0] as Value))) return value[0];
  return undefined;
}
