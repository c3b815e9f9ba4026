/** Expressions that are refused before they are read. */

/** What is wrong with an expression, and where. */
export interface Malformed {
  readonly problem: string;
  readonly offset: number;
}

/** Bytes of UTF-8, without the white space around. */
const longest = 4096;
/** What leads to the inside of a program in other languages; nobody needs it here. */
const inward = /__proto__|constructor|prototype/i;

/** Null where it may be read. */
export function refusalOf(source: string): Malformed | null {
  if (isLonger(source.trim(), longest)) return { problem: `it is longer than ${longest} bytes`, offset: 0 };
  const found = inward.exec(source);
  return found === null ? null : { problem: `it has '${found[0]}' in it`, offset: found.index };
}

function isLonger(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes || text.length > bytes) return text.length > bytes;
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length > bytes;
}
