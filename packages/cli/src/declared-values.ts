/** Values that are given on a command line, held against what the document declares. */
import type { Json, Schema, SchemaLanguage } from "@rb/ir";
import { looseJson } from "./durable/json-values.js";

/** What is wrong with a value, in a few words and with its place; null where nothing is, or nothing is declared. */
export type Misfit = (value: Json) => string | null;

/** The kernel checks values as well; here, what is wrong is a mistake of the command line. */
export function misfitOf(
  schema: Schema | undefined,
  { schemas = [] }: { readonly schemas?: readonly SchemaLanguage[] },
): Misfit {
  const check = schemas.find(({ name }) => name === schema?.language)?.compile(schema?.schema ?? null);
  if (typeof check !== "function") return () => null;
  return (value) => {
    const [wrong] = check(value);
    return wrong === undefined ? null : `${wrong.pointer === "" ? "" : ` at ${wrong.pointer}`}: ${wrong.message}`;
  };
}

/** Where texts are declared, and no other things, it is text; else what reads as JSON is JSON, so that `3` is a number, unless only the text is right. */
export function declaredValue(text: string, misfit: Misfit): Json {
  if (misfit("any text") === null && misfit(["a list"]) !== null) return text;
  const json = looseJson(text);
  return misfit(json) !== null && misfit(text) === null ? text : json;
}
