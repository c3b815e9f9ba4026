/**
 * Planes as pages. What a subprocess contains is drawn in it or, where it is closed, on a page of its own: some tools write a plane for
 * that, others leave the inside on the plane of the closed shape, where it would lie over everything else.
 */
import type { LayoutLine, LayoutPage, LayoutShape } from "@rb/ir";
import type { Model } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { labelOf } from "./label.js";
import { lineOf } from "./line.js";
import { lookOf } from "./look.js";
import { openShapes, type Part, partsOf } from "./parts.js";
import type { DrawnShape, Plane } from "./read-planes.js";

export function pagesOf(model: Model, planes: readonly Plane[]): readonly LayoutPage[] {
  const shown = new Set<XmlElement>();
  const pages: LayoutPage[] = [];
  for (const plane of mainFirst(planes, model)) {
    const open = openShapes(plane);
    for (const part of partsOf(plane)) {
      // A plane that shows nothing new is another view of the same.
      const nodes = part.shapes.filter(({ node }) => node !== undefined);
      if (pages.length > 0 && nodes.every(({ element }) => shown.has(element))) continue;
      for (const { element } of nodes) shown.add(element);
      const title = pages.length === 0 ? undefined : titleOf(plane, part);
      pages.push({ ...(title === undefined ? {} : { title }), ...contentOf(model, part, open) });
    }
  }
  return pages;
}

function mainFirst(planes: readonly Plane[], model: Model): readonly Plane[] {
  const isInside = ({ shows }: Plane): boolean => model.nodeOf((shows && attribute(shows, "id")) ?? "") !== undefined;
  return [...planes.filter((plane) => !isInside(plane)), ...planes.filter(isInside)];
}

function titleOf({ name, shows }: Plane, { inside }: Part): string | undefined {
  const element = inside ?? shows;
  return (element && attribute(element, "name")) ?? name ?? (element && attribute(element, "id"));
}

function contentOf(
  model: Model,
  { shapes, edges }: Part,
  open: ReadonlySet<XmlElement>,
): Pick<LayoutPage, "shapes" | "lines"> {
  const drawn = [...shapes].sort((one, other) => layer(one) - layer(other));
  return {
    shapes: drawn.flatMap((shape) => shapeOf(model, shape, open.has(shape.element)) ?? []),
    lines: edges.flatMap((edge): readonly LayoutLine[] => {
      const line = lineOf(model, edge);
      return line === null ? [] : [line];
    }),
  };
}

function shapeOf(model: Model, shape: DrawnShape, isOpen: boolean): LayoutShape | null {
  const { element, node, bounds, label } = shape;
  const look = lookOf(model, shape, isOpen);
  const id = attribute(element, "id");
  if (look === null || id === undefined) return null;
  const graph = node?.level.process.id;
  return { id, ...(graph === undefined ? {} : { graph }), bounds, look, ...labelOf(model, element, label) };
}

/** What contains others lies below them, and boundary events lie on top. */
function layer({ element, node }: DrawnShape): number {
  if (node?.host != null) return Number.POSITIVE_INFINITY;
  let depth = 0;
  for (let outer = element.parent; outer !== null; outer = outer.parent) depth++;
  return element.type === "participant" ? 0 : element.type === "lane" ? depth : 1000 + depth;
}
