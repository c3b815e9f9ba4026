/** Readable on a light and on a dark page: the picture has a ground of its own, and follows the reader's preference. */
const light = {
  ground: "#ffffff",
  line: "#334155",
  text: "#0f172a",
  faint: "#64748b",
  task: "#f1f5f9",
  gate: "#fef3c7",
  start: "#dcfce7",
  end: "#fee2e2",
  gateway: "#e0e7ff",
};
const dark = {
  ground: "#0f172a",
  line: "#cbd5e1",
  text: "#f1f5f9",
  faint: "#94a3b8",
  task: "#1e293b",
  gate: "#453a10",
  start: "#14391f",
  end: "#451a1d",
  gateway: "#272a57",
};

/** Rules that name colours: for a light page, then for a reader who prefers a dark one. */
export function colours(rules: (colour: Readonly<typeof light>) => readonly string[]): readonly string[] {
  return [...rules(light), `@media (prefers-color-scheme:dark){${rules(dark).join("")}}`];
}

function rules(colour: Readonly<typeof light>): readonly string[] {
  return [
    `.ground,.behind{fill:${colour.ground}}.halo{stroke:${colour.ground}}`,
    `text{fill:${colour.text}}.detail,.when{fill:${colour.faint}}`,
    `rect,circle,path{stroke:${colour.line}}.ground,.behind{stroke:none}`,
    `.task rect{fill:${colour.task}}.gate rect{fill:${colour.gate}}.box rect{fill:${colour.ground};stroke:${colour.faint}}`,
    `.start circle{fill:${colour.start}}.end circle{fill:${colour.end}}.catch circle,.throw circle{fill:${colour.ground}}`,
    `.gateway path{fill:${colour.gateway}}`,
    `.head{fill:${colour.line};stroke:none}`,
    `.glyph *{fill:none;stroke:${colour.line}}.glyph.full *{fill:${colour.line}}.glyph.full .on{stroke:${colour.ground};fill:none}`,
    // After the rules that give paths a ground.
    ".arrow{fill:none}",
  ];
}

export const svgStyle: string = [
  "text{font:12px Helvetica,Arial,sans-serif;text-anchor:middle}",
  ".title{font-size:15px;font-weight:bold;text-anchor:start}.box-label{font-weight:bold;text-anchor:start}.detail,.when{font-size:11px}",
  ".side{text-anchor:start}.detail{font-style:italic}.halo{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}",
  "rect,circle,path{stroke-width:1.3;stroke-linejoin:round}.end circle{stroke-width:3}.gate rect{stroke-width:2}",
  ".event rect{stroke-dasharray:5 4}",
  ".boundary,.exception{stroke-dasharray:6 3}.association,.message{stroke-dasharray:2 3}",
  ...colours(rules),
].join("");
