/** Text of documents inside of SVG: markup escaped, and what XML can't hold, or what would make a name read as another, made visible. */

/** C0, DEL, C1, bidirectional and other invisible format controls, line separators, lone surrogates, and what XML forbids. */
const HAZARDS =
  /[\p{Cc}\p{Cs}\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\uffff\u{e0000}-\u{e007f}]/gu;

/** Fit for an element or an attribute. */
export function svgText(text: string): string {
  return text.replace(HAZARDS, visible).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : "\ufffd";
}

/** The beginning of a text, as many columns of it as there is room for; wide letters take two. */
export function fitted(text: string, columns: number): string {
  let [width, kept] = [0, ""];
  for (const character of text) {
    width += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
    if (width > columns) return `${kept.slice(0, -1)}…`;
    kept += character;
  }
  return kept;
}

/** With one decimal: equal everywhere, and short. */
export function svgNumber(value: number): string {
  return String(Math.round(value * 10) / 10);
}
