/**
 * Readers: small tables that say what a piece of a document looks like, and at once turn it into typed data. A reader that gives nothing
 * has said why; the others go on, so that all mistakes of a document are found together.
 */
import { suggest } from "@rb/ir";
import type { Log } from "../log.js";
import { describe, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/tree.js";

/** `what` names the place for people: `'timeout'`, `An input`. */
export type Reader<T> = (node: YamlNode, log: Log, what: string) => T | undefined;

export interface RequiredField<T> {
  readonly read: Reader<T>;
  readonly required: true;
}
export interface OptionalField<T> {
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

export function required<T>(read: Reader<T>): RequiredField<T> {
  return { read, required: true };
}
export function optional<T>(read: Reader<T>): OptionalField<T> {
  return { read, required: false };
}

/** A map with exactly these fields. Gives nothing when it is no map, or a required field is missing or wrong. */
export function fields<const F extends Fields>(table: F): Reader<Read<F>> {
  return (node, log, what) => {
    const map = mapOf(node, log, what);
    return map === undefined ? undefined : readFields(map, table, log, what);
  };
}

export function readFields<F extends Fields>(map: YamlMap, table: F, log: Log, what: string): Read<F> | undefined {
  const values: [string, unknown][] = [];
  let complete = true;
  for (const [name, { key, value }] of map.entries) {
    if (!Object.hasOwn(table, name)) {
      const names = Object.keys(table);
      log.say("unknown-field", key, { what, name, hint: suggest(name, names), fields: names });
      continue;
    }
    const field = table[name] as Fields[string];
    const read = field.read(value, log, `'${name}'`);
    if (read !== undefined) values.push([name, read]);
    else if (field.required) complete = false;
  }
  for (const [name, field] of Object.entries(table)) {
    if (!field.required || map.entries.has(name)) continue;
    log.say("missing-field", map, { what, name });
    complete = false;
  }
  return complete ? (Object.fromEntries(values) as Read<F>) : undefined;
}

function mapOf(node: YamlNode, log: Log, what: string): YamlMap | undefined {
  if (node.kind === "map") return node;
  log.say("wrong-type", node, { what, expected: "a map", found: describe(node) });
  return undefined;
}

/** Where something is wrong that has no help of its own, `form` says how it is written. */
export function written<T>(form: string, read: Reader<T>): Reader<T> {
  return (node, log, what) => log.advising(form, () => read(node, log, what));
}

/** Anything; expressions in it are looked at later. */
export const any: Reader<YamlNode> = (node) => node;

/** A single value that may be, or contain, an expression. */
export const scalar: Reader<YamlScalar> = (node, log, what) => {
  if (node.kind === "scalar" && node.value !== null) return node;
  log.say("wrong-type", node, { what, expected: "a single value", found: describe(node) });
  return undefined;
};

/** A text that may contain expressions. */
export const template: Reader<YamlScalar> = (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") return node;
  log.say("wrong-type", node, { what, expected: "a text", found: describe(node) });
  return undefined;
};

export const text: Reader<string> = (node, log, what) => template(node, log, what)?.value as string | undefined;

export const boolean: Reader<boolean> = (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
  log.say("wrong-type", node, { what, expected: "true or false", found: describe(node) });
  return undefined;
};

/** What a document may say at most where it gives no limit of its own. */
const greatest = Number.MAX_SAFE_INTEGER;

export function integer(least: number, most: number = greatest): Reader<number> {
  return (node, log, what) => {
    const value = node.kind === "scalar" ? node.value : null;
    if (typeof value !== "number" || !Number.isInteger(value)) {
      const found = typeof value === "number" ? String(value) : describe(node);
      log.say("wrong-type", node, { what, expected: "a whole number", found });
      return undefined;
    }
    return inRange(value, least, most, node, log, what);
  };
}

export function decimal(least: number, most: number): Reader<number> {
  return (node, log, what) => {
    if (node.kind === "scalar" && typeof node.value === "number")
      return inRange(node.value, least, most, node, log, what);
    log.say("wrong-type", node, { what, expected: "a number", found: describe(node) });
    return undefined;
  };
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
  return (node, log, what) => {
    const word = text(node, log, what);
    if (word === undefined) return undefined;
    const known = allowed.find((one) => one === word);
    if (known === undefined) log.say("wrong-value", node, { what, found: word, allowed, hint: suggest(word, allowed) });
    return known;
  };
}

/** At least `least` items. Items that can't be read have been reported and are left out. */
export function listOf<T>(item: Reader<T>, each: string, least = 0): Reader<readonly T[]> {
  return (node, log, what) => {
    if (node.kind !== "list") {
      log.say("wrong-type", node, { what, expected: "a list", found: describe(node) });
      return undefined;
    }
    if (node.items.length < least) {
      log.say("empty-list", node, { what });
      return undefined;
    }
    return node.items.map((one) => item(one, log, each)).filter((one) => one !== undefined);
  };
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;
/** Names that can be written in an expression as they are. */
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/** What expressions understand by themselves. */
const reserved: ReadonlySet<string> = new Set([
  "inputs",
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
export const name: Reader<string> = (node, log, what) => {
  const word = text(node, log, what);
  if (word === undefined || isName(word)) return word;
  log.say("bad-name", node, { what, name: word });
  return undefined;
};

/** The name of a loop's variable, which expressions use without anything before it. */
export const loopVariable: Reader<string> = (node, log, what) => {
  const word = text(node, log, what);
  if (word === undefined) return undefined;
  if (reserved.has(word)) log.say("reserved-name", node, { name: word });
  else if (variablePattern.test(word)) return word;
  else log.say("bad-name", node, { what: "a loop's variable", name: word });
  return undefined;
};

export interface NamedEntry<T> {
  readonly name: string;
  readonly key: YamlScalar;
  readonly value: T;
}

/** A map from names of the author's choice. */
export function mapOfNames<T>(value: Reader<T>, each: string): Reader<readonly NamedEntry<T>[]> {
  return (node, log, what) => {
    const map = mapOf(node, log, what);
    if (map === undefined) return undefined;
    return [...map.entries.values()].flatMap((entry) => {
      const entryName = name(entry.key, log, each);
      const read = value(entry.value, log, `'${entry.key.value}'`);
      return entryName === undefined || read === undefined ? [] : [{ name: entryName, key: entry.key, value: read }];
    });
  };
}

/** One shape or another, by what kind of value is there. */
export function either<A, B>(
  test: (node: YamlNode) => boolean,
  whenTrue: Reader<A>,
  whenFalse: Reader<B>,
): Reader<A | B> {
  return (node, log, what) => (test(node) ? whenTrue : whenFalse)(node, log, what);
}
