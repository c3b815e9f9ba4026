/** Whether the diagrams of a document can be drawn as they are: they have to show all of it, in a reasonable place. */
import type { Bounds, Point } from "@rb/ir";
import { describe } from "../model/describe.js";
import type { FlowNode, Level, Model } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import type { DrawnShape, Plane } from "./read-planes.js";

/** Pixels from the origin, in either direction: many times the largest poster. */
const farthest = 50_000;
/** Shapes and edges of all diagrams together: many times what anybody can look at. */
const mostDrawn = 10_000;

interface Problem {
  readonly at: XmlElement;
  readonly why: string;
}

export function problemWith(model: Model, planes: readonly Plane[]): Problem | null {
  const drawn = planes.reduce((sum, { shapes, edges }) => sum + shapes.size + edges.size, 0);
  if (drawn > mostDrawn)
    return { at: model.definitions, why: `it has ${drawn} shapes and edges, more than ${mostDrawn}` };
  for (const plane of planes) {
    const problem = badPlace(plane) ?? onTop(plane);
    if (problem !== null) return problem;
  }
  const shown: Shown = {
    shapes: new Map(planes.flatMap(({ shapes }) => [...shapes])),
    edges: new Set(planes.flatMap(({ edges }) => [...edges.keys()])),
  };
  // One that isn't drawn at all, such as a process that is only called, is drawn anew beside the others.
  const begun = model.processes.filter(({ level }) => level.nodes.some(({ element }) => shown.shapes.has(element)));
  if (begun.length === 0) return { at: model.definitions, why: "it shows no step of any process" };
  for (const { level } of begun) {
    const problem = notShown(level, shown);
    if (problem !== null) return problem;
  }
  return null;
}

function badPlace({ shapes, edges }: Plane): Problem | null {
  for (const { drawn, element, bounds } of shapes.values()) {
    if (!isReasonable(bounds))
      return { at: drawn, why: `the ${describe(element)} has no place or size that can be drawn` };
  }
  for (const { drawn, element, points } of edges.values()) {
    if (points.length < 2) return { at: drawn, why: `the ${describe(element)} has fewer than two waypoints` };
    if (!points.every(isNear)) return { at: drawn, why: `a waypoint of the ${describe(element)} can't be drawn` };
  }
  return null;
}

export function isReasonable(bounds: Bounds): boolean {
  const { x, y, width, height } = bounds;
  return width > 0 && height > 0 && isNear(bounds) && isNear({ x: x + width, y: y + height });
}

function isNear({ x, y }: Point): boolean {
  return Math.abs(x) <= farthest && Math.abs(y) <= farthest;
}

/** Of two nodes in the same place, only one would be seen. */
function onTop({ shapes }: Plane): Problem | null {
  const places = new Map<string, FlowNode>();
  for (const { drawn, node, bounds } of shapes.values()) {
    if (node === undefined) continue;
    const { x, y, width, height } = bounds;
    const place = [x, y, width, height].join();
    const other = places.get(place);
    if (other !== undefined) return { at: drawn, why: `the ${describe(node)} lies on top of the ${describe(other)}` };
    places.set(place, node);
  }
  return null;
}

interface Shown {
  readonly shapes: ReadonlyMap<XmlElement, DrawnShape>;
  readonly edges: ReadonlySet<XmlElement>;
}

function notShown(level: Level, { shapes, edges }: Shown): Problem | null {
  for (const node of level.nodes) {
    if (!shapes.has(node.element)) return { at: node.element, why: `it doesn't show the ${describe(node)}` };
  }
  for (const { element } of level.flows) {
    if (!edges.has(element)) return { at: element, why: `it doesn't show the ${describe(element)}` };
  }
  for (const node of level.nodes) {
    const { content } = node;
    if (content === null || isDrawnClosed(node, content, shapes)) continue;
    const problem = notShown(content, { shapes, edges });
    if (problem !== null) return problem;
  }
  return null;
}

/** A subprocess whose inside is nowhere; that of one which says that it is open is missing. */
function isDrawnClosed({ element }: FlowNode, content: Level, shapes: Shown["shapes"]): boolean {
  return shapes.get(element)?.isExpanded !== true && !content.nodes.some((inner) => shapes.has(inner.element));
}
