/**
 * Names that FEEL can't tell from operators and keywords (`pre-check`, `Terms and Conditions`) are still names where something declares
 * them: DMN 1.5, 10.3.1.4. They are put between backticks here, so that an expression means the same wherever it is read.
 */
import { plainName } from "./tokens.js";
import { keywords, maxWords, namesWithKeywords } from "./words.js";

const piece = /"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|[\p{ID_Start}_?][\p{ID_Continue}?·]*|\s+|[\s\S]/gu;
const word = /^[\p{ID_Start}_?]/u;
const builtin: ReadonlySet<string> = new Set(namesWithKeywords.map((words) => words.join(" ")));

/** Whether a name has to be between backticks. */
export function isAwkward(name: string): boolean {
  if (name.includes("`") || builtin.has(name)) return false;
  const words = name.split(" ");
  const isPlain = (one: string, at: number): boolean =>
    !keywords.has(one) && (/^[\p{ID_Start}_?][\p{ID_Continue}?·]*$/u.test(one) || (at > 0 && /^\d+$/.test(one)));
  return !words.every(isPlain);
}

/** `awkward` holds names as `plainName` makes them. The longest that fits is taken, where a name may begin. */
export function quoteNames(text: string, awkward: ReadonlySet<string>): string {
  if (awkward.size === 0) return text;
  const pieces = text.match(piece) ?? [];
  const found: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    const length = word.test(pieces[at] as string) && !isMember(found) ? longest(pieces, at, awkward) : 0;
    const taken = pieces.slice(at, at + Math.max(1, length)).join("");
    found.push(length === 0 ? taken : `\`${plainName(taken)}\``);
    at += Math.max(1, length);
  }
  return found.join("");
}

function isMember(before: readonly string[]): boolean {
  const last = before.at(-1);
  return last === "." || (last?.trim() === "" && before.at(-2) === ".");
}

/** How many pieces from there on are a name; 0 when none is. */
function longest(pieces: readonly string[], from: number, awkward: ReadonlySet<string>): number {
  let [name, length] = ["", 0];
  for (let at = from; at < Math.min(pieces.length, from + 2 * maxWords); at++) {
    const next = pieces[at] as string;
    name += next;
    if (next.trim() !== "" && awkward.has(plainName(name))) length = at + 1 - from;
  }
  return length;
}
