/**
 * Makes text of documents safe to show. A name may hold escape sequences that repaint a terminal, or bidirectional controls that make
 * it read as another; every character of that kind is shown as one visible sign, so that columns still line up.
 */

/** C0, DEL, C1, bidirectional and other invisible format controls, line separators, tag characters, lone surrogates. */
const HAZARDS =
  /[\p{Cc}\p{Cs}\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Text on one line, with every control character as a visible sign (`␛`, `␊`, `�`). */
export function printable(text: string): string {
  return text.replace(HAZARDS, sign);
}

function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\t") return " ";
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}

/** JSON in which every character that could do something to a terminal is an escape. What is parsed from it is unchanged. */
export function printableJson(value: unknown, indent?: number): string {
  return escapeJson(JSON.stringify(value, null, indent) ?? "null");
}

/** As `printableJson`, for a value that is JSON text already. */
export function escapeJson(text: string): string {
  return text.replace(HAZARDS, (character) => (character === "\n" ? character : escapeUnits(character)));
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}

const WIDE =
  /[\u1100-\u115e\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const COMBINING = /[\p{Mn}\p{Me}\u200c\u200d]/u;

/** Columns that printable text takes on a terminal, near enough: wide letters take two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
