import type { Size } from "./measures.js";
import { clean, n } from "./svg-text.js";
import { shorten } from "./text-lines.js";

/** One picture; its parts count from its own top left corner. */
export interface Picture extends Size {
  /** Written above it; the first one has the title of the whole. */
  readonly title?: string;
  readonly parts: readonly string[];
}

const MARGIN = 16;
const TITLE = 34;
/** Between one picture and the title of the next. */
const GAP = 28;

/** A document of pictures below each other, with a title and a description for those who can't see it. */
export function svgFrame(
  { title, description }: { readonly title: string; readonly description: string },
  definitions: string,
  style: string,
  pictures: readonly Picture[],
): string {
  const placed = stacked(pictures);
  const last = placed.at(-1);
  const titles = pictures.map((picture, index) => clean(shorten(index === 0 ? title : (picture.title ?? ""), 160)));
  const widths = pictures.map(({ width }, index) => Math.max(width, (titles[index] as string).length * 9));
  const width = Math.ceil(Math.max(0, ...widths) + 2 * MARGIN);
  const height = Math.ceil(last === undefined ? TITLE : last.top + last.picture.height + MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${clean(title)}</title>`,
    `<desc id="description">${clean(description)}</desc>`,
    `<style>${style}</style>`,
    `<defs>${definitions}</defs>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...placed.flatMap(({ picture, top }, index) => [
      `<text class="title" x="${MARGIN}" y="${n(top - TITLE + 14)}">${titles[index]}</text>`,
      `<g transform="translate(${MARGIN} ${n(top)})">`,
      ...picture.parts,
      "</g>",
    ]),
    "</svg>",
    "",
  ].join("\n");
}

interface Stacked {
  readonly picture: Picture;
  readonly top: number;
}

function stacked(pictures: readonly Picture[]): readonly Stacked[] {
  const placed: Stacked[] = [];
  let top = MARGIN + TITLE;
  for (const picture of pictures) {
    placed.push({ picture, top });
    top += picture.height + GAP + TITLE;
  }
  return placed;
}
