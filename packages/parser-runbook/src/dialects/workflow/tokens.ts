/** The words of a workflow's expressions. */
export interface Token {
  readonly kind: "number" | "text" | "name" | "sign" | "end";
  /** Of a text, what it says. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const space = /\s*/y;
const number = /\d{1,15}(?:\.\d{1,15})?/y;
const text = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y;
/** A hyphen before a letter is a part of the name, as in `steps.check-disk`. */
const name = /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z_][A-Za-z0-9_]*)*/y;
const sign = /&&|\|\||\?\?|\?\.|\*\*|[=!<>]=|[<>!+\-*/%^?:.,()[\]]/y;

const kinds = [
  ["number", number],
  ["text", text],
  ["name", name],
  ["sign", sign],
] as const;

/** The token at an offset; null where nothing can be read. */
export function tokenAt(source: string, from: number): Token | null {
  const start = from + (match(space, source, from)?.length ?? 0);
  if (start === source.length) return { kind: "end", text: "", start, end: start };
  for (const [kind, pattern] of kinds) {
    const found = match(pattern, source, start);
    if (found !== undefined)
      return { kind, text: kind === "text" ? unquoted(found) : found, start, end: start + found.length };
  }
  return null;
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

const escapes: { readonly [letter: string]: string } = { n: "\n", t: "\t", r: "\r" };

function unquoted(written: string): string {
  return written.slice(1, -1).replaceAll(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
}
