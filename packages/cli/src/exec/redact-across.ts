/** What is found in words only where they stand one beside the other: `--password`, `hunter3`. */
import type { Json } from "@rb/ir";

/** Tells all matches of one pattern, in order, with what stands for each; false where not all of the text was looked at. */
export type Find = (text: string, see: (start: number, end: number, instead: string) => void) => boolean;

/** In place of each word that a match touches, where what stands for the match isn't as many words. */
const hidden = "<redacted>";

/** One pattern after the other, in the words joined by blanks. A word that isn't known is null, and stays so. */
export function redactAcross(
  words: readonly Json[],
  finds: readonly Find[],
  earn: (text: string) => void,
): readonly Json[] {
  earn(joined(words));
  return finds.reduce((left, find) => redactOne(left, find), words);
}

function redactOne(words: readonly Json[], find: Find): readonly Json[] {
  const text = joined(words);
  const result = [...words];
  let at = 0;
  let begin = 0;
  let done = 0;
  const isThrough = find(text, (start, end, instead) => {
    while (at < words.length && begin + textOf(words[at]).length < start) begin += textOf(words[at++]).length + 1;
    let [last, until] = [at, begin + textOf(words[at]).length];
    while (until < end && last + 1 < words.length) until += 1 + textOf(words[++last]).length;
    // What is found within one word is replaced there.
    if (last === at) return;
    const parts = `${text.slice(Math.max(begin, done), start)}${instead}${text.slice(end, until)}`.split(" ");
    const isAsMany = parts.length === last - at + 1 && done <= begin;
    for (let one = at; one <= last; one++) result[one] = isAsMany ? (parts[one - at] as string) : hidden;
    done = end;
  });
  return isThrough ? result : words.map(() => hidden);
}

function joined(words: readonly Json[]): string {
  return words.map(textOf).join(" ");
}

function textOf(word: Json | undefined): string {
  if (word === null || word === undefined) return "";
  return typeof word === "string" ? word : JSON.stringify(word);
}
