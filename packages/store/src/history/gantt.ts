/** A run as a picture over time. The same history always gives the same bytes. */
import { isoTime } from "../iso-time.js";
import { legendOf } from "./gantt-legend.js";
import { type GanttBar, type GanttMark, type GanttModel, type GanttRow, ganttModel } from "./gantt-model.js";
import { barShape, markShape, SIGN, signShape } from "./gantt-shapes.js";
import { ganttPatterns, ganttStyle } from "./gantt-style.js";
import type { Stretch } from "./history.js";
import { stepsOf } from "./steps.js";
import { fitted, svgNumber as n, svgText } from "./svg-text.js";
import { spanText, ticksOf } from "./time-axis.js";

/** How a picture is drawn. */
export interface GanttOptions {
  /** What the picture is called. Default: the run's id. */
  readonly title?: string;
  /**
   * Milliseconds since 1970-01-01T00:00Z. What a run that goes on still waits for is drawn up to this time. Default: when something last happened;
   * so it is for a time before that, and for a run that is over.
   */
  readonly nowMs?: number;
}

const MARGIN = 16;
const HEAD = 76;
const LABELS = 230;
const CHART = 760;
const ROW = 22;
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
  const model = ganttModel(steps, options.nowMs ?? steps.endedAtMs);
  const title = svgText(options.title ?? steps.run);
  const width = LABELS + CHART + 2 * MARGIN;
  const bottom = HEAD + model.rows.length * ROW;
  const legend = legendOf(model, MARGIN, bottom + MARGIN / 2, LABELS + CHART);
  const note = noteOf(model);
  const below = bottom + MARGIN / 2 + legend.height;
  const height = below + MARGIN / 2 + (note === "" ? 0 : FOOT);
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
    ...legend.parts,
    ...(note === ""
      ? []
      : [`<text class="faint" x="${MARGIN}" y="${below + FOOT - MARGIN / 2}">${svgText(note)}</text>`]),
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

function descriptionOf({ fromMs, toMs, isOpen, rows }: GanttModel, status: string): string {
  if (rows.length === 0) return `${isoTime(fromMs)}, ${status}. No step has begun.`;
  return `${isoTime(fromMs)}, ${spanText(toMs - fromMs)}${isOpen ? " so far" : ""}, ${status}.`;
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
    ...bars.map((bar, at) => barPart(bar, top + ROW / 2, scale, roomAfter(bar, bars[at + 1], marks, scale))),
    ...marks.map((mark) => markPart(mark, scale.x(mark.atMs), top + ROW / 2)),
  ];
}

/** Up to where nothing else is drawn, right of a bar. */
function roomAfter({ toMs }: GanttBar, next: GanttBar | undefined, marks: readonly GanttMark[], scale: Scale): number {
  const right = scale.x(toMs);
  const isMarked = marks.some(({ atMs }) => scale.x(atMs) > right - SIGN / 2 && scale.x(atMs) < right + SIGN * 1.5);
  if (isMarked) return right;
  return next === undefined ? Number.POSITIVE_INFINITY : scale.x(next.fromMs);
}

function barPart({ look, fromMs, toMs, isOpen, title }: GanttBar, y: number, scale: Scale, freeTo: number): string {
  const [x, right] = [scale.x(fromMs), scale.x(toMs)];
  const box = { x, y, width: Math.max(2, right - x) };
  const text = `${title}, ${spanText(toMs - fromMs)}${isOpen ? " so far" : ""}`;
  const shapes = `${barShape(look, box, isOpen)}${signShape(look, box, freeTo)}`;
  return `<g class="${look}${isOpen ? " open" : ""}"><title>${svgText(text)}</title>${shapes}</g>`;
}

function markPart({ kind, title }: GanttMark, x: number, y: number): string {
  return `<g class="mark ${kind}"><title>${svgText(title)}</title>${markShape(kind, x, y)}</g>`;
}
