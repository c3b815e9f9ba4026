import { assertNever, type EventSign, type GatewaySign, type LayoutShape, type ShapeLook } from "@rb/ir";
import { glyph } from "../glyphs.js";
import { type Sign, signNames, signOfEvent } from "../signs.js";
import { clean, n } from "../svg-text.js";
import { shorten } from "../text-lines.js";
import { HEADING, labelInside } from "./labels.js";
import { activityMarkers, sign, taskNames, taskSign } from "./signs.js";

/** What others lie in is drawn first, so that lines run over it. */
export function isContainer({ look }: LayoutShape): boolean {
  return (
    look.as === "pool" || look.as === "lane" || look.as === "group" || (look.as === "activity" && look.open === true)
  );
}

/** A shape with what is written inside of it. */
export function shapeParts(shape: LayoutShape): readonly string[] {
  const { look, label, id } = shape;
  const name = [(label?.text ?? "").replace(/\s+/g, " "), kindName(look)].filter((part) => part !== "").join(" · ");
  return [
    `<g class="${classOf(look)}" data-id="${clean(id)}"><title>${clean(shorten(name, 200))}</title>`,
    ...outlineOf(shape),
    ...labelInside(shape),
    "</g>",
  ];
}

function classOf(look: ShapeLook): string {
  switch (look.as) {
    case "event":
      return `${look.position}${look.nonInterrupting === true ? " lets" : ""}`;
    case "activity":
      return `${look.open === true ? "box" : "task"} ${look.border ?? "plain"}`;
    case "pool":
    case "lane":
      return `box ${look.as}`;
    default:
      return look.as;
  }
}

function kindName(look: ShapeLook): string {
  switch (look.as) {
    case "event":
      return `${signNames[signOfEvent(look.sign)]} ${look.position}`.trim();
    case "gateway":
      return `${signNames[gatewayGlyphs[look.sign]]} gateway`.trim();
    case "activity":
      return [taskNames[look.task], "task", ...look.markers].filter((part) => part !== "").join(", ");
    default:
      return look.as;
  }
}

function outlineOf(shape: LayoutShape): readonly string[] {
  const { look, bounds } = shape;
  switch (look.as) {
    case "event":
      return eventOutline(shape, look.position, look.sign);
    case "gateway":
      return gatewayOutline(shape, look.sign);
    case "activity":
      return [
        rectangle(bounds, 0, 10),
        ...(look.border === "double" ? [rectangle(bounds, 3, 7)] : []),
        taskSign(shape, look.task),
        ...activityMarkers(shape, look.markers),
      ];
    case "pool":
    case "lane":
      return [rectangle(bounds, 0, 0), ...headingLine(shape, look.heading)];
    case "group":
      return [rectangle(bounds, 0, 10)];
    case "data":
      return dataOutline(shape, look.use, look.isList === true);
    case "store":
      return [storeOutline(shape)];
    case "message":
      return [rectangle(bounds, 0, 0), flap(shape)];
    case "note": {
      const { x, y, height } = bounds;
      return [`<path class="open" d="M${n(x + 10)} ${n(y)}H${n(x)}V${n(y + height)}H${n(x + 10)}"/>`];
    }
    default:
      return assertNever(look);
  }
}

function rectangle({ x, y, width, height }: LayoutShape["bounds"], inset: number, corner: number): string {
  const [w, h] = [Math.max(1, width - 2 * inset), Math.max(1, height - 2 * inset)];
  const rounded = corner === 0 ? "" : ` rx="${n(Math.min(corner, w / 4, h / 4))}"`;
  return `<rect x="${n(x + inset)}" y="${n(y + inset)}" width="${n(w)}" height="${n(h)}"${rounded}/>`;
}

function eventOutline({ bounds }: LayoutShape, position: string, eventSign: EventSign): readonly string[] {
  const { x, y, width, height } = bounds;
  const [cx, cy, r] = [x + width / 2, y + height / 2, Math.min(width, height) / 2];
  const isFilled = position === "throw" || position === "end";
  const rings = position === "catch" || position === "throw" ? [r, r * (5 / 6)] : [r];
  return [
    ...rings.map((radius) => `<circle cx="${n(cx)}" cy="${n(cy)}" r="${n(radius)}"/>`),
    glyph(signOfEvent(eventSign), cx, cy, isFilled, scaleFor(r / 17)),
  ];
}

const gatewayGlyphs: { readonly [S in GatewaySign]: Sign } = {
  none: "none",
  choice: "choice",
  all: "all",
  reachable: "reachable",
  count: "count",
  event: "event",
  "event-start": "event-start",
  "events-start": "events-start",
};

function gatewayOutline({ bounds }: LayoutShape, gatewaySign: GatewaySign): readonly string[] {
  const { x, y, width, height } = bounds;
  const [cx, cy] = [x + width / 2, y + height / 2];
  const diamond = `M${n(cx)} ${n(y)}L${n(x + width)} ${n(cy)} ${n(cx)} ${n(y + height)} ${n(x)} ${n(cy)}Z`;
  const scale = scaleFor(Math.min(width, height) / 46);
  return [`<path d="${diamond}"/>`, glyph(gatewayGlyphs[gatewaySign], cx, cy, false, scale)];
}

/** To hundredths, so that equal sizes give equal text. */
function scaleFor(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

function headingLine({ bounds, label }: LayoutShape, heading: "left" | "top" | "none"): readonly string[] {
  const { x, y, width, height } = bounds;
  if (heading === "none" || label === undefined) return [];
  return heading === "left"
    ? [`<path d="M${n(x + HEADING)} ${n(y)}v${n(height)}"/>`]
    : [`<path d="M${n(x)} ${n(y + HEADING)}h${n(width)}"/>`];
}

function dataOutline({ bounds }: LayoutShape, use: "input" | "output" | undefined, isList: boolean): readonly string[] {
  const { x, y, width, height } = bounds;
  const fold = Math.min(14, width / 3, height / 3);
  const page = `M${n(x)} ${n(y)}h${n(width - fold)}l${n(fold)} ${n(fold)}v${n(height - fold)}h${n(-width)}Z`;
  const corner = `M${n(x + width - fold)} ${n(y)}v${n(fold)}h${n(fold)}`;
  const arrow = '<path d="M-6-2H1V-5L6 0 1 5V2H-6Z"/>';
  return [
    `<path d="${page}"/><path class="open" d="${corner}"/>`,
    ...(use === undefined
      ? []
      : [sign(use === "input" ? arrow : arrow.replace("<path", '<path class="solid"'), x + 11, y + 11)]),
    ...(isList ? [sign('<path class="bars" d="M-3.5-4V4M0-4V4M3.5-4V4"/>', x + width / 2, y + height - 8)] : []),
  ];
}

function storeOutline({ bounds }: LayoutShape): string {
  const { x, y, width, height } = bounds;
  const [rx, ry] = [width / 2, Math.min(height / 6, width / 6)];
  const arc = (sweep: 0 | 1, dx: number): string => `a${n(rx)} ${n(ry)} 0 0 ${sweep} ${n(dx)} 0`;
  const body = `M${n(x)} ${n(y + ry)}v${n(height - 2 * ry)}${arc(0, width)}v${n(2 * ry - height)}`;
  return `<path d="${body}${arc(0, -width)}Z"/><path class="open" d="M${n(x)} ${n(y + ry)}${arc(0, width)}m${n(-width)} 5${arc(0, width)}"/>`;
}

function flap({ bounds }: LayoutShape): string {
  const { x, y, width, height } = bounds;
  return `<path class="open" d="M${n(x)} ${n(y)}l${n(width / 2)} ${n(height * 0.6)} ${n(width / 2)} ${n(-height * 0.6)}"/>`;
}
