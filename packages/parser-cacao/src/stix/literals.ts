/** Constants of a pattern (STIX 2.1, 9.3). */
import { decodeBase64 } from "../base64.js";
import type { LiteralValue } from "./ast.js";
import { PatternSyntax, type Scanner } from "./scanner.js";
import { timestampPattern } from "./timestamp.js";

const string = /'[^'\\]*(?:\\['\\][^'\\]*)*'/y;
const looseString = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;
/** A string as far as its first wrong escape. */
const wrongEscape = /'[^'\\]*(?:\\['\\][^'\\]*)*\\(?=.)/sy;
const number = /[+-]?(?:\d*\.\d+|0|[1-9]\d*)/y;
const truth = /(?:true|false)(?![\w-])/y;
const typed = /[thb]'[^']*'/y;
const typedAhead = /[thb]'/y;

/** A constant as a pattern has it; undefined where none stands. */
export function takeLiteral(scanner: Scanner): LiteralValue | undefined {
  const text = takeString(scanner);
  if (text !== undefined) return { kind: "string", text };
  const special = takeTyped(scanner);
  if (special !== undefined) return special;
  const digits = scanner.take(number);
  if (digits !== undefined) return { kind: "number", text: plainNumber(digits) };
  const word = scanner.take(truth);
  return word === undefined ? undefined : { kind: "boolean", truth: word === "true" };
}

/** A string in single quotes; a backslash stands only before a quote or another backslash. */
export function takeString(scanner: Scanner): string | undefined {
  if (scanner.text[scanner.at] !== "'") return undefined;
  const found = scanner.take(string);
  if (found !== undefined) return found.slice(1, -1).replace(/\\(.)/gs, "$1");
  return notAString(scanner, true);
}

/** As authors of conditions write them: either quote, and a backslash before anything else stands for itself. */
export function takeLooseString(scanner: Scanner): string | undefined {
  if (!/['"]/.test(scanner.text[scanner.at] ?? "")) return undefined;
  const found = scanner.take(looseString);
  if (found !== undefined) return found.slice(1, -1).replace(/\\(['"\\])/g, "$1");
  return notAString(scanner, false);
}

function notAString({ text, at }: Scanner, isStrict: boolean): never {
  wrongEscape.lastIndex = at;
  const before = isStrict ? wrongEscape.exec(text)?.[0] : undefined;
  if (before === undefined) throw new PatternSyntax("a quote that is never closed is not expected here", at);
  const offset = at + before.length - 1;
  throw new PatternSyntax("a backslash stands before a quote or another backslash only; write it twice", offset);
}

/** `t'…'`, `h'…'` and `b'…'`. */
export function takeTyped(scanner: Scanner): LiteralValue | undefined {
  const { at } = scanner;
  const found = scanner.take(typed);
  if (found === undefined) {
    typedAhead.lastIndex = at;
    if (typedAhead.test(scanner.text))
      throw new PatternSyntax("a quote that is never closed is not expected here", at + 1);
    return undefined;
  }
  const text = found.slice(2, -1);
  if (found.startsWith("t")) {
    if (timestampPattern.test(text)) return { kind: "timestamp", text };
    throw new PatternSyntax(`'${cut(text)}' is no timestamp, which looks like 2024-01-31T23:59:59Z`, at);
  }
  if (found.startsWith("h")) {
    if (isHex(text)) return { kind: "bytes", bytes: bytesOfHex(text), written: "hex" };
    throw new PatternSyntax(`'${cut(text)}' is not made of pairs of hexadecimal digits`, at);
  }
  if (isBase64(text)) return { kind: "bytes", bytes: bytesOfBase64(text), written: "base64" };
  throw new PatternSyntax(`'${cut(text)}' is no base64`, at);
}

/** One character for each byte; the text must be pairs of hexadecimal digits. */
export function bytesOfHex(text: string): string {
  let bytes = "";
  for (let at = 0; at < text.length; at += 2) bytes += String.fromCharCode(Number.parseInt(text.slice(at, at + 2), 16));
  return bytes;
}

/** One character for each byte; the text must be base64. */
export function bytesOfBase64(text: string): string {
  let bytes = "";
  for (const byte of decodeBase64(text) ?? []) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Whether a text is bytes in pairs of hexadecimal digits. */
export function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text);
}

/** Whether a text is bytes in base64, at least one of them. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** Without a plus sign, and with a digit before the point. */
function plainNumber(text: string): string {
  return text.replace(/^\+/, "").replace(/^(-?)\./, "$10.");
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
