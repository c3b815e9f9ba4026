/** The types of inputs, also as a schema language: what is given at the start of a run is checked against the declaration. */
import type { ExprSyntaxError, Json, SchemaLanguage } from "@rb/ir";
import { isJsonObject } from "@rb/ir";
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

interface InputSchema {
  readonly type: InputType;
  readonly enum?: readonly Json[];
}

/** What a value should be and isn't, as words after "has to be"; null when it is all right. */
export function violates(schema: InputSchema, value: Json): string | null {
  if (!tests[schema.type](value)) return phrases[schema.type];
  if (schema.enum === undefined || schema.enum.some((one) => same(one, value))) return null;
  return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`;
}

function same(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** `{type, enum?}` as under `inputs`. */
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
  return schema.enum === undefined || Array.isArray(schema.enum);
}
