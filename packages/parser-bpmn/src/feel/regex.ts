/**
 * Patterns of `matches`, `replace` and `split` (XPath and XQuery Functions 3.1, 5.6.1) on an engine that takes time in
 * proportion to the text, whatever the pattern. Before one is compiled its size is estimated, and before a text is searched it is paid for.
 */
import { EvaluationError } from "@rb/ir";
import { compileRegex, type Regex as Pattern, quoteRegex, type RegexMatcher } from "@rb/regex";
import type { Run } from "./run.js";

const maxLength = 500;
/** What finding a match counts for, beside looking at the text. */
const matchSteps = 10;
const compiled = new Map<string, Pattern>();
const mostCompiled = 100;

/** Each evaluation pays for the patterns that it uses, so that what it costs doesn't depend on what was evaluated before. */
export function patternOf(run: Run, text: string, flags: string): Pattern {
  if (text.length > maxLength) throw new EvaluationError(`A pattern is longer than ${maxLength} characters.`);
  const key = `${flags}/${text}`;
  let pattern = compiled.get(key);
  if (pattern === undefined) {
    pattern = compile(text, flags);
    if (compiled.size >= mostCompiled) compiled.clear();
    compiled.set(key, pattern);
  }
  run.once(key, 1000 + pattern.size * 50);
  return pattern;
}

function compile(given: string, flags: string): Pattern {
  if (!/^[smixq]*$/.test(flags)) throw new EvaluationError("The flags of a pattern are s, m, i, x and q.");
  const text = flags.includes("q") ? quoteRegex(given) : flags.includes("x") ? withoutSpace(given) : given;
  const [dotAll, multiline, ignoreCase] = [flags.includes("s"), flags.includes("m"), flags.includes("i")];
  // What is quoted may be twice as long as what was given, which has been looked at.
  const regex = compileRegex(text, { dotAll, multiline, ignoreCase, maxLength: 2 * maxLength });
  if (!("problem" in regex)) return regex;
  if (regex.problem === "too-large") throw new EvaluationError("A pattern repeats too much.");
  const why = regex.problem === "malformed" ? regex.why : "what takes time without bounds is not there";
  throw new EvaluationError(`'${given}' is no pattern that is understood (${why}).`);
}

/** The flag x: white space outside of classes is there for the reader, also behind a backslash. */
function withoutSpace(text: string): string {
  return text.replace(/\\\S|\[(?:\\[\s\S]|[^\]\\])*\]|\s+/g, (part) => (/^\s/.test(part) ? "" : part));
}

export function isFound(run: Run, { engine, size }: Pattern, text: string): boolean {
  run.spend(size * text.length);
  return engine.matcher(text).find();
}

/** Calls `visit` for each match, from left to right; the matcher stands at it. */
export function eachMatch(run: Run, pattern: Pattern, text: string, visit: (matcher: RegexMatcher) => void): void {
  const matcher = pattern.engine.matcher(text);
  run.spend(pattern.size * text.length);
  while (matcher.find()) {
    run.spend(matchSteps + (pattern.looksAhead ? pattern.size * (text.length - matcher.end()) : 0));
    visit(matcher);
  }
}

/** `$1` stands for a group, `\$` and `\\` for themselves: XPath and XQuery Functions 3.1, 5.6.4. */
export function substituted(matcher: RegexMatcher, replacement: string): string {
  return replacement.replace(/\\(\\|\$)|\$(\d)|[\\$]/g, (whole, literal?: string, group?: string) => {
    if (literal !== undefined) return literal;
    if (group === undefined) throw new EvaluationError(`A lone '${whole}' in a replacement stands for nothing.`);
    return Number(group) <= matcher.groupCount() ? (matcher.group(Number(group)) ?? "") : "";
  });
}
