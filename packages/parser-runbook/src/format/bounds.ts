/** What can be asked of an input besides its type. */
import type { SharedRegexProblem } from "@rb/regex";
import type { Log } from "../log.js";
import type { YamlNode } from "../yaml/tree.js";
import { decimal, integer, mapped, type OptionalField, optional, type Reader, text } from "./reader.js";
import type { Bounds } from "./types.js";

/** Whether it is a regular expression that can be run; reports one that isn't. */
export function usablePattern(pattern: string, node: YamlNode, log: Log): boolean {
  const regex = log.regexes.compile(pattern);
  if ("engine" in regex) return true;
  log.say("bad-pattern", node, { pattern, why: wordsFor(regex) });
  return false;
}

function wordsFor(problem: SharedRegexProblem): string {
  switch (problem.problem) {
    case "too-long":
      return `it is longer than ${problem.limit} characters`;
    case "too-large":
      return "it repeats too much";
    case "too-many":
      return "with those before it, the document has more of them than it may have";
    case "not-linear":
      return `it can't be matched in linear time, because of ${problem.part}`;
    case "malformed":
      return problem.why;
  }
}

/** A regular expression that can be run. */
export const pattern: Reader<string> = mapped(text, (found, node, log) =>
  usablePattern(found, node, log) ? found : undefined,
);
const length: Reader<number> = integer(0);
const amount: Reader<number> = decimal(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** Fields that say it with the words of JSON Schema. */
export const boundFields: {
  readonly [K in keyof Bounds]-?: OptionalField<NonNullable<Bounds[K]>>;
} = {
  pattern: optional(pattern, "A regular expression (RE2's) that is found in the text."),
  minLength: optional(length, "How many characters a text has at least."),
  maxLength: optional(length, "How many characters a text has at most."),
  minimum: optional(amount, "The least number."),
  maximum: optional(amount, "The greatest number."),
};

/** What of it was said; undefined when nothing was. */
export function boundsOf(read: Bounds): Bounds | undefined {
  const names = Object.keys(boundFields) as (keyof Bounds)[];
  const said = names.filter((name) => read[name] !== undefined).map((name) => [name, read[name]] as const);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
