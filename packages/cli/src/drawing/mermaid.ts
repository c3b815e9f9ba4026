import { printable } from "../printable.js";
import type { Arrow, Diagram, Figure, Look } from "./diagram.js";
import type { Direction } from "./direction.js";
import { signNames } from "./signs.js";
import { shorten } from "./text-lines.js";

/** A diagram as Mermaid text, for Markdown that draws it (GitHub, GitLab, many wikis). */
export function mermaidOf({ title, figures, arrows }: Diagram, direction: Direction): string {
  return [
    "---",
    `title: ${JSON.stringify(printable(shorten(title, 120)))}`,
    "---",
    `flowchart ${direction === "right" ? "LR" : "TB"}`,
    ...figures.flatMap((figure) => figureLines(figure, "  ")),
    ...arrows.map((arrow) => `  ${arrow.from} ${link(arrow)} ${arrow.to}`),
    "",
  ].join("\n");
}

const brackets: { readonly [L in Exclude<Look, "box">]: readonly [open: string, close: string] } = {
  start: ["((", "))"],
  catch: ["([", "])"],
  throw: [">", "]"],
  end: ["(((", ")))"],
  gateway: ["{", "}"],
  task: ["(", ")"],
  gate: ["{{", "}}"],
};

function figureLines(figure: Figure, indent: string): readonly string[] {
  if (figure.look === "box") {
    return [
      `${indent}subgraph ${figure.key}[${quoted(figure.label, figure.detail)}]`,
      ...(figure.children.length === 0 ? [`${indent}  ${figure.key}e[" "]`] : []),
      ...figure.children.flatMap((child) => figureLines(child, `${indent}  `)),
      `${indent}end`,
      ...(figure.onEvent ? [`${indent}style ${figure.key} stroke-dasharray:5 5`] : []),
    ];
  }
  const [open, close] = brackets[figure.look];
  return [
    `${indent}${figure.key}${open}${quoted(figure.label || signNames[figure.sign] || figure.look, figure.detail)}${close}`,
  ];
}

function link({ label, kind }: Arrow): string {
  const line = kind === "flow" ? "-->" : kind === "association" ? "-.-" : "-.->";
  return label === "" ? line : `${line}|${quoted(label, "")}|`;
}

/** Mermaid reads entities inside quotes; everything that could end the quotes, or read as Markdown or HTML, is one. */
function quoted(label: string, detail: string): string {
  const safe = (text: string): string =>
    printable(shorten(text, 120)).replace(
      /[^\p{L}\p{N} .,:;!?'()/+=-]/gu,
      (character) => `#${character.codePointAt(0)};`,
    );
  return `"${safe(label)}${detail === "" ? "" : `<br/>${safe(detail)}`}"`;
}
