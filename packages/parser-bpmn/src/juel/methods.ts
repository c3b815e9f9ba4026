import { EvaluationError, type Json } from "@rb/ir";
import { equal, isEmpty, typeName } from "./values.js";

export interface Method {
  readonly arguments: number;
  readonly call: (target: Json, argument: Json) => Json;
}

/** The methods of strings and lists that conditions use. They are looked up here and nowhere else: no object's own methods can be reached. */
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["contains", { arguments: 1, call: contains }],
  ["startsWith", { arguments: 1, call: (target, argument) => text(target).startsWith(text(argument)) }],
  ["endsWith", { arguments: 1, call: (target, argument) => text(target).endsWith(text(argument)) }],
  ["equals", { arguments: 1, call: equal }],
  [
    "equalsIgnoreCase",
    { arguments: 1, call: (target, argument) => text(target).toLowerCase() === text(argument).toLowerCase() },
  ],
  ["isEmpty", { arguments: 0, call: isEmpty }],
  ["length", { arguments: 0, call: (target) => text(target).length }],
  ["size", { arguments: 0, call: size }],
]);

function contains(target: Json, argument: Json): Json {
  if (Array.isArray(target)) return target.some((item) => equal(item, argument));
  return text(target).includes(text(argument));
}

function size(target: Json): Json {
  if (Array.isArray(target)) return target.length;
  if (typeof target === "object" && target !== null) return Object.keys(target).length;
  return text(target).length;
}

function text(value: Json): string {
  if (typeof value === "string") return value;
  throw new EvaluationError(`A text was expected here, not ${typeName(value)}.`);
}
