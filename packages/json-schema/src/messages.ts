/**
 * What is said of a value that doesn't fit: words of ours, since the library's hold the value and the schema, whole, and are made for each
 * thing that is tried and fails.
 */
import type { ErrorConfig } from "json-schema-library";

type Facts = { readonly [name: string]: unknown };

const longest = 80;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === undefined || text.length > longest ? `${String(text).slice(0, longest)}…` : text;
}

/** A keyword of the schema at the place where it failed. */
function of(facts: Facts, keyword: string): string {
  return shown((facts.schema as Facts | undefined)?.[keyword]);
}

const words: { readonly [code: string]: (facts: Facts) => string } = {
  "all-of-error": () => "It does not fit every one of the schemas under allOf.",
  "any-of-error": () => "It fits none of the schemas under anyOf.",
  "additional-items-error": () => "It has more items than its schema knows.",
  "additional-properties-error": (facts) => `Its member ${shown(facts.property)} does not fit its schema.`,
  "const-error": (facts) => `It has to be ${of(facts, "const")}.`,
  "contains-error": () => "No item of it fits the schema under contains.",
  "contains-max-error": () => "Too many of its items fit the schema under contains.",
  "contains-min-error": () => "Too few of its items fit the schema under contains.",
  "enum-error": (facts) => `It has to be one of ${of(facts, "enum")}.`,
  "exclusive-maximum-error": (facts) => `It has to be below ${of(facts, "exclusiveMaximum")}.`,
  "exclusive-minimum-error": (facts) => `It has to be above ${of(facts, "exclusiveMinimum")}.`,
  "invalid-data-error": () => "There must be no value here.",
  "maximum-error": (facts) => `It has to be ${of(facts, "maximum")} at most.`,
  "max-items-error": (facts) => `It has to have ${of(facts, "maxItems")} items at most.`,
  "max-length-error": (facts) => `It has to have ${of(facts, "maxLength")} characters at most.`,
  "max-properties-error": (facts) => `It has to have ${of(facts, "maxProperties")} members at most.`,
  "minimum-error": (facts) => `It has to be ${of(facts, "minimum")} at least.`,
  "min-items-error": (facts) => `It has to have ${of(facts, "minItems")} items at least.`,
  "min-items-one-error": () => "It has to have an item.",
  "min-length-error": (facts) => `It has to have ${of(facts, "minLength")} characters at least.`,
  "min-length-one-error": () => "It must not be empty.",
  "min-properties-error": (facts) => `It has to have ${of(facts, "minProperties")} members at least.`,
  "missing-dependency-error": (facts) => `The member ${shown(facts.missingProperty)} is missing.`,
  "multiple-of-error": (facts) => `It has to be a multiple of ${of(facts, "multipleOf")}.`,
  "multiple-one-of-error": () => "It fits several of the schemas under oneOf.",
  "no-additional-properties-error": (facts) => `It must not have the member ${shown(facts.property)}.`,
  "not-error": () => "It fits the schema under not.",
  "one-of-error": () => "It fits none of the schemas under oneOf.",
  "pattern-error": (facts) => `It does not match the pattern ${of(facts, "pattern")}.`,
  "ref-error": (facts) => `The schema refers to ${shown(facts.ref)}, which is not in it.`,
  "required-property-error": (facts) => `The member ${shown(facts.key)} is missing.`,
  "type-error": (facts) => `It has to be of the type ${of(facts, "type")}.`,
  "unevaluated-items-error": () => "It has items that its schema does not know.",
  "unevaluated-property-error": () => "It has members that its schema does not know.",
  "unique-items-error": () => "Two of its items are equal.",
};

/** The library's errors, in these words. What it says about schemas, it says itself. */
export const messages: ErrorConfig = Object.fromEntries(
  Object.entries(words).map(([code, wordsFor]) => {
    return [code, (data: Facts): object => ({ type: "error", code, message: wordsFor(data), data })];
  }),
) as ErrorConfig;
