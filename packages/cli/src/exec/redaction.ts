/** What governance says must not be kept: replaced before anything is stored or shown. */
import type { Governance, Json } from "@rb/ir";
import { compileRegex, type Regex, type RegexProblem } from "@rb/regex";
import { type Find, redactAcross } from "./redact-across.js";
import { redactJson } from "./redact-json.js";

export type Redact = (text: string) => string;

export interface Redaction {
  readonly redact: Redact;
  /** Texts that are shown one beside the other, as the words of a command are: also what reaches over several of them. */
  readonly redactWords: (words: readonly Json[]) => readonly Json[];
}

/** Steps of matching that a run may take: so many, and for each character of its texts some more. Governance of any use needs far fewer. */
const steps = { atOnce: 20_000_000, aCharacter: 500 } as const;
const withheld = "<withheld: looking for what has to be redacted takes too long>";

/**
 * All patterns, one after the other. A pattern that can't be used is a mistake in the document; then, and where looking takes too long, a text is withheld
 * rather than shown.
 */
export function redactionOf({ redact = [] }: Governance): Redaction {
  const regexes = redact.map(({ pattern }) => compileRegex(pattern));
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
    const regex = regexes[at] as Regex | RegexProblem;
    return (text, see) => !("problem" in regex) && eachFound(text, regex, replace, spend, see);
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
  replacement: string,
  spend: (steps: number) => boolean,
  see: Parameters<Find>[1],
): boolean {
  if (!spend(size * text.length)) return false;
  const matcher = engine.matcher(text);
  while (matcher.find()) {
    if (looksAhead && !spend(size * (text.length - matcher.end()))) return false;
    const instead = filledIn(replacement, (n) => matcher.group(n), matcher.groupCount());
    see(matcher.start(), matcher.end(), instead);
  }
  return true;
}

/** `$1` and `${1}` are what a group has found, `$$` is a dollar; everything else is itself. */
function filledIn(replacement: string, group: (n: number) => string | null, count: number): string {
  return replacement.replaceAll(/\$(?:\$|(\d{1,3})|\{(\d{1,3})\})/g, (whole, plain?: string, braced?: string) => {
    const digits = plain ?? braced;
    if (digits === undefined) return whole === "$$" ? "$" : whole;
    return Number(digits) <= count ? (group(Number(digits)) ?? "") : "";
  });
}
