/** Which characters a text may have: YAML 1.2.2, 5.1 Character Set, and 5.7 Escaped Characters. */
import { type Findings, type Refusal, refusal } from "./findings.js";
import type { YamlScalar } from "./tree.js";

const loneSurrogate = /\p{Surrogate}/u;
const highestCodePoint = 0x10ffff;

/** Whether any text of the document needs a look: surrogates may be written as they are, and as escapes. */
export function mayHaveSurrogates(text: string): boolean {
  return /[\ud800-\udfff]|\\[uU]/.test(text);
}

/** Half a character, and escapes beyond the last one, which the library reads as something else. */
export function checkCharacters(text: string, node: YamlScalar, findings: Findings): void {
  const { value, start, end } = node;
  if (loneSurrogate.test(value as string)) findings.add(node, "yaml-surrogate", {});
  else if (text.startsWith('"', start)) {
    for (const { 1: digits } of text.slice(start, end).matchAll(/\\(?:U([0-9a-fA-F]{8})|[^U])/g)) {
      if (digits === undefined || Number.parseInt(digits, 16) <= highestCodePoint) continue;
      findings.add(node, "yaml-syntax", { what: `there is no character U+${digits}`, hasExpression: false });
    }
  }
}

/** Somewhere before `end`, a scalar has a character that is not allowed as it is: the last such one. */
export function refusalOfCharacter(text: string, end: number): Refusal {
  let at = end - 1;
  while (at > 0 && !isForbidden(text.charCodeAt(at)) && !isHalf(text, at)) at--;
  if (isHalf(text, at)) return refusal({ start: at, end: at + 1 }, "yaml-surrogate", {});
  const digits = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
  const what = `the character U+${digits} has to be written as an escape`;
  return refusal({ start: at, end: at + 1 }, "yaml-syntax", { what, hasExpression: false });
}

/** Control characters, but for tabs and line ends, and what is no character at all. */
function isForbidden(unit: number): boolean {
  if (unit < 0x20) return unit !== 0x09 && unit !== 0x0a && unit !== 0x0d;
  return (unit >= 0x7f && unit <= 0x9f && unit !== 0x85) || unit >= 0xfffe;
}

function isHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdfff) return false;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + 1);
  return unit < 0xdc00 ? !(after >= 0xdc00 && after <= 0xdfff) : !(before >= 0xd800 && before <= 0xdbff);
}
