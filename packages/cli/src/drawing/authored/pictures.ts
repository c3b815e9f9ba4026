/** A layout's pages as pictures: shapes where the author put them, lines along their points. */
import type { Bounds, LayoutLine, LayoutPage, LayoutShape, Point } from "@rb/ir";
import type { Picture } from "../svg-frame.js";
import { labelBeside, labelOfLine } from "./labels.js";
import { lineParts } from "./lines.js";
import { isContainer, shapeParts } from "./shapes.js";

/** What lines and borders need around the outermost coordinates. */
const RIM = 4;

export function pictureOfPage(page: LayoutPage): Picture {
  const { x, y, width, height } = extentOf(page);
  const { shapes, lines } = moved(page, { x: RIM - x, y: RIM - y });
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  const labels = [...shapes.map(labelBeside), ...lines.map(labelOfLine)];
  return {
    ...(page.title === undefined ? {} : { title: page.title }),
    width: width + 2 * RIM,
    height: height + 2 * RIM,
    // What is drawn later covers what was drawn before.
    parts: [
      ...shapes.filter(isContainer).flatMap(shapeParts),
      ...lines.map((line) => lineParts(line, byId)),
      ...shapes.filter((shape) => !isContainer(shape)).flatMap(shapeParts),
      ...labels.flatMap((label) => label?.parts ?? []),
    ],
  };
}

function extentOf({ shapes, lines }: LayoutPage): Bounds {
  let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [right, bottom] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (x: number, y: number): void => {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  };
  const takeBounds = ({ x, y, width, height }: Bounds): void => {
    take(x, y);
    take(x + width, y + height);
  };
  for (const shape of shapes) {
    takeBounds(shape.bounds);
    const label = labelBeside(shape);
    if (label !== null) takeBounds(label.bounds);
  }
  for (const line of lines) {
    for (const { x, y } of line.points) take(x, y);
    const label = labelOfLine(line);
    if (label !== null) takeBounds(label.bounds);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function moved({ shapes, lines }: LayoutPage, by: Point): Pick<LayoutPage, "shapes" | "lines"> {
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  const label = ({ label: old }: LayoutShape | LayoutLine): Pick<LayoutShape, "label"> =>
    old?.bounds === undefined ? {} : { label: { ...old, bounds: move(old.bounds) } };
  return {
    shapes: shapes.map((shape) => ({ ...shape, bounds: move(shape.bounds), ...label(shape) })),
    lines: lines.map((line) => ({ ...line, points: line.points.map(move), ...label(line) })),
  };
}
