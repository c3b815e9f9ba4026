import type { LayoutShape, Point } from "@rb/ir";

/** Whether a point lies inside of a shape, not on its border. */
export function isInside({ bounds, look }: LayoutShape, { x, y }: Point): boolean {
  const [halfWidth, halfHeight] = [bounds.width / 2, bounds.height / 2];
  // How far from the centre, where the border of the rectangle is 1.
  const dx = Math.abs(x - bounds.x - halfWidth) / halfWidth;
  const dy = Math.abs(y - bounds.y - halfHeight) / halfHeight;
  const distance = look.as === "event" ? Math.hypot(dx, dy) : look.as === "gateway" ? dx + dy : Math.max(dx, dy);
  return distance < 0.98;
}

/** Takes off what a line has inside of the shapes that it joins: some tools lead lines from centre to centre. */
export function cropped(
  points: readonly Point[],
  from: LayoutShape | undefined,
  to: LayoutShape | undefined,
): readonly Point[] {
  const started = from === undefined ? points : croppedStart(points, from);
  return to === undefined ? started : croppedStart(started.toReversed(), to).toReversed();
}

function croppedStart(points: readonly Point[], shape: LayoutShape): readonly Point[] {
  const [first] = points;
  if (first === undefined || !isInside(shape, first)) return points;
  const outside = points.findIndex((point) => !isInside(shape, point));
  // All of it lies inside: what is drawn there is what the author wanted.
  if (outside === -1) return points;
  let [near, far] = [points[outside - 1] as Point, points[outside] as Point];
  for (let round = 0; round < 16; round++) {
    const middle = { x: (near.x + far.x) / 2, y: (near.y + far.y) / 2 };
    if (isInside(shape, middle)) near = middle;
    else far = middle;
  }
  return [far, ...points.slice(outside)];
}
