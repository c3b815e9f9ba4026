/**
 * Patterns of `matches`, `replace` and `split` (XPath and XQuery Functions 3.1, 5.6.1) on an engine that takes time in
 * proportion to the text, whatever the pattern. Before one is compiled its size is estimated, and before a text is searched it is paid for.
 */
import { EvaluationError } from "@rb/ir";
import { type Matcher, RE2JS } from "re2js";
import type { Run } from "./run.js";

export interface Pattern {
  readonly regex: RE2JS;
  readonly size: number;
  /** Whether a search may look further than where its match ends. */
  readonly looksAhead: boolean;
}

const maxLength = 500;
const maxSize = 4000;
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
  const text = flags.includes("q") ? RE2JS.quote(given) : flags.includes("x") ? withoutSpace(given) : given;
  const { size, looksAhead } = estimate(text);
  if (size > maxSize) throw new EvaluationError("A pattern repeats too much.");
  const options =
    (flags.includes("s") ? RE2JS.DOTALL : 0) |
    (flags.includes("m") ? RE2JS.MULTILINE : 0) |
    (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0);
  try {
    const regex = RE2JS.compile(text, options);
    return { regex, size: Math.max(size, regex.programSize()), looksAhead };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "";
    throw new EvaluationError(`'${given}' is no pattern that is understood (${why}).`);
  }
}

/** The flag x: white space outside of classes is there for the reader, also behind a backslash. */
function withoutSpace(text: string): string {
  return text.replace(/\\\S|\[(?:\\[\s\S]|[^\]\\])*\]|\s+/g, (part) => (/^\s/.test(part) ? "" : part));
}

/** Pieces of a pattern, as far as its size depends on them. */
const piece = /\\[pP]\{[^}]*\}|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\{\d{1,4}(,\d{0,4})?\}|[\s\S]/g;

/** How many instructions a pattern becomes, at least roughly: what is repeated counts as often. */
function estimate(text: string): { readonly size: number; readonly looksAhead: boolean } {
  /** Of each open group: the size so far, and that of its last part. */
  const open: { size: number; last: number }[] = [{ size: 1, last: 0 }];
  let [unbounded, looksAhead] = [false, false];
  for (const [part] of text.matchAll(piece)) {
    const group = open.at(-1) as { size: number; last: number };
    const times = /^\{\d+/.test(part) ? Math.max(...part.slice(1, -1).split(",").map(Number), 1) : 0;
    if (times > 0) {
      group.size += group.last * (times - 1);
      group.last *= times;
      unbounded ||= part.endsWith(",}");
    } else if (part === "*" || part === "+") unbounded = true;
    else if (part === "(") open.push({ size: 2, last: 0 });
    else if (part === ")" && open.length > 1) {
      open.pop();
      const outer = open.at(-1) as { size: number; last: number };
      outer.size += group.size;
      outer.last = group.size;
    } else if (part !== "?") {
      looksAhead ||= unbounded;
      const cost = /^\\[pP]/.test(part) ? 10 : part.startsWith("[") ? 2 : 1;
      group.size += cost;
      group.last = cost;
    }
  }
  return {
    size: open.reduce((sum, { size }) => sum + size, 0),
    looksAhead: looksAhead || (unbounded && /[|(]/.test(text)),
  };
}

export function isFound(run: Run, { regex, size }: Pattern, text: string): boolean {
  run.spend(size * text.length);
  return regex.matcher(text).find();
}

/** Calls `visit` for each match, from left to right; the matcher stands at it. */
export function eachMatch(run: Run, pattern: Pattern, text: string, visit: (matcher: Matcher) => void): void {
  const matcher = pattern.regex.matcher(text);
  run.spend(pattern.size * text.length);
  while (matcher.find()) {
    run.spend(matchSteps + (pattern.looksAhead ? pattern.size * (text.length - matcher.end()) : 0));
    visit(matcher);
  }
}

/** `$1` stands for a group, `\$` and `\\` for themselves: XPath and XQuery Functions 3.1, 5.6.4. */
export function substituted(matcher: Matcher, replacement: string): string {
  return replacement.replace(/\\(\\|\$)|\$(\d)|[\\$]/g, (whole, literal?: string, group?: string) => {
    if (literal !== undefined) return literal;
    if (group === undefined) throw new EvaluationError(`A lone '${whole}' in a replacement stands for nothing.`);
    return Number(group) <= matcher.groupCount() ? (matcher.group(Number(group)) ?? "") : "";
  });
}
