/** The types of inputs, also as a schema language: what is given at the start of a run is checked against the declaration. */
import type { ExprSyntaxError, Json, SchemaLanguage } from "@rb/ir";
import { isJsonObject } from "@rb/ir";
import { compileRegex } from "@rb/regex";
import type { InputType } from "./model.js";

const tests: { readonly [T in InputType]: (value: Json) => boolean } = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  array: (value) => Array.isArray(value),
  object: isJsonObject,
};
const phrases: { readonly [T in InputType]: string } = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
};

/** What can be asked of a value besides its type, with the words of JSON Schema; each holds for one type of value and passes over others. */
export interface Bounds {
  /** A regular expression (RE2's) that is found in a text. */
  readonly pattern?: string;
  /** Characters of a text. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}
interface InputSchema extends Bounds {
  readonly type: InputType;
  readonly enum?: readonly Json[];
}

/** What a value should be and isn't, as words after "has to be"; null when it is all right. */
export function violates(schema: InputSchema, value: Json): string | null {
  if (!tests[schema.type](value)) return phrases[schema.type];
  if (schema.enum !== undefined && !schema.enum.some((one) => same(one, value)))
    return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`;
  if (typeof value === "string") return textOutside(schema, value);
  return typeof value === "number" ? numberOutside(schema, value) : null;
}

function textOutside({ pattern, minLength, maxLength }: Bounds, value: string): string | null {
  if (maxLength !== undefined && characters(value) > maxLength) return `at most ${maxLength} characters long`;
  if (minLength !== undefined && characters(value) < minLength) return `at least ${minLength} characters long`;
  if (pattern === undefined) return null;
  const regex = compileRegex(pattern);
  return "engine" in regex && regex.engine.matcher(value).find() ? null : `a text that matches ${pattern}`;
}

function numberOutside({ minimum, maximum }: Bounds, value: number): string | null {
  if (minimum !== undefined && value < minimum) return `at least ${minimum}`;
  return maximum !== undefined && value > maximum ? `at most ${maximum}` : null;
}

/** As JSON Schema counts: characters outside of the basic plane are one each. */
function characters(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}

function same(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** `{type, enum?, pattern?, …}` as under `inputs`. */
export const inputTypes: SchemaLanguage = {
  name: "rb/input",
  version: "1",
  compile(schema) {
    if (!isInputSchema(schema)) return { error: "This is not the type of an input." } satisfies ExprSyntaxError;
    return (value) => {
      const wrong = violates(schema, value);
      return wrong === null ? [] : [{ pointer: "", message: `It has to be ${wrong}.` }];
    };
  },
};

function isInputSchema(schema: Json): schema is Json & InputSchema {
  if (!isJsonObject(schema) || typeof schema.type !== "string" || !Object.hasOwn(tests, schema.type)) return false;
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) return false;
  const { pattern } = schema;
  if (pattern !== undefined && (typeof pattern !== "string" || "problem" in compileRegex(pattern))) return false;
  return numbers.every((bound) => schema[bound] === undefined || typeof schema[bound] === "number");
}
const numbers = ["minLength", "maxLength", "minimum", "maximum"] as const;
