/** Readable on a light and on a dark page: the picture has a ground of its own, and follows the reader's preference. */
const light = {
  ground: "#ffffff",
  stripe: "#f8fafc",
  line: "#cbd5e1",
  text: "#0f172a",
  faint: "#64748b",
  ok: "#16a34a",
  failed: "#dc2626",
  unknown: "#d97706",
  running: "#2563eb",
  quiet: "#94a3b8",
};
const dark = {
  ground: "#0f172a",
  stripe: "#16213a",
  line: "#334155",
  text: "#f1f5f9",
  faint: "#94a3b8",
  ok: "#4ade80",
  failed: "#f87171",
  unknown: "#fbbf24",
  running: "#60a5fa",
  quiet: "#64748b",
};

function rules(colour: typeof light): string {
  return [
    `.ground{fill:${colour.ground}}.stripe{fill:${colour.stripe}}.grid{stroke:${colour.line}}`,
    `text{fill:${colour.text}}.faint{fill:${colour.faint}}.sign{fill:${colour.ground}}`,
    `.ok rect{fill:${colour.ok}}.failed rect,.incident path{stroke:${colour.failed}}.unknown rect{stroke:${colour.unknown}}`,
    `.running rect{fill:${colour.running}}.cancelled rect,.wait rect,.box rect{stroke:${colour.quiet}}`,
    `.review rect{stroke:${colour.unknown}}.box rect{fill:${colour.line}}`,
    `.cross path{stroke:${colour.failed}}.dots circle{fill:${colour.unknown}}.hatch path{stroke:${colour.unknown}}.sparse path{stroke:${colour.quiet}}`,
    `.mark path,.mark circle{fill:${colour.ground};stroke:${colour.text}}.incident path{fill:${colour.failed}}`,
  ].join("");
}

export const ganttStyle: string = [
  "text{font:12px Helvetica,Arial,sans-serif}.title{font-size:15px;font-weight:bold}.faint{font-size:11px}.sign{font-size:10px;text-anchor:middle}",
  ".grid{stroke-width:1}.tick{text-anchor:middle}rect{stroke-width:1}.pattern path{fill:none;stroke-width:1.5}",
  ".failed rect{fill:url(#cross)}.unknown rect{fill:url(#dots)}.review rect{fill:url(#hatch)}.wait rect{fill:url(#sparse)}",
  ".cancelled rect{fill:none;stroke-dasharray:3 2}.open rect{stroke-dasharray:4 2}",
  rules(light),
  `@media (prefers-color-scheme:dark){${rules(dark)}}`,
].join("");

/** What tells outcomes apart without colour. */
export const ganttPatterns: readonly string[] = [
  `<pattern id="cross" class="pattern cross" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0l6 6M6 0l-6 6"/></pattern>`,
  `<pattern id="dots" class="pattern dots" width="5" height="5" patternUnits="userSpaceOnUse"><circle cx="2.5" cy="2.5" r="1.3"/></pattern>`,
  `<pattern id="hatch" class="pattern hatch" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 7L7-1M-1 1L1-1M5 7L7 5"/></pattern>`,
  `<pattern id="sparse" class="pattern sparse" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 4h4"/></pattern>`,
];
