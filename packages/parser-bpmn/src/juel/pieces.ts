/** A text, or the expression in `${…}` or `#{…}`, braces included. */
export interface Piece {
  readonly text: string;
  readonly isExpression: boolean;
}

/** The text and the expressions in braces that it is made of. Braces in quotes don't count; an open one is text. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = nextOpen(text, 0); at >= 0; at = nextOpen(text, from)) {
    const end = closing(text, at + 2);
    if (end < 0) break;
    if (at > from) pieces.push({ text: text.slice(from, at), isExpression: false });
    pieces.push({ text: text.slice(at, end + 1), isExpression: true });
    from = end + 1;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isExpression: false });
  return pieces;
}

function nextOpen(text: string, from: number): number {
  for (let at = text.indexOf("{", from + 1); at >= 0; at = text.indexOf("{", at + 1)) {
    if (text[at - 1] === "$" || text[at - 1] === "#") return at - 1;
  }
  return -1;
}

function closing(text: string, from: number): number {
  let depth = 1;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at;
  }
  return -1;
}
