import type { XmlElement } from "../xml/element.js";
import type { DrawnEdge, DrawnShape, Plane } from "./read-planes.js";

/** What lies on a plane inside of one closed subprocess, or outside of all of them. */
export interface Part {
  /** Null for what is outside. */
  readonly inside: XmlElement | null;
  readonly shapes: readonly DrawnShape[];
  readonly edges: readonly DrawnEdge[];
}

/** What is outside of all closed subprocesses comes first. */
export function partsOf(plane: Plane): readonly Part[] {
  const closed = closedShapes(plane);
  const outside = { inside: null, shapes: [] as DrawnShape[], edges: [] as DrawnEdge[] };
  const parts = new Map<XmlElement | null, { inside: XmlElement | null; shapes: DrawnShape[]; edges: DrawnEdge[] }>();
  parts.set(null, outside);
  const partOf = (element: XmlElement): { shapes: DrawnShape[]; edges: DrawnEdge[] } => {
    const inside = closedAround(element, closed);
    const known = parts.get(inside);
    if (known !== undefined) return known;
    const part = { inside, shapes: [], edges: [] };
    parts.set(inside, part);
    return part;
  };
  for (const shape of plane.shapes.values()) partOf(shape.element).shapes.push(shape);
  for (const edge of plane.edges.values()) partOf(edge.element).edges.push(edge);
  return [...parts.values()];
}

/** A data association is part of its activity, but lies beside it. */
function closedAround(element: XmlElement, closed: ReadonlySet<XmlElement>): XmlElement | null {
  if (closed.size === 0) return null;
  const isBeside = element.type === "dataInputAssociation" || element.type === "dataOutputAssociation";
  let outer = isBeside ? (element.parent?.parent ?? null) : element.parent;
  while (outer !== null && !closed.has(outer)) outer = outer.parent;
  return outer;
}

/** Some tools call a subprocess closed although everything in it is drawn within its borders. */
function closedShapes({ shapes }: Plane): ReadonlySet<XmlElement> {
  const closed = [...shapes.values()].filter(({ node, bounds, isExpanded }) => {
    if (node?.content == null || isExpanded !== false) return false;
    return !node.content.nodes.every(({ element }) => {
      const inner = shapes.get(element)?.bounds;
      return inner !== undefined && contains(bounds, inner);
    });
  });
  return new Set(closed.map(({ element }) => element));
}

function contains(outer: DrawnShape["bounds"], inner: DrawnShape["bounds"]): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The subprocesses and calls whose inside is drawn in them. */
export function openShapes(plane: Plane): ReadonlySet<XmlElement> {
  const closed = closedShapes(plane);
  const open = [...plane.shapes.values()].filter(({ node, element, isExpanded }) => {
    const canOpen = node !== undefined && (node.content !== null || node.type === "callActivity");
    if (!canOpen || closed.has(element)) return false;
    return isExpanded === true || (node.content?.nodes.some((inner) => plane.shapes.has(inner.element)) ?? false);
  });
  return new Set(open.map(({ element }) => element));
}
