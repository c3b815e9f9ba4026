import { EvaluationError, type Json } from "@rb/ir";

const loneSurrogate = /\p{Surrogate}/u;

/** What an expression gives, as I-JSON: nothing is null, the library's marked lists are plain ones, and what JSON can't carry is an error. */
export function toJson(value: unknown): Json {
  switch (typeof value) {
    case "undefined":
      return null;
    case "boolean":
      return value;
    case "string":
      if (loneSurrogate.test(value))
        throw new EvaluationError("The result contains half of a surrogate pair, which is no character.");
      return value;
    case "number":
      if (!Number.isFinite(value)) throw new EvaluationError("The result is not a number that can be written down.");
      return value;
    case "object":
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(toJson);
      if (!isFunctionObject(value))
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
  }
  throw new EvaluationError("The result is a function, not a value.");
}

function isFunctionObject(value: object): boolean {
  return "_jsonata_function" in value || "_jsonata_lambda" in value;
}
