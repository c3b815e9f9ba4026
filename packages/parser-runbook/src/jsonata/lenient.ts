/**
 * Functions for documents whose own expressions have no errors: what isn't there is null, what doesn't fit gives null, and nothing, false and
 * what is empty don't hold. Lists stay lists, where JSONata's operators make one value of a list of one.
 */
import { budgetOf, type Focus } from "./budget.js";
import { finder } from "./text-search.js";

/** A function of the language, which in some places is an object that can only be applied. */
interface Callback {
  readonly apply: (self: undefined, args: readonly [item: unknown]) => unknown;
}
type Implementation = (this: Focus, ...args: never[]) => unknown;

/** Whether a value counts as true: all do, but nothing, false, and texts, lists and maps without anything in them. */
function holds(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "object" ? Object.keys(value).length > 0 : true;
}

function size(this: Focus, value: unknown): number | null {
  if (typeof value === "string") {
    budgetOf(this).spend(value.length >> 6);
    return [...value].length;
  }
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** The first value that holds, else the last. */
function either(...values: readonly unknown[]): unknown {
  const at = values.findIndex(holds);
  return values.at(at);
}

/** The first value that doesn't hold, else the last. */
function both(...values: readonly unknown[]): unknown {
  const at = values.findIndex((value) => !holds(value));
  return at < 0 ? values.at(-1) : values[at];
}

/** Values that are compared in the time of one step. */
const comparedAStep = 16;

/** Whether two values are alike, whatever the order of members; nothing is null. What is looked at is paid for. */
function same(focus: Focus, one: unknown, other: unknown): boolean {
  let looked = 0;
  const alike = (a: unknown, b: unknown): boolean => {
    looked++;
    if (a === b || (a ?? null) === (b ?? null)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every((key) => Object.hasOwn(b, key) && alike(a[key as never], b[key as never]));
  };
  const answer = alike(one, other);
  budgetOf(focus).spend(Math.floor(looked / comparedAStep));
  return answer;
}

/** Numbers by size, texts by their characters; anything else has no order, which is null. */
function compare(this: Focus, a: unknown, operator: string, b: unknown): boolean | null {
  if (operator === "==") return same(this, a, b);
  if (operator === "!=") return !same(this, a, b);
  if (typeof a === "number" && typeof b === "number") return isOrdered(a, operator, b);
  return typeof a === "string" && typeof b === "string" ? isOrdered(a, operator, b) : null;
}

function isOrdered<T extends number | string>(a: T, operator: string, b: T): boolean {
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  return operator === ">" ? a > b : a >= b;
}

/** The item at an index, counted from the end when it is negative. */
function at(list: unknown, index: number): unknown {
  return Array.isArray(list) ? (list.at(index) ?? null) : null;
}

/**
 * Items by steps from one index to before another, both counted from the end when they are negative; null stands for an end of the list. Steps and
 * indices are whole numbers: a part of one would never get anywhere.
 */
function slice(list: unknown, from: number | null, to: number | null, by: number): unknown {
  if (!Array.isArray(list) || by === 0 || ![from ?? 0, to ?? 0, by].every(Number.isInteger)) return null;
  const [first, last] = by > 0 ? [0, list.length] : [-1, list.length - 1];
  const bounded = (index: number | null, otherwise: number): number =>
    index === null ? otherwise : Math.min(Math.max(index < 0 ? index + list.length : index, first), last);
  const [start, end] = by > 0 ? [bounded(from, first), bounded(to, last)] : [bounded(from, last), bounded(to, first)];
  const found: unknown[] = [];
  for (let index = start; by > 0 ? index < end : index > end; index += by) found.push(list[index]);
  return found;
}

/** A list of these values; what isn't there is null. */
function listOf(...values: readonly unknown[]): unknown {
  return values.map((value) => value ?? null);
}

/** The values of a map, in its order. */
function valuesOf(map: unknown): unknown {
  return typeof map === "object" && map !== null && !Array.isArray(map) ? Object.values(map) : null;
}

/** The items by what `look` gives for each, all of them numbers, or texts; those that are alike stay as they stand. */
async function sortBy(this: Focus, list: unknown, look: Callback): Promise<unknown> {
  if (!Array.isArray(list)) return null;
  const keyed: { readonly key: unknown; readonly item: unknown }[] = [];
  for (const item of list) keyed.push({ key: await look.apply(undefined, [item]), item });
  const kinds = new Set(keyed.map(({ key }) => typeof key));
  if (kinds.size > 1 || !(kinds.size === 0 || kinds.has("number") || kinds.has("string"))) return null;
  budgetOf(this).spend(Math.ceil((list.length * Math.log2(list.length + 1)) / comparedAStep));
  type Key = number | string;
  return keyed
    .sort(
      (a, b) =>
        Number(isOrdered(a.key as Key, ">", b.key as Key)) || -Number(isOrdered(a.key as Key, "<", b.key as Key)),
    )
    .map(({ item }) => item);
}

/** What `look` gives for each item, without nulls; null for what is no list. */
async function project(list: unknown, look: Callback): Promise<unknown> {
  if (!Array.isArray(list)) return null;
  const found: unknown[] = [];
  for (const item of list) {
    const value = await look.apply(undefined, [item]);
    if (value !== undefined && value !== null) found.push(value);
  }
  return found;
}

/** The items for which `test` holds. */
async function where(list: unknown, test: Callback): Promise<unknown> {
  if (!Array.isArray(list)) return null;
  const found: unknown[] = [];
  for (const item of list) if (holds(await test.apply(undefined, [item]))) found.push(item);
  return found;
}

/** A list with what is in the lists in it, one level flat. */
function flatten(list: unknown): unknown {
  return Array.isArray(list) ? list.flat() : null;
}

/** Whether a text contains a text, or a list an item. */
function includes(this: Focus, whole: unknown, part: unknown): boolean | null {
  if (Array.isArray(whole)) {
    budgetOf(this).spend(Math.floor(whole.length / comparedAStep));
    return whole.some((item) => same(this, item, part));
  }
  return typeof whole === "string" && typeof part === "string" ? finder(budgetOf(this), whole, part)(0) >= 0 : null;
}

/** The first value that there is. */
function given(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== undefined && value !== null) ?? null;
}

function affix(test: (text: string, part: string) => boolean): Implementation {
  return (text: unknown, part: unknown) =>
    typeof text === "string" && typeof part === "string" ? test(text, part) : null;
}

/** A list, unless there are more items in it than there may be, which fails. */
function atMost(list: unknown, most: number): unknown {
  if (Array.isArray(list) && list.length > most)
    throw new Error(`There are ${list.length} items, where there may be ${most}`);
  return list;
}

/** By name, each with its signature. */
export const lenientFunctions: { readonly [name: string]: readonly [Implementation, signature: string] } = {
  holds: [holds, "<x:b>"],
  size: [size, "<x:n>"],
  either: [either, "<x+:x>"],
  both: [both, "<x+:x>"],
  compare: [compare, "<xsx:b>"],
  at: [at, "<xn:x>"],
  slice: [slice, "<xxxn:x>"],
  listOf: [listOf, "<x+:a>"],
  valuesOf: [valuesOf, "<x:x>"],
  sortBy: [sortBy, "<xf:x>"],
  project: [project, "<xf:a>"],
  where: [where, "<xf:a>"],
  flatten: [flatten, "<x:a>"],
  includes: [includes, "<xx:b>"],
  given: [given, "<x+:x>"],
  startsWith: [affix((text, part) => text.startsWith(part)), "<xx:b>"],
  endsWith: [affix((text, part) => text.endsWith(part)), "<xx:b>"],
  atMost: [atMost, "<xn:x>"],
};
