/**
 * Regular expressions that documents bring along, on an engine that takes time in proportion to the text, whatever the expression. It lacks
 * what can't be done so: backreferences, looking around, atomic and possessive groups.
 */
import { type Matcher, RE2JS } from "re2js";
import { estimate } from "./estimate.js";

/** What an engine has found in a text. */
export type RegexMatcher = Matcher;

/** A compiled expression. A search takes about `size` steps for each character of the text. */
export interface Regex {
  readonly engine: RE2JS;
  /** Instructions of its program. */
  readonly size: number;
  /** Whether a search may look further than where its match ends: finding all matches then takes a search for each. */
  readonly looksAhead: boolean;
}

/** How an expression is meant, and how much of it is taken. */
export interface RegexOptions {
  /** `.` matches the ends of lines too. Default false. */
  readonly dotAll?: boolean;
  /** `^` and `$` match at the ends of lines. Default false. */
  readonly multiline?: boolean;
  /** Default false. */
  readonly ignoreCase?: boolean;
  /** Characters. Default 1000. */
  readonly maxLength?: number;
  /** Instructions. Default 4000. */
  readonly maxSize?: number;
}

/** Why an expression can't be used. */
export type RegexProblem =
  | { readonly problem: "too-long"; readonly limit: number }
  /** It repeats too much. */
  | { readonly problem: "too-large"; readonly limit: number }
  /** `part` would take time without bounds. */
  | { readonly problem: "not-linear"; readonly part: string }
  /** What the engine says about it. */
  | { readonly problem: "malformed"; readonly why: string };

const notLinear = /\(\?(?:<?[=!]|>)|\\[1-9]|[*+?}]\+/;

/** Compiles an expression in the syntax of RE2. Its size is bounded before it is compiled. */
export function compileRegex(text: string, options: RegexOptions = {}): Regex | RegexProblem {
  const { maxLength = 1000, maxSize = 4000 } = options;
  if (text.length > maxLength) return { problem: "too-long", limit: maxLength };
  const { size, looksAhead } = estimate(text);
  if (size > maxSize) return { problem: "too-large", limit: maxSize };
  try {
    const engine = RE2JS.compile(text, flagsOf(options));
    return { engine, size: Math.max(size, engine.programSize()), looksAhead };
  } catch (error) {
    const part = notLinear.exec(text)?.[0];
    if (part !== undefined) return { problem: "not-linear", part };
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "";
    return { problem: "malformed", why };
  }
}

/** An expression that matches this text and nothing else. */
export function quoteRegex(text: string): string {
  return RE2JS.quote(text);
}

function flagsOf({ dotAll = false, multiline = false, ignoreCase = false }: RegexOptions): number {
  return (dotAll ? RE2JS.DOTALL : 0) | (multiline ? RE2JS.MULTILINE : 0) | (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
}
