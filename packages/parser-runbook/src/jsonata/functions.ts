/**
 * Which of JSONata's functions an expression may use, and those that are ours: the library's own would read the machine's clock, run
 * regular expressions built from the document, or make a text of any size at once.
 */
import { parseDateTime } from "@rb/ir";
import { compileRegex, type Regex, type RegexProblem } from "@rb/regex";
import type jsonata from "jsonata";
import { type Budget, budgetOf, type Focus } from "./budget.js";
import { add, choose, itemsOf, textOf, truthy } from "./dynamic.js";
import { lenientFunctions } from "./lenient.js";
import { sort } from "./sort.js";
import { textFunctions } from "./texts.js";

/** Functions of the library that do an amount of work that is in proportion to what they are given. */
const asTheyAre = [
  ..."abs append average base64decode base64encode boolean ceil count decodeUrl decodeUrlComponent each".split(" "),
  ..."encodeUrl encodeUrlComponent error assert exists filter floor formatBase keys length lookup lowercase map max merge min".split(
    " ",
  ),
  ..."not number power reduce reverse round sift single sqrt string substring sum trim type uppercase".split(" "),
];

type Implementation = (this: Focus, ...args: never[]) => unknown;

const ours: { readonly [name: string]: readonly [implementation: Implementation, signature: string] } = {
  now: [
    function () {
      return new Date(budgetOf(this).nowMs).toISOString();
    },
    "<:s>",
  ],
  millis: [
    function () {
      return budgetOf(this).nowMs;
    },
    "<:n>",
  ],
  toMillis: [
    (text: string | undefined) => {
      if (text === undefined) return undefined;
      const ms = parseDateTime(text);
      if (ms === null)
        throw new Error(`'${text.slice(0, 40)}' is not a time with an offset, such as 2026-01-31T08:00:00Z`);
      return ms;
    },
    "<s-:n>",
  ],
  fromMillis: [(ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString()), "<n-:s>"],
  pad: [
    function (text: string | undefined, width: number, filling?: string) {
      return text === undefined ? undefined : pad(budgetOf(this), text, width, filling);
    },
    "<s-ns?:s>",
  ],
  join: [
    function (texts: readonly string[] | undefined, separator = "") {
      if (texts === undefined) return undefined;
      const length =
        texts.reduce((sum, text) => sum + text.length, 0) + separator.length * Math.max(0, texts.length - 1);
      budgetOf(this).checkSize(length);
      return texts.join(separator);
    },
    "<a<s>s?:s>",
  ],
  spread: [spread, "<x-:a<o>>"],
  sort: [sort, "<af?:a>"],
  matches: [
    function (text: string | undefined, pattern: string) {
      return text === undefined ? undefined : isMatched(budgetOf(this), text, pattern);
    },
    "<s-s:b>",
  ],
  parse: [
    function (text: string | undefined) {
      return text === undefined ? undefined : parseJson(budgetOf(this), text);
    },
    "<s-:x>",
  ],
  distinct: [
    function (items: unknown) {
      return Array.isArray(items) ? distinct(budgetOf(this), items) : items;
    },
    "<x:x>",
  ],
  ...textFunctions,
  ...lenientFunctions,
  add: [
    function (...values: readonly unknown[]) {
      return add(budgetOf(this), values);
    },
    "<x+:x>",
  ],
  textOf: [
    function (value: unknown) {
      const text = textOf(value);
      budgetOf(this).checkSize(text.length);
      return text;
    },
    "<x:s>",
  ],
  truthy: [truthy, "<x:b>"],
  itemsOf: [itemsOf, "<x:a>"],
  choose: [choose, "<aa:x>"],
};

/** Instructions of an expression that are followed in the time of one step, and that are compiled in it. */
const matchesAStep = 100;
const compiledAStep = 2;
/** What compiling the smallest takes. */
const stepsToCompile = 5;

/** Of each evaluation: its regular expressions, compiled once and paid for then. */
const regexes: WeakMap<Budget, Map<string, Regex | RegexProblem>> = new WeakMap();

function regexFor(budget: Budget, pattern: string): Regex | RegexProblem {
  const compiled = regexes.get(budget) ?? new Map<string, Regex | RegexProblem>();
  regexes.set(budget, compiled);
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const regex = compileRegex(pattern);
  budget.spend(stepsToCompile + Math.ceil(("size" in regex ? regex.size : 0) / compiledAStep));
  compiled.set(pattern, regex);
  return regex;
}

/** Whether the pattern is found in the text; in linear time, and paid for before. */
function isMatched(budget: Budget, text: string, pattern: string): boolean {
  const regex = regexFor(budget, pattern);
  if ("problem" in regex) throw new Error(`'${pattern.slice(0, 40)}' ${wordsFor(regex)}`);
  budget.spend(Math.ceil((regex.size * (text.length + 1)) / matchesAStep));
  return regex.engine.matcher(text).find();
}

function wordsFor(problem: RegexProblem): string {
  switch (problem.problem) {
    case "too-long":
      return `is longer than ${problem.limit} characters`;
    case "too-large":
      return "repeats too much";
    case "not-linear":
      return `can't be matched in linear time, because of ${problem.part}`;
    case "malformed":
      return `is no regular expression: ${problem.why}`;
  }
}

function parseJson(budget: Budget, text: string): unknown {
  budget.checkSize(text.length);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`'${text.slice(0, 40)}' is no JSON`);
  }
  return budget.copy(value);
}

/** Characters of the texts that items are told apart by, which are made and looked up in the time of one step. */
const fingerprintedAStep = 32;

/** Each item once, where it stands first. */
function distinct(budget: Budget, items: readonly unknown[]): readonly unknown[] {
  const first = new Map<string, unknown>();
  let length = 0;
  for (const item of items) {
    const text = fingerprint(item);
    length += text.length;
    if (!first.has(text)) first.set(text, item);
  }
  budget.spend(Math.floor(length / fingerprintedAStep));
  return [...first.values()];
}

/** `width` counts characters; a negative one fills up at the start. */
function pad(budget: Budget, text: string, width: number, filling?: string): string {
  const missing = Math.trunc(Math.abs(width)) - [...text].length;
  if (!(missing > 0)) return text;
  budget.checkSize(missing);
  const unit = filling === undefined || filling === "" ? [" "] : [...filling];
  const padding =
    unit.join("").repeat(Math.floor(missing / unit.length)) + unit.slice(0, missing % unit.length).join("");
  return width > 0 ? text + padding : padding + text;
}

/** An object for each member. Functions have members too, inside the library, but not for expressions. */
function spread(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap(spread);
  if (typeof value !== "object" || value === null) return value;
  if ("_jsonata_function" in value || "_jsonata_lambda" in value) return undefined;
  return Object.entries(value).map(([key, member]) => Object.fromEntries([[key, member]]));
}

/** Equal for equal values, whatever the order of members. */
function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** What can be called. */
export const functionNames: ReadonlySet<string> = new Set([...asTheyAre, ...Object.keys(ours)]);

/** Those that look at a list as a whole or at one item, however long it is. */
export const quickFunctions: ReadonlySet<string> = new Set([
  "at",
  "count",
  "exists",
  "given",
  "listOf",
  "size",
  "type",
]);

const pictures = "the pictures that it takes become regular expressions";
/** What the language has and can't be called here, with the reason. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ["eval", "what an expression does has to be known when the runbook is read"],
  ["random", "the same run has to give the same result again"],
  ["shuffle", "the same run has to give the same result again"],
  ["match", "it takes a regular expression; $matches(text, pattern) says whether there is a match"],
  ["formatNumber", "use $round and $string"],
  ["formatInteger", pictures],
  ["parseInteger", pictures],
  ["zip", "use $map with an index"],
  ["clone", "values never change, so there is no need to copy one"],
]);

export function registerFunctions(expression: jsonata.Expression): void {
  for (const [name, [implementation, signature]] of Object.entries(ours)) {
    expression.registerFunction(name, implementation as never, signature);
  }
}
