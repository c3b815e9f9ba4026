/**
 * Finding a text in a text in time that is in proportion to both: the platform's own search compares the whole part again at each place, which is
 * quick for what people look for, and takes minutes for long parts that nearly match everywhere.
 */
import type { Budget } from "./budget.js";

/** Parts of up to so many characters are left to the platform. */
const short = 16;
/** Characters that are gone through in the time of one step. */
const charactersAStep = { short: 512, long: 128 } as const;

/** Where a part stands in a text from an index on; -1 where it doesn't. */
export type Find = (from: number) => number;

/** Going through the text once, from find to find, is paid for here. */
export function finder(budget: Pick<Budget, "spend">, text: string, part: string): Find {
  const isShort = part.length <= short;
  budget.spend(Math.ceil((text.length + part.length) / charactersAStep[isShort ? "short" : "long"]));
  if (isShort) return (from) => text.indexOf(part, from);
  if (part.length > text.length) return () => -1;
  const borders = bordersOf(part);
  return (from) => search(text, part, borders, from);
}

/** Of each beginning of the part: how much of its start is its end as well, so that it needn't be compared again (Knuth, Morris, Pratt). */
function bordersOf(part: string): Int32Array {
  const borders = new Int32Array(part.length);
  let same = 0;
  for (let at = 1; at < part.length; at++) {
    while (same > 0 && part.charCodeAt(at) !== part.charCodeAt(same)) same = borders[same - 1] as number;
    if (part.charCodeAt(at) === part.charCodeAt(same)) same++;
    borders[at] = same;
  }
  return borders;
}

function search(text: string, part: string, borders: Int32Array, from: number): number {
  let same = 0;
  for (let at = from; at < text.length; at++) {
    while (same > 0 && text.charCodeAt(at) !== part.charCodeAt(same)) same = borders[same - 1] as number;
    if (text.charCodeAt(at) === part.charCodeAt(same)) same++;
    if (same === part.length) return at - part.length + 1;
  }
  return -1;
}
