/**
 * The types of CACAO variables. The format writes every value as a string, so that a reader has to know the type to compare
 * `"10"` with 9: values are converted once, when the playbook is read.
 *
 * | type | becomes |
 * |---|---|
 * | `bool` | `true` or `false` from those words |
 * | `integer`, `long` | a number, unless it is beyond 2^53: then it stays a string |
 * | `float` | a number |
 * | `dictionary` | an object, also from JSON in a string |
 * | everything else | a string |
 *
 * null is not `""`: it means that the value isn't known yet.
 */
import { isJsonObject, type Json, type SchemaLanguage } from "@rb/ir";
import { networkOf } from "./stix/network.js";

interface VariableType {
  /** What a value of the type is, for messages. */
  readonly is: string;
  /** The value, or undefined when it is none of this type. Never asked about null. */
  readonly convert: (value: Json) => Json | undefined;
}

const integer = /^[+-]?[0-9]{1,400}$/;
const decimal = /^[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?$/;

function text(is: string, accepts: (value: string) => boolean): VariableType {
  return { is, convert: (value) => (typeof value === "string" && accepts(value) ? value : undefined) };
}
const hex = (digits: number) => new RegExp(`^[0-9a-fA-F]{${digits}}$`);
const matches = (pattern: RegExp) => (value: string) => pattern.test(value);

const wholeNumber: VariableType = {
  is: "a whole number",
  convert(value) {
    if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
    if (typeof value !== "string" || !integer.test(value)) return undefined;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  },
};

const types: ReadonlyMap<string, VariableType> = new Map(
  Object.entries({
    bool: {
      is: "'true' or 'false'",
      convert(value) {
        if (typeof value === "boolean") return value;
        const word = typeof value === "string" ? value.toLowerCase() : "";
        return word === "true" ? true : word === "false" ? false : undefined;
      },
    },
    dictionary: {
      is: "an object",
      convert: (value) => (typeof value === "string" ? parseObject(value) : asObject(value)),
    },
    float: {
      is: "a number",
      convert(value) {
        if (typeof value === "number") return value;
        const number = typeof value === "string" && decimal.test(value) ? Number(value) : Number.NaN;
        return Number.isFinite(number) ? number : undefined;
      },
    },
    integer: wholeNumber,
    long: wholeNumber,
    hexstring: text("hexadecimal digits", matches(/^(?:0[xX])?[0-9a-fA-F]*$/)),
    "ipv4-addr": text("an IPv4 address", (value) => networkOf(value)?.bytes.length === 4),
    "ipv6-addr": text("an IPv6 address", (value) => networkOf(value)?.bytes.length === 16),
    "mac-addr": text("a MAC address", matches(/^[0-9a-fA-F]{2}(?:(?::[0-9a-fA-F]{2}){5}|(?:-[0-9a-fA-F]{2}){5})$/)),
    hash: text("a hash", matches(/^[0-9a-fA-F]+$/)),
    "md5-hash": text("32 hexadecimal digits", matches(hex(32))),
    "sha256-hash": text("64 hexadecimal digits", matches(hex(64))),
    string: text("a string", () => true),
    uri: text("a URI", matches(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s]*$/)),
    uuid: text("a UUID", matches(/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/)),
  } satisfies { [name: string]: VariableType }),
);

export const variableTypes: readonly string[] = [...types.keys()];

export type Conversion = { readonly json: Json } | { readonly problem: string };

/** What a value of a type is, for messages. */
export function typeName(type: string): string {
  return types.get(type)?.is ?? `of type '${type}'`;
}

/** A value as its type has it. Of a type that nobody knows, any value is right. */
export function convertValue(type: string, value: Json): Conversion {
  const known = types.get(type);
  if (known === undefined || value === null || value === "") return { json: value };
  const json = known.convert(value);
  return json === undefined ? { problem: `is not ${known.is}` } : { json };
}

function asObject(value: Json): Json | undefined {
  return isJsonObject(value) ? value : undefined;
}

function parseObject(value: string): Json | undefined {
  try {
    return asObject(JSON.parse(value) as Json);
  } catch {
    return undefined;
  }
}

/** The type of what a variable is assigned: of the result's member of its name, or of what is at a path in the result. */
export type AssignedType = string | { readonly type: string; readonly path: readonly string[] };

/**
 * Checks what is given to an external variable, and what steps assign. The schema is the name of a type, or an object that says the types of
 * what becomes of a result, by variable: what a result lacks is not assigned anything that could be wrong.
 */
export const cacaoVariableSchema: SchemaLanguage = {
  name: "cacao-variable",
  version: "1",
  compile(schema) {
    if (typeof schema === "string") return (value) => misfit(convertValue(schema, value), "");
    const checks = isJsonObject(schema) ? Object.entries(schema).map(assignmentCheck) : [undefined];
    if (!checks.every((check) => check !== undefined))
      return { error: "the schema has to be the name of a type of variable, or types by variable" };
    return (value) => checks.flatMap((check) => check(value));
  },
};

type Misfit = readonly { readonly pointer: string; readonly message: string }[];

/** Undefined for what is no `AssignedType`. */
function assignmentCheck([name, assigned]: readonly [string, Json]): ((result: Json) => Misfit) | undefined {
  const { type, path } = isJsonObject(assigned) ? assigned : { type: assigned, path: [name] };
  if (typeof type !== "string" || !isListOfStrings(path)) return undefined;
  const pointer = path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return (result) => misfit(assignable(type, at(result, path)), pointer);
}

function isListOfStrings(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** CACAO writes numbers and truth values as strings, so that a string takes them; it takes no list and no object. */
export function assignable(type: string, value: Json): Conversion {
  if (type !== "string") return convertValue(type, value);
  if (typeof value !== "object" || value === null) return { json: value };
  return { problem: `is ${Array.isArray(value) ? "a list" : "an object"}, and no string` };
}

/** What is at a path, by own members only; null where nothing is. */
function at(json: Json, path: readonly string[]): Json {
  let found = json;
  for (const key of path) {
    if (Array.isArray(found)) found = /^(?:0|[1-9][0-9]*)$/.test(key) ? (found[Number(key)] ?? null) : null;
    else found = isJsonObject(found) && Object.hasOwn(found, key) ? (found[key] ?? null) : null;
  }
  return found;
}

function misfit(converted: Conversion, pointer: string): Misfit {
  return "json" in converted ? [] : [{ pointer, message: converted.problem }];
}
