import { printable } from "../printable.js";
import type { Arrow, Diagram, Figure, Look } from "./diagram.js";
import type { Direction } from "./direction.js";
import { signNames } from "./signs.js";
import { textLines } from "./text-lines.js";

/** A diagram in the DOT language of Graphviz. */
export function dotOf({ title, figures, arrows }: Diagram, direction: Direction): string {
  const boxes = new Map<string, string>();
  collectBoxes(figures, boxes);
  return [
    "digraph runbook {",
    `  label=${quoted([title])}; labelloc=t; rankdir=${direction === "right" ? "LR" : "TB"}; compound=true;`,
    '  graph [fontname="Helvetica"]; node [fontname="Helvetica", fontsize=11]; edge [fontname="Helvetica", fontsize=10];',
    ...figures.flatMap((figure) => figureLines(figure, "  ")),
    ...arrows.map((arrow) => `  ${arrowLine(arrow, boxes)};`),
    "}",
    "",
  ].join("\n");
}

const shapes: { readonly [L in Exclude<Look, "box">]: string } = {
  start: "shape=circle",
  catch: "shape=doublecircle",
  throw: 'shape=doublecircle, style=filled, fillcolor="gray85"',
  end: "shape=circle, penwidth=3",
  gateway: "shape=diamond",
  task: "shape=box, style=rounded",
  gate: "shape=octagon",
};

function figureLines({ key, look, sign, label, detail, children, onEvent }: Figure, indent: string): readonly string[] {
  const lines = [...textLines(label || signNames[sign], 24, 4), ...textLines(detail && `(${detail})`, 28, 2)];
  if (look !== "box") return [`${indent}${key} [${shapes[look]}, label=${quoted(lines)}];`];
  return [
    `${indent}subgraph cluster_${key} {`,
    `${indent}  label=${quoted(lines)}; style=${onEvent ? '"rounded,dashed"' : "rounded"};`,
    // An arrow to a cluster has to end at a node inside of it.
    `${indent}  ${key} [shape=point, style=invis, width=0.05];`,
    ...children.flatMap((child) => figureLines(child, `${indent}  `)),
    `${indent}}`,
  ];
}

function collectBoxes(figures: readonly Figure[], into: Map<string, string>): void {
  for (const { key, look, children } of figures) {
    if (look === "box") into.set(key, `cluster_${key}`);
    collectBoxes(children, into);
  }
}

function arrowLine({ from, to, label, kind }: Arrow, boxes: ReadonlyMap<string, string>): string {
  const tail = boxes.get(from);
  const head = boxes.get(to);
  const attributes = [
    ...(label === "" ? [] : [`label=${quoted(textLines(label, 24, 3))}`]),
    ...(kind === "flow" ? [] : [kind === "association" ? "style=dotted, arrowhead=none" : "style=dashed"]),
    ...(tail === undefined ? [] : [`ltail=${tail}`]),
    ...(head === undefined ? [] : [`lhead=${head}`]),
  ];
  return `${from} -> ${to}${attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`}`;
}

/** A quoted DOT string: the backslash begins an escape there, and `\n` separates lines. */
function quoted(lines: readonly string[]): string {
  const safe = lines.map((line) => printable(line).replaceAll("\\", "\\\\").replaceAll('"', '\\"'));
  return `"${safe.join("\\n")}"`;
}
