/**
 * MATCHES (STIX 2.1, 9.6.1) on an engine that takes time in proportion to the text, whatever the pattern. It lacks what can't be done so:
 * backreferences, looking around, atomic and possessive groups.
 */
import { compileRegex, type RegexProblem } from "@rb/regex";
import type { Budget } from "./budget.js";

/** A compiled expression. */
export interface Regex {
  readonly isFound: (text: string, budget: Budget) => boolean;
  /** Whether bytes can match at all: every character of the expression is a byte. */
  readonly isForBytes: boolean;
}

const longest = 4000;

/** What compiling an instruction counts for, beside looking at a character with one. */
const compileSteps = 100;

/** Compiles the normalised (NFC) expression; a text says why it can't. */
export function regexOf(written: string, budget: Budget): Regex | string {
  const text = written.normalize("NFC");
  const regex = compileRegex(text, { maxLength: longest });
  if ("problem" in regex) return wordsFor(regex, text);
  const { engine, size } = regex;
  budget.spend(size * compileSteps);
  return {
    isFound(value, budget) {
      budget.spend(value.length * size);
      return engine.matcher(value.normalize("NFC")).find();
    },
    isForBytes: !/[^\0-\xff]/.test(text),
  };
}

function wordsFor(problem: RegexProblem, text: string): string {
  switch (problem.problem) {
    case "too-long":
      return `an expression is longer than ${longest} characters`;
    case "too-large":
      return "an expression repeats too much";
    case "malformed":
      return `'${cut(text)}' is no regular expression (${problem.why})`;
    case "not-linear":
      return `'${problem.part}' in a regular expression would take time without bounds: backreferences, looking around and possessive groups are not there`;
  }
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
