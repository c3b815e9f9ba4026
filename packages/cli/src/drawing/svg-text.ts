/** What every part of a picture writes. */
import { printable } from "../printable.js";

/** Text of a document inside of XML: markup escaped, control characters (which XML can't hold) made visible. */
export function clean(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Numbers with one decimal: equal everywhere, and short. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function textLine(text: string, x: number, y: number, style: string): string {
  return `<text class="${style}" x="${n(x)}" y="${n(y)}">${clean(text)}</text>`;
}
