/** Finding values in the text of a JSON document that is known to be valid, so that a change leaves the rest as it is. */

/** Where a value stands: the offset of its first character, and the one after its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

interface Entry extends Extent {
  readonly key: string | number;
}

/** The value that a path of names and numbers leads to; null when there is none. */
export function locate(text: string, path: readonly (string | number)[]): Extent | null {
  const start = skipBlank(text, text.startsWith("\ufeff") ? 1 : 0);
  let found: Extent = { start, end: endOf(text, start) };
  for (const key of path) {
    const entry = entriesOf(text, found.start).find((one) => one.key === key);
    if (entry === undefined) return null;
    found = entry;
  }
  return found;
}

/** The members of the object, or the items of the list, that begins here; none for any other value. */
function entriesOf(text: string, start: number): readonly Entry[] {
  const isObject = text[start] === "{";
  if (!isObject && text[start] !== "[") return [];
  const entries: Entry[] = [];
  let at = skipBlank(text, start + 1);
  while (text[at] !== "}" && text[at] !== "]") {
    let key: string | number = entries.length;
    if (isObject) {
      const end = endOf(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipBlank(text, skipBlank(text, end) + 1);
    }
    const end = endOf(text, at);
    entries.push({ key, start: at, end });
    at = skipBlank(text, end);
    if (text[at] === ",") at = skipBlank(text, at + 1);
  }
  return entries;
}

const BLANK = /[ \t\r\n]*/y;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]|[^"[\]{},: \t\r\n]+|[,: \t\r\n]+/y;

function skipBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.exec(text);
  return BLANK.lastIndex;
}

/** Where the value ends that begins here. */
function endOf(text: string, start: number): number {
  TOKEN.lastIndex = start;
  for (let depth = 0; ; ) {
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) throw new SyntaxError("This is no JSON.");
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth === 0) return TOKEN.lastIndex;
  }
}
