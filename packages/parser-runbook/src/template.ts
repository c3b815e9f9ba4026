/**
 * Texts with expressions: `${{ … }}` holds one, `$${{` stands for the characters `${{`. The end of an expression is found by what
 * JSONata would read: brackets, quotes and comments inside it may contain `}}`.
 */
export interface TemplatePart {
  readonly kind: "text" | "expression";
  readonly text: string;
  /** Where `text` starts in the whole. */
  readonly offset: number;
}

const open = "${{";

/** Whether there is anything to evaluate, or to unescape, in a text. */
export function hasExpression(text: string): boolean {
  return text.includes(open);
}

/** Null when an expression has no end; `unclosedAt` tells where it starts. */
export function splitTemplate(text: string): { readonly parts: readonly TemplatePart[]; readonly unclosedAt?: number } {
  const parts: TemplatePart[] = [];
  let literal = "";
  let literalAt = 0;
  let at = 0;
  const flush = (): void => {
    if (literal !== "") parts.push({ kind: "text", text: literal, offset: literalAt });
    literal = "";
  };
  for (;;) {
    const next = text.indexOf(open, at);
    if (next < 0) break;
    if (text[next - 1] === "$" && next > at) {
      literal += text.slice(at, next - 1) + open;
      at = next + open.length;
      continue;
    }
    literal += text.slice(at, next);
    flush();
    const start = next + open.length;
    const end = endOfExpression(text, start);
    if (end < 0) return { parts, unclosedAt: next };
    const inner = text.slice(start, end);
    const blank = inner.length - inner.trimStart().length;
    parts.push({ kind: "expression", text: inner.trim(), offset: start + blank });
    at = end + 2;
    literalAt = at;
  }
  literal += text.slice(at);
  flush();
  return { parts };
}

function endOfExpression(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at = endOfToken(text, at)) {
    const character = text[at] as string;
    if (character === "(" || character === "[" || character === "{") depth++;
    else if (character === "}" && depth === 0 && text[at + 1] === "}") return at;
    else if (character === ")" || character === "]" || character === "}") depth--;
  }
  return -1;
}

/** Behind a comment, behind what is in quotes, and else behind one character. */
export function endOfToken(text: string, at: number): number {
  const character = text[at] as string;
  if (character === '"' || character === "'" || character === "`") return endOfQuoted(text, at, character);
  if (character !== "/" || text[at + 1] !== "*") return at + 1;
  const end = text.indexOf("*/", at + 2);
  return end < 0 ? text.length : end + 2;
}

/** Names in backticks have no escapes. */
function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return at + 1;
    if (text[at] === "\\" && quote !== "`") at++;
  }
  return text.length;
}
