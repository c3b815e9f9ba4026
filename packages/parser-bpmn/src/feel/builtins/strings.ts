/** DMN 1.5, 10.3.4.3: functions on texts, and 10.3.4.1, `string(…)`. Characters are Unicode code points. */
import { EvaluationError } from "@rb/ir";
import { eachMatch, isFound, patternOf, substituted } from "../regex.js";
import type { Run } from "../run.js";
import { textOf } from "../text.js";
import type { List, Value } from "../values.js";
import type { Call, Row } from "./signature.js";

export const stringRows: readonly Row[] = [
  ["string", "from: any", (run, [from]) => (from === null ? null : textOf(run, from as Value))],
  ["string length", "string: string", onText((text, run) => points(run, text).length)],
  ["upper case", "string: string", onText((text) => text.toUpperCase())],
  ["lower case", "string: string", onText((text) => text.toLowerCase())],
  ["trim", "string: string", onText((text) => text.trim())],
  ["is blank", "string: string", onText((text) => text.trim() === "")],
  ["substring", "string: string, start position: number, length?: number", substring],
  [
    "substring before",
    "string: string, match: string",
    onTexts((text, match) => text.slice(0, Math.max(0, text.indexOf(match)))),
  ],
  ["substring after", "string: string, match: string", onTexts(after)],
  ["contains", "string: string, match: string", onTexts((text, match) => text.includes(match))],
  ["starts with", "string: string, match: string", onTexts((text, match) => text.startsWith(match))],
  ["ends with", "string: string, match: string", onTexts((text, match) => text.endsWith(match))],
  ["matches", "input: string, pattern: string, flags?: string", matches],
  ["replace", "input: string, pattern: string, replacement: string, flags?: string", replace],
  ["split", "string: string, delimiter: string", split],
  ["extract", "string: string, pattern: string", extract],
  ["string join", "list: list, delimiter?: string, prefix?: string, suffix?: string", join],
];

function onText(what: (text: string, run: Run) => Value): Call {
  return (run, [text]) => {
    run.text((text as string).length);
    return what(text as string, run);
  };
}

/** Looking for one text in another compares, at worst, each of its characters with each of the other's. */
const comparedPerStep = 1000;

function onTexts(what: (text: string, other: string) => Value): Call {
  return (run, [text, other]) => {
    run.text((text as string).length);
    run.spend(Math.floor(((text as string).length * (other as string).length) / comparedPerStep));
    return what(text as string, other as string);
  };
}

function points(run: Run, text: string): readonly string[] {
  run.spend(text.length);
  return Array.from(text);
}

function after(text: string, match: string): string {
  const at = text.indexOf(match);
  return at === -1 ? "" : text.slice(at + match.length);
}

function substring(...[run, [text, start, length]]: Parameters<Call>): Value {
  const all = points(run, text as string);
  const from = start as number;
  if (!Number.isInteger(from) || from === 0) throw new EvaluationError("The first character is at 1, the last at -1.");
  const first = from > 0 ? from - 1 : Math.max(0, all.length + from);
  const count = length === undefined ? all.length : (length as number);
  if (!(count >= 0)) throw new EvaluationError("The length of a text is not negative.");
  return all.slice(first, first + Math.floor(count)).join("");
}

function matches(...[run, [input, pattern, flags = ""]]: Parameters<Call>): Value {
  return isFound(run, patternOf(run, pattern as string, flags as string), input as string);
}

function replace(...[run, [input, pattern, replacement, flags = ""]]: Parameters<Call>): Value {
  const text = input as string;
  const literal = (flags as string).includes("q");
  const pieces: string[] = [];
  let [from, length] = [0, 0];
  eachMatch(run, patternOf(run, pattern as string, flags as string), text, (matcher) => {
    const put = literal ? (replacement as string) : substituted(matcher, replacement as string);
    length += put.length + matcher.start() - from;
    run.spend((put.length + (replacement as string).length) >> 3);
    pieces.push(text.slice(from, matcher.start()), put);
    from = matcher.end();
  });
  run.text(length + text.length - from);
  return pieces.join("") + text.slice(from);
}

function split(...[run, [input, delimiter]]: Parameters<Call>): Value {
  const text = input as string;
  const pieces: string[] = [];
  let from = 0;
  eachMatch(run, patternOf(run, delimiter as string, ""), text, (matcher) => {
    if (matcher.end() === matcher.start()) throw new EvaluationError("A delimiter can't be empty.");
    pieces.push(text.slice(from, matcher.start()));
    from = matcher.end();
  });
  return [...pieces, text.slice(from)];
}

function extract(...[run, [input, pattern]]: Parameters<Call>): Value {
  const found: string[] = [];
  eachMatch(run, patternOf(run, pattern as string, ""), input as string, (matcher) => {
    found.push(matcher.group() ?? "");
  });
  return found;
}

/** Items that are null are left out. */
function join(...[run, [list, delimiter = "", prefix = "", suffix = ""]]: Parameters<Call>): Value {
  const items = (list as List).filter((item) => item !== null);
  run.spend((list as List).length);
  let length = (prefix as string).length + (suffix as string).length;
  for (const item of items) {
    if (typeof item !== "string") throw new EvaluationError("string join: all items must be texts.");
    length += item.length + (delimiter as string).length;
  }
  run.text(length);
  return (prefix as string) + items.join(delimiter as string) + (suffix as string);
}
