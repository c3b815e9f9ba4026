/** What governance says must not be kept: replaced before anything is stored or shown. */
import type { Governance, Json } from "@rb/ir";
import { compileRegex, type Regex } from "@rb/regex";

export type Redact = (text: string) => string;

/** Steps of matching that one text may take with one pattern: some seconds at worst. */
const maxSteps = 200_000_000;
const withheld = "<withheld: looking for what has to be redacted takes too long>";

/** All patterns, one after the other. A pattern that can't be used is a mistake in the document, so all text is withheld rather than shown. */
export function redactionOf({ redact = [] }: Governance): Redact {
  const rules = redact.map(({ pattern, replace }) => {
    const regex = compileRegex(pattern);
    return "problem" in regex ? () => withheld : (text: string) => replaceAll(text, regex, replace);
  });
  return (text) => rules.reduce((redacted, rule) => rule(redacted), text);
}

/** Every text in a value; keys are names, and stay. */
export function redactJson(value: Json, redact: Redact): Json {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactJson(member, redact)]));
}

/** In time proportional to the text; where the engine has to look further than a match reaches, only up to a limit. */
function replaceAll(text: string, { engine, size, looksAhead }: Regex, replacement: string): string {
  const matcher = engine.matcher(text);
  let steps = size * text.length;
  let result = "";
  let end = 0;
  while (matcher.find()) {
    if (looksAhead) steps += size * (text.length - matcher.end());
    if (steps > maxSteps) return withheld;
    result += text.slice(end, matcher.start()) + filledIn(replacement, (n) => matcher.group(n), matcher.groupCount());
    end = matcher.end();
  }
  if (steps > maxSteps) return withheld;
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
