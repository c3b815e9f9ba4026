/**
 * MATCHES (STIX 2.1, 9.6.1) on an engine that takes time in proportion to the text, whatever the pattern. It lacks what can't be done so:
 * backreferences, looking around, atomic and possessive groups.
 */
import { RE2JS } from "re2js";
import type { Budget } from "./budget.js";

/** A compiled expression. */
export interface Regex {
  readonly isFound: (text: string, budget: Budget) => boolean;
  /** Whether bytes can match at all: every character of the expression is a byte. */
  readonly isForBytes: boolean;
}

const longest = 4000;
/** Instructions. */
const largest = 4000;
const notThere = /\(\?(?:<?[=!]|>)|\\[1-9]|[*+?}]\+/;

/** What compiling an instruction counts for, beside looking at a character with one. */
const compileSteps = 100;

/** Compiles the normalised (NFC) expression; a text says why it can't. */
export function regexOf(written: string, budget: Budget): Regex | string {
  const text = written.normalize("NFC");
  if (text.length > longest) return `an expression is longer than ${longest} characters`;
  const estimated = estimate(text);
  if (estimated > largest) return "an expression repeats too much";
  budget.spend(estimated * compileSteps);
  try {
    const regex = RE2JS.compile(text);
    const size = regex.programSize();
    return {
      isFound(value, budget) {
        budget.spend(value.length * size);
        return regex.matcher(value.normalize("NFC")).find();
      },
      isForBytes: !/[^\0-\xff]/.test(text),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "";
    const part = notThere.exec(text)?.[0];
    if (part === undefined) return `'${cut(text)}' is no regular expression (${why})`;
    return `'${part}' in a regular expression would take time without bounds: backreferences, looking around and possessive groups are not there`;
  }
}

/** Pieces of an expression, as far as its size depends on them. */
const piece = /\\[pP]\{[^}]*\}|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\{\d{1,4}(?:,\d{0,4})?\}|[\s\S]/g;

/** How many instructions an expression becomes, roughly: what is repeated counts as often. Compiling takes as long. */
function estimate(text: string): number {
  /** Of each open group: the size so far, and that of its last part. */
  const open: { size: number; last: number }[] = [{ size: 0, last: 0 }];
  for (const [part] of text.matchAll(piece)) {
    const group = open.at(-1) as { size: number; last: number };
    const times = /^\{\d/.test(part) ? Math.max(...part.slice(1, -1).split(",").map(Number), 1) : 0;
    if (times > 0) {
      group.size += group.last * (times - 1);
      group.last *= times;
    } else if (part === "(") open.push({ size: 2, last: 0 });
    else if (part === ")" && open.length > 1) {
      open.pop();
      const outer = open.at(-1) as { size: number; last: number };
      outer.size += group.size;
      outer.last = group.size;
    } else if (!/^[*+?]$/.test(part)) {
      group.last = /^\\[pP]/.test(part) ? 10 : 1;
      group.size += group.last;
    }
  }
  return open.reduce((sum, { size }) => sum + size, 0);
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
