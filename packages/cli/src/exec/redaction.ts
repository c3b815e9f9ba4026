/** What governance says must not be kept: replaced before anything is stored or shown. */
import type { Governance, Json } from "@rb/ir";
import { type Regex, RegexAllowance, type RegexMatcher } from "@rb/regex";
import { type Find, redactAcross } from "./redact-across.js";
import { redactJson } from "./redact-json.js";

export type Redact = (text: string) => string;

export interface Redaction {
  readonly redact: Redact;
  /** Texts that are shown one beside the other, as the words of a command are: also what reaches over several of them. */
  readonly redactWords: (words: readonly Json[]) => readonly Json[];
}

/** Steps that a run may take: so many, and for each character of its texts some more. Governance of any use needs far fewer. */
const steps = { atOnce: 20_000_000, aCharacter: 500 } as const;
/** Of them, for each character that is written in the place of something. */
const stepsToWrite = 20;
const withheld = "<withheld: looking for what has to be redacted takes too long>";

/**
 * All patterns, one after the other. A pattern that can't be used is a mistake in the document; then, and where looking takes too long, a text is withheld
 * rather than shown.
 */
export function redactionOf({ redact = [] }: Governance): Redaction {
  const allowance = new RegexAllowance();
  const regexes = redact.map(({ pattern }) => allowance.compile(pattern));
  let left: number = steps.atOnce;
  const spend = (cost: number): boolean => {
    if (cost > left) return false;
    left -= cost;
    return true;
  };
  const earn = (text: string): void => {
    left += text.length * steps.aCharacter;
  };
  const finds = redact.map(({ replace }, at): Find => {
    const regex = regexes[at];
    if (regex === undefined || "problem" in regex) return () => false;
    const parts = partsOf(replace);
    return (text, see) => eachFound(text, regex, parts, spend, see);
  });
  const redactText: Redact = (text) => {
    earn(text);
    return finds.reduce(replaceAll, text);
  };
  return {
    redact: redactText,
    redactWords: (words) => {
      const across = finds.length === 0 ? words : redactAcross(words, finds, earn);
      return across.map((word) => redactJson(word, redactText));
    },
  };
}

function replaceAll(text: string, find: Find): string {
  let result = "";
  let done = 0;
  const isThrough = find(text, (start, end, instead) => {
    result += text.slice(done, start) + instead;
    done = end;
  });
  return isThrough ? result + text.slice(done) : withheld;
}

/** False where not all of the text was looked at. Where the engine has to look further than a match reaches, each match costs as much again. */
function eachFound(
  text: string,
  { engine, size, looksAhead }: Regex,
  parts: readonly Part[],
  spend: (steps: number) => boolean,
  see: Parameters<Find>[1],
): boolean {
  if (!spend(size * text.length)) return false;
  const matcher = engine.matcher(text);
  while (matcher.find()) {
    if (looksAhead && !spend(size * (text.length - matcher.end()))) return false;
    const written = parts.map((part) => (typeof part === "string" ? part : groupOf(matcher, part)));
    if (!spend(written.reduce((sum, { length }) => sum + length, parts.length) * stepsToWrite)) return false;
    see(matcher.start(), matcher.end(), written.join(""));
  }
  return true;
}

/** Of what is written instead: a text, or the number of a group that is found. */
type Part = string | number;

/** `$1` and `${1}` are what a group has found, `$$` is a dollar; everything else is itself. */
function partsOf(replacement: string): readonly Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { 0: sign, 1: plain, 2: braced, index } of replacement.matchAll(/\$(?:\$|(\d{1,3})|\{(\d{1,3})\})/g)) {
    const digits = plain ?? braced;
    parts.push(replacement.slice(done, index), digits === undefined ? "$" : Number(digits));
    done = index + sign.length;
  }
  return [...parts, replacement.slice(done)];
}

/** A group that isn't there, or hasn't found anything, is empty. */
function groupOf(matcher: RegexMatcher, group: number): string {
  return group <= matcher.groupCount() ? (matcher.group(group) ?? "") : "";
}
