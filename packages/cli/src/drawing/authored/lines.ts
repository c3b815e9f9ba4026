import type { LayoutLine, LayoutShape } from "@rb/ir";
import { roundedPath } from "../outlines.js";
import { clean } from "../svg-text.js";
import { cropped } from "./outline.js";

/** What lines begin and end in; `head` is everybody's. */
export const lineEnds: string = [
  '<marker id="open-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="open" d="M1 1 9 5 1 9"/></marker>',
  '<marker id="hollow-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto"><path class="hollow" d="M1 1 9 5 1 9Z"/></marker>',
  '<marker id="sent" viewBox="0 0 10 10" refX="1" refY="5" markerWidth="8" markerHeight="8" orient="auto"><circle class="hollow" cx="5" cy="5" r="4"/></marker>',
  '<marker id="otherwise" viewBox="0 0 20 20" refX="0" refY="10" markerWidth="15" markerHeight="15" orient="auto"><path class="open" d="M8 4 14 16"/></marker>',
  '<marker id="condition" viewBox="0 0 20 20" refX="0" refY="10" markerWidth="15" markerHeight="15" orient="auto"><path class="hollow" d="M0 10 9 4.5 18 10 9 15.5Z"/></marker>',
].join("");

/** A line, its ends at the borders of what it joins. */
export function lineParts(line: LayoutLine, shapes: ReadonlyMap<string, LayoutShape>): string {
  const points = cropped(line.points, joined(line.from, shapes), joined(line.to, shapes));
  return `<path class="arrow ${line.as}" data-id="${clean(line.id)}" d="${roundedPath(points)}"${marks(line)}/>`;
}

/** A pool has room for the ends of lines. */
function joined(id: string | undefined, shapes: ReadonlyMap<string, LayoutShape>): LayoutShape | undefined {
  const shape = id === undefined ? undefined : shapes.get(id);
  return shape?.look.as === "pool" || shape?.look.as === "lane" ? undefined : shape;
}

function marks({ as, when, heads }: LayoutLine): string {
  const head = as === "flow" ? "head" : as === "message" ? "hollow-head" : "open-head";
  const start = as === "message" ? "sent" : (when ?? (heads === "both" ? head : undefined));
  return `${start === undefined ? "" : ` marker-start="url(#${start})"`}${heads === "none" ? "" : ` marker-end="url(#${head})"`}`;
}
