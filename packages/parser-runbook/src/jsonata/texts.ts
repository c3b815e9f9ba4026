/** JSONata's functions that look for a text in a text. The library's own take regular expressions too, and time without bounds. */
import { budgetOf, type Focus } from "./budget.js";
import { finder } from "./text-search.js";

type Implementation = (this: Focus, ...args: never[]) => unknown;

function contains(this: Focus, text: string | undefined, part: string | undefined): boolean | undefined {
  return text === undefined || part === undefined ? undefined : finder(budgetOf(this), text, part)(0) >= 0;
}

function substringBefore(this: Focus, text: string | undefined, part: string | undefined): string | undefined {
  if (text === undefined || part === undefined) return text;
  const at = finder(budgetOf(this), text, part)(0);
  return at < 0 ? text : text.slice(0, at);
}

function substringAfter(this: Focus, text: string | undefined, part: string | undefined): string | undefined {
  if (text === undefined || part === undefined) return text;
  const at = finder(budgetOf(this), text, part)(0);
  return at < 0 ? text : text.slice(at + part.length);
}

/** At most `limit` pieces; those after them are left out. Nothing between them: each character (UTF-16 code unit) is a piece. */
function split(this: Focus, text: string | undefined, separator: string | undefined, limit?: number): unknown {
  if (text === undefined) return undefined;
  if (separator === undefined) throw new Error("$split needs the text that is between the pieces");
  const most = checkedLimit(limit, "$split");
  if (separator === "") return text.slice(0, Math.trunc(most)).split("");
  return pieces(this, text, separator, most).slice(0, Math.trunc(most));
}

/** The first `limit` of them. */
function replace(this: Focus, text?: string, part?: string, replacement?: string, limit?: number): unknown {
  if (text === undefined) return undefined;
  if (part === undefined || part === "") throw new Error("$replace needs a text to look for, which isn't empty");
  if (replacement === undefined) throw new Error("$replace needs the text that is put there instead");
  const found = pieces(this, text, part, Math.ceil(checkedLimit(limit, "$replace")));
  budgetOf(this).checkSize(text.length + (found.length - 1) * (replacement.length - part.length));
  return found.join(replacement);
}

/** What is between the parts, after `most` of them the rest as it is. */
function pieces(focus: Focus, text: string, part: string, most: number): readonly string[] {
  const budget = budgetOf(focus);
  const find = finder(budget, text, part);
  const found: string[] = [];
  let end = 0;
  for (let at = find(0); at >= 0 && found.length < most; at = find(end)) {
    found.push(text.slice(end, at));
    end = at + part.length;
  }
  budget.spend(found.length >> 6);
  return [...found, text.slice(end)];
}

function checkedLimit(limit: number | undefined, name: string): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY;
  if (limit < 0) throw new Error(`The limit of ${name} can't be negative`);
  return limit;
}

/** By name, each with its signature. */
export const textFunctions: { readonly [name: string]: readonly [Implementation, signature: string] } = {
  contains: [contains, "<s-s:b>"],
  substringBefore: [substringBefore, "<s-s:s>"],
  substringAfter: [substringAfter, "<s-s:s>"],
  split: [split, "<s-sn?:a<s>>"],
  replace: [replace, "<s-ssn?:s>"],
};
