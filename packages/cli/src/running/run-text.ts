import { printable } from "../printable.js";
import type { Paint, Style } from "../terminal.js";
import type { LineSign, RunLine } from "./run-view.js";

const signs: { readonly [S in LineSign]: readonly [sign: string, style: Style] } = {
  done: ["✔", "green"],
  assumed: ["≈", "cyan"],
  choice: ["◇", "blue"],
  failed: ["✖", "red"],
  wait: ["◎", "yellow"],
  inside: ["▾", "bold"],
  event: ["⚡", "yellow"],
};

/** One line of a run, with what belongs to it below. `pool`: the process that it belongs to, where that has to be said. */
export function runLineText(
  { depth, sign, title, note, details, rounds }: RunLine,
  pool: string | null,
  conditional: boolean,
  paint: Paint,
): string {
  const indent = "  ".repeat(depth + 1);
  const [symbol, style] = signs[sign];
  const round = rounds.length === 0 ? "" : paint("dim", ` (round ${rounds.join(".")})`);
  const mark = conditional ? paint("dim", "  · conditional") : "";
  const head = `${indent}${paint(style, symbol)} ${pool === null ? "" : paint("dim", `${printable(pool)}: `)}${printable(title)}${round}${note === "" ? "" : `  ${paint("dim", printable(note))}`}${mark}\n`;
  return head + details.map((detail) => `${indent}    ${paint("dim", printable(detail))}\n`).join("");
}
