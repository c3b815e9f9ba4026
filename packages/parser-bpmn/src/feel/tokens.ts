/** A piece of an expression. `at` and `end` count UTF-16 code units from the start of the text. */
export interface Token {
  /** `quoted` is a name between backticks; `time` the string of `@"…"`. */
  readonly kind: "number" | "string" | "name" | "quoted" | "time" | "symbol" | "end";
  /** The value of a string, the word of a name, the symbol itself, the digits of a number. */
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** The author's mistake, at a place of the text; never leaves this folder. */
export class Mistake {
  readonly message: string;
  readonly at: number;
  constructor(message: string, at: number) {
    this.message = message;
    this.at = at;
  }
}

/** Sticky and without nested quantifiers, so that each is linear in what it reads. */
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /[?_\p{ID_Start}][?\p{ID_Continue}·]*/uy;
const symbol = /\.\.|\*\*|->|<=|>=|!=|==|[()[\]{},:.+\-*/<>=]/y;
const space = /\s+/y;
const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
  ["/", "/"],
]);

/** DMN 1.5, 10.3.1.2: the tokens of the grammar. Throws `Mistake`. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  for (;;) {
    at = pastSpace(text, at);
    if (at >= text.length) break;
    const token = quotedToken(text, at) ?? plainToken(match, at);
    if (token === null) throw new Mistake(`unexpected '${String.fromCodePoint(text.codePointAt(at) ?? 0)}'`, at);
    found.push(token);
    at = token.end;
  }
  found.push({ kind: "end", text: "", at: text.length, end: text.length });
  return found;
}

/** White space and comments, of both kinds. */
function pastSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    if (text.startsWith("//", at)) {
      const line = text.indexOf("\n", at);
      at = line === -1 ? text.length : line;
    } else if (text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      if (close === -1) throw new Mistake("a comment is never closed", at);
      at = close + 2;
    } else return at;
  }
}

function plainToken(match: (pattern: RegExp) => string | null, at: number): Token | null {
  const digits = match(number);
  if (digits !== null) return { kind: "number", text: digits, at, end: at + digits.length };
  const word = match(name);
  if (word !== null) return { kind: "name", text: word.normalize("NFC"), at, end: at + word.length };
  const sign = match(symbol);
  return sign === null ? null : { kind: "symbol", text: sign, at, end: at + sign.length };
}

function quotedToken(text: string, at: number): Token | null {
  if (text[at] === '"') return { kind: "string", at, ...quoted(text, at) };
  if (text[at] === "@" && text[at + 1] === '"') return { kind: "time", at, ...quoted(text, at + 1) };
  if (text[at] !== "`") return null;
  const close = text.indexOf("`", at + 1);
  if (close === -1) throw new Mistake("a name has no closing backtick", at);
  return { kind: "quoted", text: plainName(text.slice(at + 1, close)), at, end: close + 1 };
}

/** A name as it is looked up: DMN 1.5, 10.3.1.5, with a single space for any white space. */
export function plainName(name: string): string {
  return name.trim().replace(/\s+/g, " ").normalize("NFC");
}

function quoted(text: string, start: number): { readonly text: string; readonly end: number } {
  const pieces: string[] = [];
  let from = start + 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return { text: pieces.join("") + text.slice(from, at), end: at + 1 };
    if (character !== "\\") continue;
    const [value, length] = escaped(text, at);
    pieces.push(text.slice(from, at), value);
    at += length - 1;
    from = at + 1;
  }
  throw new Mistake("a string has no closing quote", start);
}

/** What a backslash and what follows it stand for. One before any other character stands for itself, as in patterns. */
function escaped(text: string, at: number): readonly [value: string, length: number] {
  const next = text[at + 1] ?? "";
  const simple = simpleEscapes.get(next);
  if (simple !== undefined) return [simple, 2];
  const digits = next === "u" ? 4 : next === "U" ? 6 : 0;
  if (digits === 0) return ["\\", 1];
  const code = text.slice(at + 2, at + 2 + digits);
  const point = code.length === digits && /^[0-9A-Fa-f]+$/.test(code) ? Number.parseInt(code, 16) : Number.NaN;
  if (!(point <= 0x10ffff)) throw new Mistake(`'\\${next}' wants ${digits} hexadecimal digits`, at);
  return [digits === 4 ? String.fromCharCode(point) : String.fromCodePoint(point), 2 + digits];
}
