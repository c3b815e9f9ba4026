/** What governance says must not be kept: replaced before anything is stored or shown. */
import type { Governance, Json } from "@rb/ir";
import { compileRegex, type Regex, type RegexProblem } from "@rb/regex";

export type Redact = (text: string) => string;

/** Steps of matching that a run may take: so many, and for each character of its texts some more. Governance of any use needs far fewer. */
const steps = { atOnce: 20_000_000, aCharacter: 500 } as const;
const withheld = "<withheld: looking for what has to be redacted takes too long>";

/**
 * All patterns, one after the other. A pattern that can't be used is a mistake in the document; then, and where looking takes too long, a text is withheld
 * rather than shown.
 */
export function redactionOf({ redact = [] }: Governance): Redact {
  const regexes = redact.map(({ pattern }) => compileRegex(pattern));
  let left: number = steps.atOnce;
  const spend = (cost: number): boolean => {
    if (cost > left) return false;
    left -= cost;
    return true;
  };
  return (text) => {
    left += text.length * steps.aCharacter;
    return redact.reduce<string>((redacted, { replace }, at) => {
      const regex = regexes[at] as Regex | RegexProblem;
      return "problem" in regex ? withheld : replaceAll(redacted, regex, replace, spend);
    }, text);
  };
}

/** Every text in a value; keys are names, and stay. */
export function redactJson(value: Json, redact: Redact): Json {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactJson(member, redact)]));
}

/** Where the engine has to look further than a match reaches, each match costs as much again. */
function replaceAll(
  text: string,
  { engine, size, looksAhead }: Regex,
  replacement: string,
  spend: (steps: number) => boolean,
): string {
  if (!spend(size * text.length)) return withheld;
  const matcher = engine.matcher(text);
  let result = "";
  let end = 0;
  while (matcher.find()) {
    if (looksAhead && !spend(size * (text.length - matcher.end()))) return withheld;
    result += text.slice(end, matcher.start()) + filledIn(replacement, (n) => matcher.group(n), matcher.groupCount());
    end = matcher.end();
  }
  return result + text.slice(end);
}

/** `$1` and `${1}` are what a group has found, `$$` is a dollar; everything else is itself. */
function filledIn(replacement: string, group: (n: number) => string | null, count: number): string {
  return replacement.replaceAll(/\$(?:\$|(\d{1,3})|\{(\d{1,3})\})/g, (whole, plain?: string, braced?: string) => {
    const digits = plain ?? braced;
    if (digits === undefined) return whole === "$$" ? "$" : whole;
    return Number(digits) <= count ? (group(Number(digits)) ?? "") : "";
  });
}
