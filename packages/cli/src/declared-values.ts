/** Values that are given on a command line, held against what the document declares. */
import type { Json, Schema, SchemaLanguage } from "@rb/ir";
import { looseJson } from "./durable/json-values.js";

/** All that is wrong with a value, each in a few words and with its place; nothing where nothing is declared. */
export type Misfit = (value: Json) => readonly string[];

/** The kernel checks values as well; here, what is wrong is a mistake of the command line. */
export function misfitOf(
  schema: Schema | undefined,
  { schemas = [] }: { readonly schemas?: readonly SchemaLanguage[] },
): Misfit {
  const check = schemas.find(({ name }) => name === schema?.language)?.compile(schema?.schema ?? null);
  if (typeof check !== "function") return () => [];
  return (value) => check(value).map(({ pointer, message }) => `${pointer === "" ? "" : ` at ${pointer}`}: ${message}`);
}

/** Where texts are declared, and no other things, it is text; else what reads as JSON is JSON, so that `3` is a number, unless only the text is right. */
export function declaredValue(text: string, misfit: Misfit): Json {
  const fits = (value: Json): boolean => misfit(value).length === 0;
  if (fits("any text") && !fits(["a list"])) return text;
  const json = looseJson(text);
  return !fits(json) && fits(text) ? text : json;
}
