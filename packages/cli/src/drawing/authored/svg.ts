import type { Bundle, Layout } from "@rb/ir";
import { diagramOf } from "../diagram.js";
import type { Direction } from "../direction.js";
import { arrowHead, pictureOf } from "../svg.js";
import { svgFrame } from "../svg-frame.js";
import { lineEnds } from "./lines.js";
import { pictureOfPage } from "./pictures.js";
import { authoredStyle } from "./style.js";

/** A bundle in its author's layout. Graphs that it doesn't show are laid out by rb, below. The same layout always gives the same bytes. */
export function authoredSvgOf(bundle: Bundle, layout: Layout, direction: Direction): string {
  const { title, description } = diagramOf(bundle);
  const shapes = layout.pages.reduce((sum, page) => sum + page.shapes.length, 0);
  const lines = layout.pages.reduce((sum, page) => sum + page.lines.length, 0);
  const what = `The author's own diagram, with ${shapes} shapes and ${lines} lines.`;
  return svgFrame(
    { title, description: description === "" ? what : `${description} — ${what}` },
    arrowHead + lineEnds,
    authoredStyle,
    [...layout.pages.map(pictureOfPage), ...beside(bundle, layout).map((one) => pictureOf(diagramOf(one), direction))],
  );
}

/** A bundle for each graph that no page shows. */
function beside(bundle: Bundle, { pages }: Layout): readonly Bundle[] {
  const shown = new Set(pages.flatMap(({ shapes }) => shapes.map(({ graph }) => graph)));
  const { routes: _routes, ...rest } = bundle;
  return bundle.graphs
    .filter(({ id }) => !shown.has(id))
    .map((graph) => ({ ...rest, main: graph.id, graphs: [graph] }));
}
