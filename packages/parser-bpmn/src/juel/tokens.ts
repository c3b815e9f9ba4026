/** A piece of an expression. `offset` counts UTF-16 code units from the start of the text. */
export type Token =
  | { readonly kind: "number"; readonly value: number; readonly offset: number }
  | { readonly kind: "string"; readonly value: string; readonly offset: number }
  | { readonly kind: "name"; readonly value: string; readonly offset: number }
  | { readonly kind: "operator"; readonly value: string; readonly offset: number }
  | { readonly kind: "end"; readonly offset: number };

/** The author's mistake, found while reading; never leaves this folder. */
export class SyntaxMistake {
  readonly message: string;
  readonly offset: number;
  constructor(message: string, offset: number) {
    this.message = message;
    this.offset = offset;
  }
}

/** Sticky and without nested quantifiers, so that each is linear in what it reads. */
const space = /\s*/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const name = /[A-Za-z_\u0080-\uFFFF$][\w\u0080-\uFFFF$]*/y;
const operator = /==|!=|<=|>=|&&|\|\||[<>!()[\].,+\-*/%?:]/y;

export function tokens(text: string, from: number, to: number): readonly Token[] {
  const found: Token[] = [];
  let at = from;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  for (;;) {
    at += match(space)?.length ?? 0;
    if (at >= to) break;
    const offset = at;
    const quote = text[at];
    if (quote === "'" || quote === '"') {
      const [value, end] = quoted(text, at, to, quote);
      found.push({ kind: "string", value, offset });
      at = end;
      continue;
    }
    const digits = match(number);
    const word = digits === null ? match(name) : null;
    const symbol = digits === null && word === null ? match(operator) : null;
    const piece = digits ?? word ?? symbol;
    if (piece === null) throw new SyntaxMistake(`unexpected '${text[at]}'`, at);
    if (digits !== null) found.push({ kind: "number", value: Number(digits), offset });
    else if (word !== null) found.push({ kind: "name", value: word, offset });
    else found.push({ kind: "operator", value: piece, offset });
    at += piece.length;
  }
  found.push({ kind: "end", offset: to });
  return found;
}

/** A string in either quote; a backslash takes the next character as it is. */
function quoted(text: string, start: number, to: number, quote: string): readonly [value: string, end: number] {
  let value = "";
  for (let at = start + 1; at < to; at++) {
    const character = text[at] as string;
    if (character === quote) return [value, at + 1];
    if (character === "\\" && at + 1 < to) {
      at++;
      value += text[at];
    } else value += character;
  }
  throw new SyntaxMistake("a string has no closing quote", start);
}
