import type { Point } from "@rb/ir";
import type { Arrow, Diagram, Figure } from "./diagram.js";
import type { Direction } from "./direction.js";
import { glyph } from "./glyphs.js";
import { type Drawing, layoutDiagram, type Placed, type Routed } from "./layout.js";
import {
  BOX_HEADER,
  EVENT_RADIUS,
  GATEWAY_RADIUS,
  LINE,
  labelLines,
  labelSize,
  linesOfFigure,
  SIDE_GAP,
} from "./measures.js";
import { borderPoint, boundaryPoint, boundarySide, roundedPath, type Side } from "./outlines.js";
import { signNames } from "./signs.js";
import { type Picture, svgFrame } from "./svg-frame.js";
import { svgStyle } from "./svg-style.js";
import { clean, n, textLine } from "./svg-text.js";

const BOUNDARY_RADIUS = 9;

/** A diagram as a picture. The same diagram always gives the same bytes. */
export function svgOf(diagram: Diagram, direction: Direction): string {
  const heading = { title: diagram.title, description: describe(diagram) };
  return svgFrame(heading, arrowHead, svgStyle, [pictureOf(diagram, direction)]);
}

/** A diagram laid out by rb. */
export function pictureOf(diagram: Diagram, direction: Direction): Picture {
  const drawing = layoutDiagram(diagram, direction);
  const places = new Map<string, Placed>();
  notePlaces(drawing.figures, places);
  return {
    title: diagram.title,
    width: drawing.width,
    height: drawing.height,
    parts: layers(drawing, places, direction),
  };
}

/** What arrows end in. */
export const arrowHead: string =
  '<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head" d="M0 1 9 5 0 9Z"/></marker>';

/** What is drawn later covers what was drawn before: boxes, arrows, figures, then everything that is written beside them. */
function layers(drawing: Drawing, places: ReadonlyMap<string, Placed>, direction: Direction): readonly string[] {
  const all = [...places.values()];
  const boxes = all.filter(({ figure }) => figure.look === "box");
  const others = all.filter(({ figure }) => figure.look !== "box");
  const { lines, signs, labels } = arrowParts(drawing, places, direction);
  return [
    ...boxes.flatMap(figureParts),
    ...lines,
    ...others.flatMap(figureParts),
    ...signs,
    ...others.flatMap((placed) => labelBeside(placed, direction)),
    ...labels,
  ];
}

function describe({ description, figures, arrows }: Diagram): string {
  const steps = countFigures(figures);
  return `${description === "" ? "" : `${description} — `}A flow chart with ${steps} figures and ${arrows.length} arrows.`;
}

function countFigures(figures: readonly Figure[]): number {
  return figures.reduce((sum, { children }) => sum + 1 + countFigures(children), 0);
}

function notePlaces(figures: readonly Placed[], into: Map<string, Placed>): void {
  for (const placed of figures) {
    into.set(placed.figure.key, placed);
    notePlaces(placed.children, into);
  }
}

function figureParts(placed: Placed): readonly string[] {
  const { figure } = placed;
  const name = [figure.label, figure.detail, signNames[figure.sign], figure.look]
    .filter((part) => part !== "")
    .join(" · ");
  return [
    `<g class="${figure.look}${figure.onEvent ? " event" : ""}"><title>${clean(name)}</title>`,
    ...outline(placed),
    ...labelInside(placed),
    "</g>",
  ];
}

function outline({ figure, x, y, width, height }: Placed): readonly string[] {
  switch (figure.look) {
    case "task":
    case "gate":
    case "box": {
      const corner = figure.look === "box" ? 6 : 10;
      return [
        `<rect x="${n(x - width / 2)}" y="${n(y - height / 2)}" width="${n(width)}" height="${n(height)}" rx="${corner}"/>`,
      ];
    }
    case "gateway": {
      const r = GATEWAY_RADIUS;
      return [`<path d="M${n(x)} ${n(y - r)}l${r} ${r}-${r} ${r}-${r}-${r}Z"/>`, glyph(figure.sign, x, y, false)];
    }
    default: {
      const filled = figure.look === "throw" || figure.look === "end";
      const inner = figure.look === "catch" || figure.look === "throw";
      return [
        `<circle cx="${n(x)}" cy="${n(y)}" r="${EVENT_RADIUS}"/>`,
        ...(inner ? [`<circle cx="${n(x)}" cy="${n(y)}" r="${EVENT_RADIUS - 3}"/>`] : []),
        glyph(figure.sign, x, y, filled),
      ];
    }
  }
}

function labelInside(placed: Placed): readonly string[] {
  const { figure, x, y, width, height } = placed;
  const lines = linesOfFigure(figure);
  if (figure.look === "box") {
    const text = lines.map((line) => line.text).join("  ·  ");
    return text === "" ? [] : [textLine(text, x - width / 2 + 10, y - height / 2 + BOX_HEADER - 11, "box-label")];
  }
  return hasLabelInside(figure) ? labelLinesAt(placed, y - (lines.length * LINE) / 2) : [];
}

/** Drawn last, so that no arrow runs over them: below, or, where flows run down, at the right. A gateway's flows spread from its middle. */
function labelBeside(placed: Placed, direction: Direction): readonly string[] {
  const { figure, x, y } = placed;
  if (hasLabelInside(figure)) return [];
  const radius = figure.look === "gateway" ? GATEWAY_RADIUS : EVENT_RADIUS;
  if (direction === "right") return labelLinesAt(placed, y + radius);
  const height = linesOfFigure(figure).length * LINE;
  const top = figure.look === "gateway" ? y - height : y - height / 2;
  return labelLinesAt({ ...placed, x: x + radius + SIDE_GAP }, top, " side");
}

function labelLinesAt({ figure, x }: Placed, top: number, side = ""): readonly string[] {
  const halo = hasLabelInside(figure) ? "" : " halo";
  return linesOfFigure(figure).map(({ text, isDetail }, index) =>
    textLine(text, x, top + (index + 0.75) * LINE, `${isDetail ? "detail" : "label"}${halo}${side}`),
  );
}

function hasLabelInside({ look }: Figure): boolean {
  return look === "task" || look === "gate";
}

interface ArrowParts {
  readonly lines: readonly string[];
  /** Boundary events. */
  readonly signs: readonly string[];
  readonly labels: readonly string[];
}

function arrowParts({ routes }: Drawing, places: ReadonlyMap<string, Placed>, direction: Direction): ArrowParts {
  const starts = boundaryStarts(routes, places, direction);
  const lines: string[] = [];
  const signs: string[] = [];
  const labels: string[] = [];
  for (const route of routes) {
    const { arrow, bends } = route;
    const { from, to } = endsOf(arrow, places);
    const boundary = starts.get(arrow);
    const start = boundary ?? borderPoint(from, bends[0] ?? to);
    const end = borderPoint(to, bends.at(-1) ?? start);
    const head = arrow.kind === "association" ? "" : ' marker-end="url(#head)"';
    lines.push(`<path class="arrow ${arrow.kind}" d="${roundedPath([start, ...bends, end])}"${head}/>`);
    if (boundary !== undefined) signs.push(boundaryEvent(arrow.sign, boundary));
    labels.push(...arrowLabel(route, start, end));
  }
  return { lines, signs, labels };
}

function endsOf(arrow: Arrow, places: ReadonlyMap<string, Placed>): { readonly from: Placed; readonly to: Placed } {
  return { from: places.get(arrow.from) as Placed, to: places.get(arrow.to) as Placed };
}

/** Where each boundary event sits; those on one side of a figure share it. */
function boundaryStarts(
  routes: readonly Routed[],
  places: ReadonlyMap<string, Placed>,
  direction: Direction,
): ReadonlyMap<Arrow, Point> {
  const groups = new Map<string, { readonly from: Placed; readonly side: Side; readonly arrows: Arrow[] }>();
  for (const { arrow, bends } of routes) {
    if (arrow.kind !== "boundary") continue;
    const { from, to } = endsOf(arrow, places);
    const side = boundarySide(from, bends[0] ?? to, direction);
    const group = groups.get(`${arrow.from} ${side}`);
    if (group === undefined) groups.set(`${arrow.from} ${side}`, { from, side, arrows: [arrow] });
    else group.arrows.push(arrow);
  }
  const starts = new Map<Arrow, Point>();
  for (const { from, side, arrows } of groups.values()) {
    for (const [index, arrow] of arrows.entries()) starts.set(arrow, boundaryPoint(from, side, index, arrows.length));
  }
  return starts;
}

function boundaryEvent(sign: Figure["sign"], { x, y }: Point): string {
  const rings = [BOUNDARY_RADIUS, BOUNDARY_RADIUS - 2].map((r) => `<circle cx="${n(x)}" cy="${n(y)}" r="${r}"/>`);
  return `<g class="catch">${rings.join("")}${glyph(sign, x, y, false, 0.5)}</g>`;
}

function arrowLabel({ arrow, labelAt }: Routed, start: Point, end: Point): readonly string[] {
  const lines = labelLines(arrow.label);
  if (lines.length === 0) return [];
  const at = labelAt ?? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  const { width, height } = labelSize(arrow.label);
  const top = at.y - height / 2;
  return [
    `<rect class="behind" x="${n(at.x - width / 2)}" y="${n(top)}" width="${n(width)}" height="${n(height)}"/>`,
    ...lines.map((text, index) => textLine(text, at.x, top + (index + 0.75) * LINE, "when")),
  ];
}
