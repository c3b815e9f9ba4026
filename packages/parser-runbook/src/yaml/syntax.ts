/** What keeps a text from being YAML: the errors of the library, as ours. */
import type { YAMLException } from "js-yaml";
import { refusalOfCharacter } from "./characters.js";
import { type Refusal, refusal } from "./findings.js";
import { endOfLine, startOfLine } from "./separation.js";

export function refusalOf({ reason, mark }: YAMLException, text: string): Refusal {
  // The library ends the last line of a text that doesn't.
  const at = Math.min(mark.position, text.length);
  const unknownAlias = /^unidentified alias "(.*)"$/s.exec(reason)?.[1];
  if (unknownAlias !== undefined) {
    return refusal({ start: at - unknownAlias.length - 1, end: at }, "yaml-alias", { name: unknownAlias });
  }
  if (reason.startsWith("incomplete explicit mapping pair")) {
    return refusal({ start: at, end: at }, "yaml-key", { found: "null" });
  }
  if (unprintable.test(reason)) return refusalOfCharacter(text, at);
  const tab = structural.test(reason) ? tabThatIndents(text, at) : -1;
  if (tab >= 0) return refusal({ start: tab, end: tab + 1 }, "yaml-tab", {});
  // The library is already behind the backslash.
  return syntaxRefusal(text, reason === "unknown escape sequence" ? at - 1 : at, reason);
}

export function syntaxRefusal(text: string, at: number, what: string): Refusal {
  const line = text.slice(startOfLine(text, at), endOfLine(text, at));
  return refusal({ start: at, end: at }, "yaml-syntax", { what, hasExpression: line.includes("${{") });
}

const structural = /indentation|^can not read|^end of the stream or/;
const unprintable = /non-printable|^expected valid JSON/;
/** The first tab of the white space that a line begins with, or -1. */
function tabThatIndents(text: string, at: number): number {
  for (let from = startOfLine(text, at); ; from++) {
    if (text[from] === "\t") return from;
    if (text[from] !== " ") return -1;
  }
}
