import type { Sign } from "./signs.js";

const pentagon = '<path d="M0-6.5 6-2 4 5.5H-4L-6-2Z"/>';

/** Drawn around (0, 0), within 8 in each direction. `on` marks lines that stay visible on a filled shape. */
const shapes: { readonly [S in Sign]: string } = {
  none: "",
  timer: '<circle r="8"/><path class="on" d="M0-6V0L4 2"/>',
  message: '<path d="M-8-5H8V5H-8Z"/><path class="on" d="M-8-5 0 1 8-5"/>',
  signal: '<path d="M0-8 8 6H-8Z"/>',
  condition: '<path d="M-6-8H6V8H-6Z"/><path class="on" d="M-4-4H4M-4 0H4M-4 4H4"/>',
  error: '<path d="M-8 7-4-6 2 2 8-8 4 6-2-2Z"/>',
  escalation: '<path d="M0-8 6 8 0 1-6 8Z"/>',
  compensation: '<path d="M-1-6V6L-8 0ZM7-6V6L0 0Z"/>',
  cancel: '<path d="M-7-4-4-7 0-3 4-7 7-4 3 0 7 4 4 7 0 3-4 7-7 4-3 0Z"/>',
  terminate: '<circle r="8"/>',
  several: '<path d="M0-8 8-2 5 7H-5L-8-2Z"/>',
  link: '<path d="M-8-3H1V-8L9 0 1 8V3H-8Z"/>',
  every: '<path d="M-3-8H3V-3H8V3H3V8H-3V3H-8V-3H-3Z"/>',
  choice: '<path class="line" d="M-6-7 6 7M6-7-6 7"/>',
  all: '<path class="line" d="M0-9V9M-9 0H9"/>',
  reachable: '<circle class="line" r="9"/>',
  count: '<path class="line" d="M0-9V9M-9 0H9M-6-6 6 6M6-6-6 6"/>',
  event: `<circle r="12"/><circle r="9.5"/>${pentagon}`,
  "event-start": `<circle r="12"/>${pentagon}`,
  "events-start": '<circle r="12"/><path d="M-2-7H2V-2H7V2H2V7H-2V2H-7V-2H-2Z"/>',
};

/** A sign around a point; filled for what is thrown, an outline for what is caught. */
export function glyph(sign: Sign, x: number, y: number, filled: boolean, scale = 1): string {
  const shape = shapes[sign];
  if (shape === "") return "";
  const size = scale === 1 ? "" : ` scale(${scale})`;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return `<g class="glyph${filled ? " full" : ""}" transform="translate(${round(x)} ${round(y)})${size}">${shape}</g>`;
}
