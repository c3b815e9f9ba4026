/** A run as a picture over time. The same history always gives the same bytes. */
import {
  type BarLook,
  type GanttBar,
  type GanttMark,
  type GanttModel,
  type GanttRow,
  ganttModel,
} from "./gantt-model.js";
import { ganttPatterns, ganttStyle } from "./gantt-style.js";
import type { Stretch } from "./history.js";
import { stepsOf } from "./steps.js";
import { fitted, svgNumber as n, svgText } from "./svg-text.js";
import { spanText, ticksOf } from "./time-axis.js";
import { isoTime } from "./timeline-entry.js";

/** What the picture is called. */
export interface GanttOptions {
  /** Default: the run's id. */
  readonly title?: string;
}

const MARGIN = 16;
const HEAD = 76;
const LABELS = 230;
const CHART = 760;
const ROW = 22;
const BAR = 14;
const INDENT = 12;
const DEEPEST = 8;
const LETTER = 6.7;
const FOOT = 26;

/**
 * The picture of a history, as SVG text. It has a title for each bar, and tells outcomes apart by pattern as well as by colour. Of a very long
 * run it shows the beginning, and says what is left out.
 *
 * @throws StoreError `store/broken-trace` when a record isn't of the form that its type says.
 */
export function ganttSvg(history: Iterable<Stretch>, options: GanttOptions = {}): string {
  const steps = stepsOf(history);
  const model = ganttModel(steps);
  const title = svgText(options.title ?? steps.run);
  const width = LABELS + CHART + 2 * MARGIN;
  const bottom = HEAD + model.rows.length * ROW;
  const note = noteOf(model);
  const height = bottom + MARGIN + (note === "" ? 0 : FOOT);
  const scale = new Scale(model);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${title}</title>`,
    `<desc id="description">${svgText(descriptionOf(model, steps.status))}</desc>`,
    `<style>${ganttStyle}</style>`,
    `<defs>${ganttPatterns.join("")}</defs>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    `<text class="title" x="${MARGIN}" y="${MARGIN + 12}">${title}</text>`,
    `<text class="faint" x="${MARGIN}" y="${MARGIN + 30}">${svgText(descriptionOf(model, steps.status))}</text>`,
    ...model.rows.flatMap((_, at) => (at % 2 === 0 ? [] : [stripe(at, width)])),
    ...axis(model, scale, bottom),
    ...model.rows.flatMap((row, at) => rowParts(row, HEAD + at * ROW, scale)),
    ...(note === "" ? [] : [`<text class="faint" x="${MARGIN}" y="${bottom + FOOT}">${svgText(note)}</text>`]),
    "</svg>",
    "",
  ].join("\n");
}

class Scale {
  readonly #fromMs: number;
  readonly #perMs: number;

  constructor({ fromMs, toMs }: GanttModel) {
    this.#fromMs = fromMs;
    this.#perMs = CHART / Math.max(1, toMs - fromMs);
  }

  x(ms: number): number {
    return MARGIN + LABELS + (ms - this.#fromMs) * this.#perMs;
  }
}

function descriptionOf({ fromMs, toMs, rows }: GanttModel, status: string): string {
  if (rows.length === 0) return `${isoTime(fromMs)}, ${status}. No step has begun.`;
  return `${isoTime(fromMs)}, ${spanText(toMs - fromMs)}, ${status}.`;
}

function noteOf({ left }: GanttModel): string {
  if (left.size === 0) return "";
  const counts = [...left].map(([what, count]) => `${count} ${what}`);
  return `Not drawn, as they would be too many: ${counts.join(", ")}.`;
}

function stripe(at: number, width: number): string {
  return `<rect class="stripe" y="${HEAD + at * ROW}" width="${width}" height="${ROW}"/>`;
}

function axis({ fromMs, toMs }: GanttModel, scale: Scale, bottom: number): readonly string[] {
  return ticksOf(toMs - fromMs, 8).flatMap(({ afterMs, label }) => {
    const x = n(scale.x(fromMs + afterMs));
    return [
      `<path class="grid" d="M${x} ${HEAD - 4}V${bottom}"/>`,
      `<text class="faint tick" x="${x}" y="${HEAD - 8}">${label}</text>`,
    ];
  });
}

function rowParts({ label, depth, bars, marks }: GanttRow, top: number, scale: Scale): readonly string[] {
  const indent = Math.min(depth, DEEPEST) * INDENT;
  const columns = Math.floor((LABELS - indent - 8) / LETTER);
  const short = fitted(label, columns);
  const full = short === label ? "" : `<title>${svgText(label)}</title>`;
  return [
    ...(label === "" ? [] : [`<text x="${MARGIN + indent}" y="${top + 15}">${full}${svgText(short)}</text>`]),
    ...bars.map((bar) => barPart(bar, top, scale)),
    ...marks.map((mark) => markPart(mark, scale.x(mark.atMs), top + ROW / 2)),
  ];
}

/** Where a bar is wide enough, its outcome stands in it, too. */
const signs: { readonly [L in BarLook]?: string } = { ok: "✓", running: "…" };

function barPart({ look, fromMs, toMs, isOpen, title }: GanttBar, top: number, scale: Scale): string {
  const [left, right] = [scale.x(fromMs), scale.x(toMs)];
  const width = Math.max(2, right - left);
  const height = look === "box" ? 5 : BAR;
  const y = top + (ROW - height) / 2;
  const sign = width < 14 ? undefined : signs[look];
  const text = `${title}, ${spanText(toMs - fromMs)}${isOpen ? " so far" : ""}`;
  const inside =
    sign === undefined ? "" : `<text class="sign" x="${n(left + width / 2)}" y="${top + 15}">${sign}</text>`;
  return `<g class="${look}${isOpen ? " open" : ""}"><title>${svgText(text)}</title><rect x="${n(left)}" y="${n(y)}" width="${n(width)}" height="${height}" rx="2"/>${inside}</g>`;
}

function markPart({ kind, title }: GanttMark, x: number, y: number): string {
  return `<g class="mark ${kind}"><title>${svgText(title)}</title>${shapes[kind](n(x), n(y))}</g>`;
}

type Shape = (x: string, y: string) => string;
const clock: Shape = (x, y) => `<circle cx="${x}" cy="${y}" r="5"/><path d="M${x} ${y}v-3.5M${x} ${y}h2.5"/>`;

/** One shape for each, so that none is told by its colour. */
const shapes: { readonly [K in GanttMark["kind"]]: Shape } = {
  incident: (x, y) => `<path d="M${x} ${y}m0 -6l6 11h-12z"/>`,
  resolved: (x, y) => `<path d="M${x} ${y}m-5 0l3.5 4l6.5 -8" fill-opacity="0"/>`,
  timer: clock,
  message: (x, y) => `<path d="M${x} ${y}m-6 -4h12v8h-12zl6 5l6 -5"/>`,
  signal: (x, y) => `<path d="M${x} ${y}m0 -5l5 9h-10z"/>`,
  condition: (x, y) => `<path d="M${x} ${y}m-4 -5h8v10h-8zm2 3h4m-4 3h4"/>`,
  throw: (x, y) => `<path d="M${x} ${y}m0 -5l5 5l-5 5l-5 -5z"/>`,
};
