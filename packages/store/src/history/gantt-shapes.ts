/** Bars and marks as shapes: none is told from another by its colour alone. */
import type { BarLook, GanttMark } from "./gantt-model.js";
import { svgNumber as n } from "./svg-text.js";

/** In units of the picture. */
export interface Box {
  readonly x: number;
  /** Of its middle. */
  readonly y: number;
  readonly width: number;
}

const BAR = 14;
const WHOLE = 5;
/** How deep the end of a bar is torn that is not over. */
const TEAR = 3;
/** What a sign takes, with some air. */
export const SIGN = 14;

/** A bar; the end of an open one is torn. */
export function barShape(look: BarLook, { x, y, width }: Box, isOpen: boolean): string {
  const height = look === "box" ? WHOLE : BAR;
  const [top, quarter] = [n(y - height / 2), n(height / 4)];
  const start = `M${n(x)} ${top}h${n(width)}`;
  const isTorn = isOpen && width > TEAR * 2;
  const end = isTorn ? `l-${TEAR} ${quarter}l${TEAR} ${quarter}l-${TEAR} ${quarter}l${TEAR} ${quarter}` : `v${height}`;
  return `<path class="bar" d="${start}${end}h-${n(width)}z"/>`;
}

const tick = "m-3.5 0.5l2.5 2.5l4.5 -5.5";
const signs: { readonly [L in BarLook]?: string } = { ok: tick, approved: tick, rejected: "m-3 -3l6 6m0 -6l-6 6" };

/** What became of it, inside of a bar that is wide enough, else right of it where there is room until `freeTo`; empty for others. */
export function signShape(look: BarLook, { x, y, width }: Box, freeTo: number): string {
  const path = signs[look];
  if (path === undefined) return "";
  const isInside = width >= SIGN;
  if (!isInside && x + width + SIGN > freeTo) return "";
  const middle = isInside ? x + width / 2 : x + width + SIGN / 2;
  return `<path class="sign${isInside ? " inside" : ""}" d="M${n(middle)} ${n(y)}${path}"/>`;
}

type Shape = (x: string, y: string) => string;
const clock: Shape = (x, y) => `<circle cx="${x}" cy="${y}" r="5"/><path d="M${x} ${y}v-3.5M${x} ${y}h2.5"/>`;

const shapes: { readonly [K in GanttMark["kind"]]: Shape } = {
  incident: (x, y) => `<path d="M${x} ${y}m0 -6l6 11h-12z"/>`,
  resolved: (x, y) =>
    `<circle cx="${x}" cy="${y}" r="6"/><path d="M${x} ${y}m-3 0l2.2 2.5l3.8 -4.8" fill-opacity="0"/>`,
  timer: clock,
  message: (x, y) => `<path d="M${x} ${y}m-6 -4h12v8h-12zl6 5l6 -5"/>`,
  signal: (x, y) => `<path d="M${x} ${y}m0 -5l5 9h-10z"/>`,
  condition: (x, y) => `<path d="M${x} ${y}m-4 -5h8v10h-8zm2 3h4m-4 3h4"/>`,
  throw: (x, y) => `<path d="M${x} ${y}m0 -5l5 5l-5 5l-5 -5z"/>`,
};

export function markShape(kind: GanttMark["kind"], x: number, y: number): string {
  return shapes[kind](n(x), n(y));
}
