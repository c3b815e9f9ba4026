/**
 * Readers: small tables that say what a piece of a document looks like, and at once turn it into typed data. A reader that gives nothing
 * has said why; the others go on, so that all mistakes of a document are found together. Each also knows its JSON Schema, so that what
 * editors are told and what is accepted have one source.
 */
import { type JsonObject, suggest } from "@rb/ir";
import type { Log } from "../log.js";
import { describe, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/tree.js";
import { anySchema, listSchema, mapSchema, oneFieldSchema, type Schema } from "./schema.js";

/** `what` names the place for people: `'timeout'`, `An input`. */
export interface Reader<T> {
  (node: YamlNode, log: Log, what: string): T | undefined;
  readonly schema: Schema;
}

/** A reader from what it does and what it takes. */
export function reader<T>(
  schema: Schema | JsonObject,
  read: (node: YamlNode, log: Log, what: string) => T | undefined,
): Reader<T> {
  return Object.assign(read, { schema: typeof schema === "function" ? schema : (): JsonObject => schema });
}

interface FieldBase {
  /** What it is for, in a sentence, for whoever writes it. */
  readonly about: string;
}
export interface RequiredField<T> extends FieldBase {
  readonly read: Reader<T>;
  readonly required: true;
}
export interface OptionalField<T> extends FieldBase {
  readonly read: Reader<T>;
  readonly required: false;
}
export interface Fields {
  readonly [name: string]: RequiredField<unknown> | OptionalField<unknown>;
}
export type Read<F extends Fields> = {
  readonly [K in keyof F as F[K] extends RequiredField<unknown> ? K : never]: F[K] extends RequiredField<infer T>
    ? T
    : never;
} & {
  readonly [K in keyof F as F[K] extends OptionalField<unknown> ? K : never]?: F[K] extends OptionalField<infer T>
    ? T
    : never;
};

export function required<T>(read: Reader<T>, about: string): RequiredField<T> {
  return { read, required: true, about };
}
export function optional<T>(read: Reader<T>, about: string): OptionalField<T> {
  return { read, required: false, about };
}

/** A map with exactly these fields. Gives nothing when it is no map, or a required field is missing or wrong. */
export function fields<const F extends Fields>(table: F): Reader<Read<F>> {
  return reader(fieldsSchema(table), (node, log, what) => {
    const map = mapOf(node, log, what);
    return map === undefined ? undefined : readFields(map, table, log, what);
  });
}

export function fieldsSchema(table: Fields): Schema {
  return (definitions) => {
    const all = Object.entries(table).map(([name, { about, required, read }]) => {
      return [name, { about, required, schema: read.schema }] as const;
    });
    return mapSchema(Object.fromEntries(all))(definitions);
  };
}

export function readFields<F extends Fields>(map: YamlMap, table: F, log: Log, what: string): Read<F> | undefined {
  const { byName, names, required } = indexed(table);
  // No field is called __proto__.
  const values: { [name: string]: unknown } = {};
  let complete = true;
  for (const { key, value } of map.entries.values()) {
    const name = key.value as string;
    const field = byName.get(name);
    if (field === undefined) {
      log.say("unknown-field", key, { what, name, hint: log.suggest(name, names), fields: names });
      continue;
    }
    const read = field.read(value, log, field.what);
    if (read !== undefined) values[name] = read;
    else if (field.required) complete = false;
  }
  for (const name of required) {
    if (map.entries.has(name)) continue;
    log.say("missing-field", map, { what, name });
    complete = false;
  }
  return complete ? (values as Read<F>) : undefined;
}

interface IndexedFields {
  readonly byName: ReadonlyMap<
    string,
    { readonly read: Reader<unknown>; readonly required: boolean; readonly what: string }
  >;
  readonly names: readonly string[];
  /** Of dozens of fields, one or two. */
  readonly required: readonly string[];
}

const indices = new WeakMap<Fields, IndexedFields>();

/** Each table is gone through once. */
function indexed(table: Fields): IndexedFields {
  const known = indices.get(table);
  if (known !== undefined) return known;
  const all = Object.entries(table);
  const index: IndexedFields = {
    byName: new Map(all.map(([name, { read, required }]) => [name, { read, required, what: `'${name}'` }])),
    names: all.map(([name]) => name),
    required: all.filter(([, { required }]) => required).map(([name]) => name),
  };
  indices.set(table, index);
  return index;
}

function mapOf(node: YamlNode, log: Log, what: string): YamlMap | undefined {
  if (node.kind === "map") return node;
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
}

/** A map that has exactly one of these fields. */
export function havingOne<T>(names: readonly string[], read: Reader<T>): Reader<T> {
  return reader(oneFieldSchema(read.schema, names), (node, log, what) => {
    const value = read(node, log, what);
    if (value === undefined || node.kind !== "map") return undefined;
    const found = names.filter((name) => node.entries.has(name));
    if (found.length === 1) return value;
    log.say("choose-one", node, { what, fields: names, found });
    return undefined;
  });
}

/** Where something is wrong that has no help of its own, `form` says how it is written. */
export function written<T>(form: string, read: Reader<T>): Reader<T> {
  return reader(read.schema, (node, log, what) => log.advising(form, () => read(node, log, what)));
}

/** Reads something else from what another reader gives; its value is not read when that one has given nothing. */
export function mapped<A, B>(
  read: Reader<A>,
  make: (value: A, node: YamlNode, log: Log, what: string) => B | undefined,
): Reader<B> {
  return reader(read.schema, (node, log, what) => {
    const value = read(node, log, what);
    return value === undefined ? undefined : make(value, node, log, what);
  });
}

/** A reader that is made later, since it contains the one that uses it. */
export function later<T>(read: () => Reader<T>): Reader<T> {
  return reader(
    (definitions) => read().schema(definitions),
    (node, log, what) => read()(node, log, what),
  );
}

/** Anything; expressions in it are looked at later. */
export const any: Reader<YamlNode> = reader({}, (node) => node);

/** A single value that may be, or contain, an expression. */
export const scalar: Reader<YamlScalar> = reader({ type: ["string", "number", "boolean"] }, (node, log, what) => {
  if (node.kind === "scalar" && node.value !== null) return node;
  log.say("wrong-type", node, { what, expected: "a single value", found: describe(node) });
  return undefined;
});

/** An expression, or what it would always give. */
export const condition: Reader<YamlScalar> = reader({ type: ["string", "boolean"] }, (node, log, what) => {
  if (node.kind === "scalar" && (typeof node.value === "string" || typeof node.value === "boolean")) return node;
  log.say("wrong-type", node, { what, expected: "an expression", found: describe(node) });
  return undefined;
});

/** A text that may contain expressions. */
export const template: Reader<YamlScalar> = reader({ type: "string", minLength: 1 }, (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") return node;
  const say = (): void => log.say("wrong-type", node, { what, expected: "a text", found: describe(node) });
  if (node.kind === "scalar" && typeof node.value !== "string" && node.value !== null)
    log.advising("Put it in quotes, and it is a text.", say);
  else say();
  return undefined;
});

export const text: Reader<string> = mapped(template, (node) => node.value as string);

export const boolean: Reader<boolean> = reader({ type: "boolean" }, (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
  log.say("wrong-type", node, { what, expected: "true or false", found: describe(node) });
  return undefined;
});

/** What a document may say at most where it gives no limit of its own. */
const greatest = Number.MAX_SAFE_INTEGER;

export function integer(least: number, most: number = greatest): Reader<number> {
  return reader({ type: "integer", ...range(least, most) }, (node, log, what) => {
    const value = node.kind === "scalar" ? node.value : null;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      const found = typeof value === "number" ? String(value) : describe(node);
      log.say("wrong-type", node, { what, expected: "a whole number", found });
      return undefined;
    }
    return inRange(value, least, most, node, log, what);
  });
}

export function decimal(least: number, most: number): Reader<number> {
  return reader({ type: "number", ...range(least, most) }, (node, log, what) => {
    if (node.kind === "scalar" && typeof node.value === "number")
      return inRange(node.value, least, most, node, log, what);
    log.say("wrong-type", node, { what, expected: "a number", found: describe(node) });
    return undefined;
  });
}

function range(minimum: number, maximum: number): JsonObject {
  return { minimum, ...(maximum === greatest ? {} : { maximum }) };
}

function inRange(
  value: number,
  least: number,
  most: number,
  node: YamlNode,
  log: Log,
  what: string,
): number | undefined {
  if (value >= least && value <= most) return value;
  log.say("out-of-range", node, { what, found: value, least, most });
  return undefined;
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return reader({ enum: allowed }, (node, log, what) => {
    const word = text(node, log, what);
    if (word === undefined) return undefined;
    const known = allowed.find((one) => one === word);
    if (known === undefined) log.say("wrong-value", node, { what, found: word, allowed, hint: suggest(word, allowed) });
    return known;
  });
}

/** At least `least` items. Items that can't be read have been reported and are left out. */
export function listOf<T>(item: Reader<T>, each: string, least = 0): Reader<readonly T[]> {
  return reader(listSchema(item.schema, least), (node, log, what) => {
    if (node.kind !== "list") {
      log.say("wrong-type", node, { what, expected: "a list", found: describe(node) });
      return undefined;
    }
    if (node.items.length < least) {
      log.say("empty-list", node, { what });
      return undefined;
    }
    return node.items.flatMap((one) => {
      const read = item(one, log, each);
      if (read === undefined && one.kind === "map") {
        log.missId(one.entries.get("id")?.value);
        log.miss(one.entries.get("name")?.value);
      }
      return read ?? [];
    });
  });
}

export const namePattern: RegExp = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;
/** Names that can be written in an expression as they are. */
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** What expressions understand by themselves. */
const reserved: ReadonlySet<string> = new Set([
  "inputs",
  "secrets",
  "steps",
  "vars",
  "result",
  "and",
  "or",
  "in",
  "true",
  "false",
  "null",
]);

export function isName(word: string): boolean {
  return namePattern.test(word);
}

/** The name of a step, an input or a variable. */
export const name: Reader<string> = reader({ type: "string", pattern: namePattern.source }, (node, log, what) => {
  const word = text(node, log, what);
  if (word === undefined || isName(word)) return word;
  log.say("bad-name", node, { what, name: word });
  return undefined;
});

/** Of dialects as well: with dots, and with slashes as the ids of what belongs to a step have them. */
const stepIdPattern = /^[A-Za-z0-9_][A-Za-z0-9_./-]{0,127}$/;

/** The name of a step. */
export const stepId: Reader<string> = reader({ type: "string", pattern: stepIdPattern.source }, (node, log, what) => {
  const word = text(node, log, what);
  if (word === undefined || stepIdPattern.test(word)) return word;
  log.say("bad-name", node, { what, name: word, isId: true });
  return undefined;
});

const loopVariableSchema: JsonObject = {
  type: "string",
  pattern: variablePattern.source,
  not: { enum: [...reserved] },
};

/** The name of a loop's variable, which expressions use without anything before it. */
export const loopVariable: Reader<string> = reader(loopVariableSchema, (node, log, what) => {
  const word = text(node, log, what);
  if (word === undefined) return undefined;
  if (reserved.has(word)) log.say("reserved-name", node, { name: word });
  else if (variablePattern.test(word)) return word;
  else log.say("bad-name", node, { what: "a loop's variable", name: word });
  return undefined;
});

export interface NamedEntry<T> {
  readonly name: string;
  readonly key: YamlScalar;
  readonly value: T;
}

/** A map from names of the author's choice. */
export function mapOfNames<T>(value: Reader<T>, each: string): Reader<readonly NamedEntry<T>[]> {
  return reader(namesSchema(value), (node, log, what) => {
    const map = mapOf(node, log, what);
    if (map === undefined) return undefined;
    const entries = [...map.entries.values()].flatMap((entry) => {
      const entryName = name(entry.key, log, each);
      const read = value(entry.value, log, `'${entry.key.value}'`);
      if (read === undefined) log.miss(entry.key);
      return entryName === undefined || read === undefined ? [] : [{ name: entryName, key: entry.key, value: read }];
    });
    return byName(entries);
  });
}

/** What is declared has no order: a plan, and its hash, is the same in whatever order it was written. */
export function byName<T extends { readonly name: string }>(declared: readonly T[]): readonly T[] {
  return declared.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function namesSchema(value: Reader<unknown>): Schema {
  return (definitions) => ({
    type: "object",
    propertyNames: { pattern: namePattern.source },
    additionalProperties: value.schema(definitions),
  });
}

/** One shape or another, by what kind of value is there. */
export function either<A, B>(
  test: (node: YamlNode) => boolean,
  whenTrue: Reader<A>,
  whenFalse: Reader<B>,
): Reader<A | B> {
  return reader<A | B>(anySchema(whenTrue.schema, whenFalse.schema), (node, log, what) => {
    return (test(node) ? whenTrue : whenFalse)(node, log, what);
  });
}
