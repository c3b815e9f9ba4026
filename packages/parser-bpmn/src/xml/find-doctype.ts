/** Where a DOCTYPE, or an entity's declaration, begins; null without one. Only declarations, comments and processing instructions may come before it (XML 1.0, 2.8). */
export function findDoctype(text: string): number | null {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    const close = text.startsWith("<?", at) ? "?>" : text.startsWith("<!--", at) ? "-->" : null;
    if (close === null) return /^<!(?:doctype|entity)/i.test(text.slice(at, at + 9)) ? at : null;
    const end = text.indexOf(close, at + 2);
    if (end === -1) return null;
    at = end + close.length;
  }
}
