/** What nobody could read on a canvas: figures without a size, outside of what they lie in, or over each other; lines that don't meet their ends. */
import type { Bounds, Point } from "@rb/ir";
import type { Drawn } from "./editor.js";

/** Sentences, one for each mistake. */
export function misplaced(drawn: readonly Drawn[]): readonly string[] {
  const byId = new Map(drawn.map((one) => [one.id, one]));
  return [
    ...drawn.flatMap((one) => unpainted(one, byId)),
    ...drawn.flatMap((one) => outside(one, byId)),
    ...overlapping(drawn),
    ...drawn.flatMap((one) => unmet(one, byId)),
  ];
}

function unpainted(one: Drawn, byId: ReadonlyMap<string, Drawn>): readonly string[] {
  const { id, name, text, painted, waypoints } = one;
  const found: string[] = [];
  // A straight line is as thin as that.
  const size = waypoints === undefined ? Math.min(painted.width, painted.height) : painted.width + painted.height;
  if (!(size > 0)) found.push(`${id} has no size`);
  const label = byId.get(`${id}_label`);
  if (name !== "" && text === "" && (label === undefined || label.text === "")) found.push(`${id} shows no name`);
  return found;
}

function outside({ id, bounds, parent, host, labelOf }: Drawn, byId: ReadonlyMap<string, Drawn>): readonly string[] {
  const around = byId.get(parent ?? "")?.bounds;
  if (bounds === undefined || labelOf !== undefined) return [];
  if (bounds.x < 0 || bounds.y < 0) return [`${id} lies beyond the edge`];
  if (around !== undefined && !holds(around, bounds)) return [`${id} sticks out of ${parent}`];
  const on = byId.get(host ?? "")?.bounds;
  const centre = centreOf(bounds);
  return on === undefined || isOnBorder(on, centre) ? [] : [`${id} isn't on the border of ${host}`];
}

/** Of figures in the same place, but for what sits on a border. */
function overlapping(drawn: readonly Drawn[]): readonly string[] {
  const figures = drawn.filter(({ labelOf, bounds }) => labelOf === undefined && bounds !== undefined);
  const found: string[] = [];
  for (const [at, one] of figures.entries()) {
    for (const other of figures.slice(at + 1)) {
      if (one.parent !== other.parent || one.host === other.id || other.host === one.id) continue;
      if (overlap(one.bounds as Bounds, other.bounds as Bounds)) found.push(`${one.id} lies over ${other.id}`);
    }
  }
  return found;
}

function unmet({ id, ends, waypoints }: Drawn, byId: ReadonlyMap<string, Drawn>): readonly string[] {
  if (ends === undefined || waypoints === undefined) return [];
  const [from, to] = ends.map((end) => byId.get(end)?.bounds);
  const [first, last] = [waypoints.at(0), waypoints.at(-1)];
  const meets = from && to && first && last && isOnBorder(from, first) && isOnBorder(to, last);
  return meets ? [] : [`${id} doesn't meet ${ends.join(" and ")}`];
}

/** Sequence flows and associations that run through a step; sentences again. */
export function crossings(drawn: readonly Drawn[]): readonly string[] {
  const parents = new Set(drawn.map(({ parent }) => parent));
  const steps = drawn.filter(({ id, bounds, labelOf }) => bounds && labelOf === undefined && !parents.has(id));
  return drawn.flatMap(({ id, type, waypoints = [], ends: both }) => {
    const ends: readonly string[] = both ?? [];
    if (type === "bpmn:MessageFlow") return [];
    return steps.flatMap((step) => {
      // A boundary event overlaps its host.
      if (ends.includes(step.id) || ends.some((end) => end === step.host)) return [];
      if (drawn.some((one) => ends.includes(one.id) && one.host === step.id)) return [];
      return waypoints.some(
        (point, at) => at > 0 && overlap(step.bounds as Bounds, spanOf(waypoints[at - 1] as Point, point)),
      )
        ? [`${id} runs through ${step.id}`]
        : [];
    });
  });
}

/** Names of events, gateways and lines that are written over a step. */
export function covered(drawn: readonly Drawn[]): readonly string[] {
  const parents = new Set(drawn.map(({ parent }) => parent));
  const steps = drawn.filter(({ id, bounds, labelOf }) => bounds && labelOf === undefined && !parents.has(id));
  return drawn.flatMap(({ bounds, labelOf, name }) => {
    if (bounds === undefined || labelOf === undefined) return [];
    // What is below a boundary event is its host's as well.
    const over = steps.filter(
      (step) => step.id !== labelOf && step.host === undefined && overlap(bounds, step.bounds as Bounds),
    );
    return over.map(({ id }) => `'${name}' is written over ${id}`);
  });
}

/** Of a line at right angles: as thin as it is. */
function spanOf(a: Point, b: Point): Bounds {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function holds(outer: Bounds, inner: Bounds): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function overlap(a: Bounds, b: Bounds): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function centreOf({ x, y, width, height }: Bounds): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** To the pixel. */
function isOnBorder({ x, y, width, height }: Bounds, point: Point): boolean {
  const [right, below] = [x + width, y + height];
  const within = point.x >= x - 1 && point.x <= right + 1 && point.y >= y - 1 && point.y <= below + 1;
  const edges = [point.x - x, point.x - right, point.y - y, point.y - below];
  return within && edges.some((away) => Math.abs(away) <= 1);
}
