import { displayWidth } from "../printable.js";

/** Breaks a text at blanks into lines of at most so many columns; what does not fit into the last line ends in an ellipsis. */
export function textLines(text: string, columns: number, maxLines: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    if (lines.length > maxLines) break;
  }
  const shown = lines.slice(0, maxLines).map((line) => shorten(line, columns));
  const last = shown.at(-1);
  if (lines.length > maxLines && last !== undefined && !last.endsWith("…")) {
    shown[shown.length - 1] =
      displayWidth(last) < columns - 1 ? `${last} …` : `${shorten(last, columns - 1).replace(/…?$/, "…")}`;
  }
  return shown;
}

/** The beginning of a text, with an ellipsis if it is longer than so many columns. */
export function shorten(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = "";
  let width = 1;
  for (const character of text) {
    width += displayWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
