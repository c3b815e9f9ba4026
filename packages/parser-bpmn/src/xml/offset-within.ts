/** Outside and inside of a CDATA section: what is no character of the text, or is longer than what it stands for. */
const outside = /<!\[CDATA\[|<!--[\s\S]*?-->|&#?\w+;|\r\n/y;
const inside = /\]\]>|\r\n/y;

/**
 * Where a character of an element's text stands in the document, in UTF-16 code units: entities are written in more than one, and white space
 * around text is left out of it. Undefined where elements in between hide that.
 */
export function offsetWithin(document: string, inner: number, text: string, offset: number): number | undefined {
  let [at, index, isSection] = [inner, 0, false];
  while (at < document.length) {
    const special = isSection ? inside : outside;
    special.lastIndex = at;
    const piece = special.exec(document)?.[0];
    if (piece === "<![CDATA[" || piece === "]]>") isSection = !isSection;
    else if (piece?.startsWith("<!--") !== true) {
      const isEntity = piece?.startsWith("&") === true;
      const written = piece === "\r\n" ? "\n" : document[at];
      const isText = isEntity || written === text[index];
      if (isText || index === text.length) {
        if (index >= offset) return at;
        index += isEntity && (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
      } else if (!/\s/.test(written as string)) return undefined;
    }
    at += piece?.length ?? 1;
  }
  return undefined;
}
