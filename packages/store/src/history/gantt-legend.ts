/** What the looks and marks in a picture mean; of those that are in it alone. */
import type { BarLook, GanttMark, GanttModel } from "./gantt-model.js";
import { barShape, markShape, signShape } from "./gantt-shapes.js";
import { svgNumber as n, svgText } from "./svg-text.js";

/** In this order. */
const looks: { readonly [L in BarLook]: string } = {
  ok: "done",
  running: "under way",
  failed: "failed",
  unknown: "outcome unknown",
  cancelled: "withdrawn",
  review: "waits for approval",
  approved: "approved",
  rejected: "rejected",
  wait: "waits",
  stuck: "waits to be resolved",
  box: "all of its parts",
};
const marks: { readonly [K in GanttMark["kind"]]: string } = {
  incident: "incident",
  resolved: "resolved",
  timer: "timer",
  message: "message",
  signal: "signal",
  condition: "condition",
  throw: "thrown",
};

const SWATCH = 20;
const LINE = 20;
/** Of a wide font: what readers have is not known. */
const LETTER = 6.8;

interface Item {
  readonly text: string;
  /** A swatch with its left end at x, and its middle at y. */
  readonly draw: (x: number, y: number) => string;
}

export interface Legend {
  readonly height: number;
  readonly parts: readonly string[];
}

/** Lines of at most that width, the first one below `top`. */
export function legendOf({ rows }: GanttModel, left: number, top: number, width: number): Legend {
  let [x, y] = [left, top + LINE / 2];
  const parts: string[] = [];
  for (const { text, draw } of itemsOf(rows)) {
    const length = SWATCH + 6 + text.length * LETTER + 16;
    if (x + length > left + width && x > left) [x, y] = [left, y + LINE];
    parts.push(draw(x, y), `<text class="faint" x="${n(x + SWATCH + 6)}" y="${n(y + 4)}">${svgText(text)}</text>`);
    x += length;
  }
  return { height: parts.length === 0 ? 0 : y + LINE / 2 - top, parts };
}

function itemsOf(rows: GanttModel["rows"]): readonly Item[] {
  const bars = rows.flatMap((row) => row.bars);
  const seenLooks = new Set(bars.map(({ look }) => look));
  const seenMarks = new Set(rows.flatMap((row) => row.marks.map(({ kind }) => kind)));
  const open = bars.some(({ isOpen }) => isOpen);
  return [
    ...keysOf(looks).flatMap((look) => (seenLooks.has(look) ? [barItem(look, looks[look])] : [])),
    ...(open ? [tornItem] : []),
    ...keysOf(marks).flatMap((kind) => (seenMarks.has(kind) ? [markItem(kind)] : [])),
  ];
}

function keysOf<K extends string>(record: { readonly [P in K]: string }): readonly K[] {
  return Object.keys(record) as K[];
}

function barItem(look: BarLook, text: string): Item {
  const draw = (x: number, y: number) => {
    const box = { x, y, width: SWATCH };
    return `<g class="${look}">${barShape(look, box, false)}${signShape(look, box, x)}</g>`;
  };
  return { text, draw };
}

const tornItem: Item = {
  text: "torn end: not over",
  draw: (x, y) => `<g class="torn">${barShape("wait", { x, y, width: SWATCH }, true)}</g>`,
};

function markItem(kind: GanttMark["kind"]): Item {
  return { text: marks[kind], draw: (x, y) => `<g class="mark ${kind}">${markShape(kind, x + SWATCH / 2, y)}</g>` };
}
