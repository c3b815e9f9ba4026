/**
 * What the library does otherwise than a host can bear with schemas and values from strangers: regular expressions run in linear time, equal
 * items are found in linear time, and whatever is looked at is paid for.
 */
import { canonicalize, type Json } from "@rb/ir";
import { type Regex, RegexAllowance, type SharedRegexProblem } from "@rb/regex";
import { type Draft, draft2020, extendDraft, type Keyword, type SchemaNode } from "json-schema-library";
import type { Budget } from "./budget.js";
import { messages } from "./messages.js";

/** What the library asks of a regular expression. */
interface Test {
  readonly test: (text: string) => boolean;
}

/** Draft 2020-12, whatever the schema says; a budget counts what one validation looks at. */
export function boundedDraft(budget: () => Budget): Draft {
  const regexes = new RegexAllowance();
  const patterns: Patterns = (pattern) => testOf(pattern, regexes, budget);
  const own = [propertiesKeyword, patternKeyword(patterns), patternPropertiesKeyword(patterns), uniqueItemsKeyword];
  const names = new Set(own.map(({ keyword }) => keyword));
  const all = [...draft2020.keywords.filter(({ keyword }) => !names.has(keyword)), ...own];
  return extendDraft(
    { ...draft2020, keywords: all.map((keyword) => paid(keyword, budget)) },
    { formats: {}, errors: messages },
  );
}

function paid(keyword: Keyword, budget: () => Budget): Keyword {
  const { validate } = keyword;
  if (validate === undefined) return keyword;
  const price = branching.has(keyword.keyword) ? branchSteps : 1;
  return {
    ...keyword,
    validate: (parameters) => {
      budget().spend(price);
      return validate(parameters);
    },
  };
}

/** Keywords that look at a value again, by another schema. They remember the way there. */
const branching: ReadonlySet<string> = new Set(["$ref", "allOf", "anyOf", "dependentSchemas", "if", "not", "oneOf"]);
const branchSteps = 20;

function original(name: string): Keyword {
  return draft2020.keywords.find(({ keyword }) => keyword === name) as Keyword;
}

/** The library looks members of values up by name, and would find what every object has: `constructor`, `__proto__`. */
const propertiesKeyword: Keyword = {
  ...original("properties"),
  parse(node: SchemaNode) {
    const problems = original("properties").parse?.(node);
    if (node.properties !== undefined) node.properties = Object.assign(Object.create(null), node.properties);
    return problems;
  },
};

/** What a regular expression is compiled by; a text says why it can't be used. */
type Patterns = (pattern: string) => Test | string;

function patternKeyword(patterns: Patterns): Keyword {
  return {
    ...original("pattern"),
    parse(node: SchemaNode) {
      const { pattern } = node.schema as { readonly pattern?: unknown };
      if (pattern === undefined) return undefined;
      const test = typeof pattern === "string" ? patterns(pattern) : "it has to be a text";
      if (typeof test === "string") return schemaError(node, "pattern", pattern, test);
      (node as { pattern?: Test }).pattern = test;
      return undefined;
    },
  };
}

function patternPropertiesKeyword(patterns: Patterns): Keyword {
  const { parse, ...rest } = original("patternProperties");
  return {
    ...rest,
    parse(node: SchemaNode) {
      const { patternProperties } = node.schema as { readonly patternProperties?: unknown };
      if (typeof patternProperties !== "object" || patternProperties === null) return undefined;
      const tests = Object.keys(patternProperties).map((name) => [name, patterns(name)] as const);
      const wrong = tests.find(([, test]) => typeof test === "string");
      if (wrong !== undefined) return schemaError(node, "patternProperties", wrong[0], wrong[1] as string);
      node.patternProperties = tests.map(([name, test]) => ({
        name,
        pattern: test as unknown as RegExp,
        node: node.compileSchema(
          (patternProperties as { readonly [name: string]: object })[name] as object,
          `${node.evaluationPath}/patternProperties/${name}`,
          `${node.schemaLocation}/patternProperties/${name}`,
        ),
      }));
      return undefined;
    },
  };
}

/** By their canonical form: comparing each with each would take time in the square of their number. */
const uniqueItemsKeyword: Keyword = {
  ...original("uniqueItems"),
  validate: ({ node, data, pointer = "#" }) => {
    if (!Array.isArray(data) || (node.schema as { readonly uniqueItems?: unknown }).uniqueItems !== true)
      return undefined;
    const forms = new Set(data.map((item) => canonicalize(item as Json)));
    if (forms.size === data.length) return undefined;
    return node.createError("unique-items-error", { pointer, value: data, schema: node.schema });
  },
};

function testOf(pattern: string, regexes: RegexAllowance, budget: () => Budget): Test | string {
  const regex = regexes.compile(pattern);
  if ("problem" in regex) return wordsFor(regex);
  return { test: (text) => isFound(regex, text, budget()) };
}

/** Instructions of an expression that are followed in the time of one step. */
const instructionsAStep = 100;

function isFound({ engine, size }: Regex, text: string, budget: Budget): boolean {
  budget.spend(Math.ceil((size * (text.length + 1)) / instructionsAStep));
  return engine.matcher(text).find();
}

function wordsFor(problem: SharedRegexProblem): string {
  switch (problem.problem) {
    case "too-long":
      return `the regular expression is longer than ${problem.limit} characters`;
    case "too-large":
      return "the regular expression repeats too much";
    case "too-many":
      return "the regular expressions of the schema are too many, or too large together";
    case "not-linear":
      return `the regular expression can't be matched in linear time, because of ${problem.part}`;
    case "malformed":
      return `it is no regular expression: ${problem.why}`;
  }
}

function schemaError(node: SchemaNode, keyword: string, value: unknown, message: string) {
  const pointer = `${node.schemaLocation}/${keyword}`;
  return node.createError("schema-error", { pointer, schema: node.schema, value }, message);
}
