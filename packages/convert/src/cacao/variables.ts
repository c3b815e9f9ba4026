/** Variables of regions, as a playbook and its steps declare them (CACAO 2.0, variables). */
import { canonicalize, isJsonObject, type Json, type JsonObject, type Variable } from "@rb/ir";
import { isVariableName } from "./texts.js";

const schemaLanguage = "cacao-variable";

/** The declarations that CACAO can hold, by name. What it can't is left to an extension. */
export function declarations(variables: readonly Variable[], types: ReadonlyMap<string, string>): JsonObject {
  const declared = variables.filter(({ name }) => isVariableName(name));
  return Object.fromEntries(declared.map((variable) => [variable.name, declaration(variable, types)]));
}

/** Whether a playbook that declares them is read back with the same variables. */
export function areDeclared(variables: readonly Variable[], types: ReadonlyMap<string, string>): boolean {
  return variables.every((variable) => {
    if (!isVariableName(variable.name)) return false;
    const read = readBack(variable.name, declaration(variable, types));
    return canonicalize(read as unknown as Json) === canonicalize(variable as unknown as Json);
  });
}

function declaration(variable: Variable, types: ReadonlyMap<string, string>): JsonObject {
  const { name, init, description, constant, external } = variable;
  const initial = init !== undefined && "json" in init ? init.json : undefined;
  const value = initial === undefined || initial === null ? undefined : written(initial);
  const named = typeof variable.schema?.schema === "string" ? variable.schema.schema : types.get(name);
  return {
    type: named ?? typeOf(initial),
    ...(description === undefined ? {} : { description }),
    ...(value === undefined ? {} : { value }),
    ...(constant === true ? { constant } : {}),
    ...(external === true ? { external } : {}),
  };
}

/** Values are texts, but for dictionaries. */
function written(value: Json): Json {
  return typeof value === "string" || isJsonObject(value) ? value : JSON.stringify(value);
}

function typeOf(value: Json | undefined): string {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "float";
  return value !== undefined && isJsonObject(value) ? "dictionary" : "string";
}

/** As a reader understands a declaration. */
function readBack(name: string, { type, description, value, constant, external }: JsonObject): object {
  const init = value === undefined ? undefined : initialOf(type as string, value);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(init === undefined ? {} : { init: { json: init } }),
    ...(constant === true ? { constant } : {}),
    ...(external === true ? { external } : {}),
    ...(external === true && init === undefined ? { required: true } : {}),
    ...(external === true ? { schema: { language: schemaLanguage, schema: type } } : {}),
  };
}

function initialOf(type: string, value: Json): Json | undefined {
  if (typeof value !== "string" || value === "") return value;
  if (type === "bool") return value === "true" ? true : value === "false" ? false : undefined;
  if (["integer", "long", "float"].includes(type)) return Number(value);
  // What a dictionary is in a text, only a reader knows.
  return type === "dictionary" ? undefined : value;
}
