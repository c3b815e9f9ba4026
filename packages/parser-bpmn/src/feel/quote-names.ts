/**
 * Names that FEEL can't tell from operators and keywords (`pre-check`, `Terms and Conditions`) are still names where something declares
 * them: DMN 1.5, 10.3.1.4. They are put between backticks here, so that an expression means the same wherever it is read.
 */
import { plainName } from "./tokens.js";
import { keywords, maxWords, namesWithKeywords } from "./words.js";

const piece = /"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|[\p{ID_Start}_?][\p{ID_Continue}?·]*|\s+|[\s\S]/gu;
const builtin: ReadonlySet<string> = new Set(namesWithKeywords.map((words) => words.join(" ")));

/** Whether a name has to be between backticks. */
function isAwkward(name: string): boolean {
  if (name.includes("`") || builtin.has(name)) return false;
  const words = name.split(" ");
  const isPlain = (one: string, at: number): boolean =>
    !keywords.has(one) && (/^[\p{ID_Start}_?][\p{ID_Continue}?·]*$/u.test(one) || (at > 0 && /^\d+$/.test(one)));
  return !words.every(isPlain);
}

/** Names that need backticks, as `plainName` makes them. */
export interface AwkwardNames {
  readonly names: ReadonlySet<string>;
  /** The words that they begin with: nothing else is looked at twice. */
  readonly firsts: ReadonlySet<string>;
  readonly longest: number;
}

export function awkwardNames(all: Iterable<string>): AwkwardNames {
  const names = new Set([...all].filter((name) => name !== "" && isAwkward(name)));
  return {
    names,
    firsts: new Set([...names].map((name) => name.match(piece)?.[0] ?? "")),
    longest: [...names].reduce((most, { length }) => Math.max(most, length), 0),
  };
}

/** The longest name that fits is taken, where a name may begin. */
export function quoteNames(text: string, awkward: AwkwardNames): string {
  if (awkward.names.size === 0) return text;
  const pieces = text.match(piece) ?? [];
  const found: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    const first = pieces[at] as string;
    const length = awkward.firsts.has(first) && !isMember(found) ? longestAt(pieces, at, awkward) : 0;
    found.push(length === 0 ? first : `\`${plainName(pieces.slice(at, at + length).join(""))}\``);
    at += Math.max(1, length);
  }
  return found.join("");
}

function isMember(before: readonly string[]): boolean {
  const last = before.at(-1);
  return last === "." || (last?.trim() === "" && before.at(-2) === ".");
}

/** How many pieces from there on are a name; 0 when none is. */
function longestAt(pieces: readonly string[], from: number, { names, longest }: AwkwardNames): number {
  let [name, length] = ["", 0];
  for (let at = from; at < Math.min(pieces.length, from + 2 * maxWords); at++) {
    const next = pieces[at] as string;
    const isSpace = next.trim() === "";
    name += isSpace ? " " : next;
    if (name.length > longest) break;
    if (!isSpace && names.has(name)) length = at + 1 - from;
  }
  return length;
}
