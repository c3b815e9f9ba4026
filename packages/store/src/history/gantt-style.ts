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
    `text{fill:${colour.text}}.faint{fill:${colour.faint}}`,
    `.bar{stroke:${colour.quiet}}.ok .bar{fill:${colour.ok};stroke:${colour.ok}}.running .bar{fill:${colour.running};stroke:${colour.running}}`,
    `.failed .bar,.rejected .bar,.stuck .bar{stroke:${colour.failed}}.unknown .bar,.review .bar{stroke:${colour.unknown}}`,
    `.approved .bar{stroke:${colour.ok}}.approved .bar,.rejected .bar{fill:${colour.ground}}.box .bar{fill:${colour.line}}`,
    `.sign{stroke:${colour.ok}}.ok .inside{stroke:${colour.ground}}.rejected .sign{stroke:${colour.failed}}`,
    `.cross path,.bars path{stroke:${colour.failed}}.dots circle{fill:${colour.unknown}}.hatch path{stroke:${colour.unknown}}.sparse path{stroke:${colour.quiet}}`,
    `.mark path,.mark circle{fill:${colour.ground};stroke:${colour.text}}.incident path{fill:${colour.failed}}.incident path,.cross path{stroke:${colour.failed}}`,
  ].join("");
}

export const ganttStyle: string = [
  "text{font:12px Helvetica,Arial,sans-serif}.title{font-size:15px;font-weight:bold}.faint{font-size:11px}",
  ".grid{stroke-width:1}.tick{text-anchor:middle}.bar{stroke-width:1;stroke-linejoin:round}.pattern path{fill:none;stroke-width:1.5}",
  ".sign{fill:none;stroke-width:1.8;stroke-linecap:round}",
  ".failed .bar{fill:url(#cross)}.unknown .bar{fill:url(#dots)}.review .bar{fill:url(#hatch)}.wait .bar{fill:url(#sparse)}.stuck .bar{fill:url(#bars)}",
  ".torn .bar{fill:none}.cancelled .bar{fill:none;stroke-dasharray:3 2}",
  rules(light),
  `@media (prefers-color-scheme:dark){${rules(dark)}}`,
].join("");

/** What tells outcomes apart without colour. */
export const ganttPatterns: readonly string[] = [
  `<pattern id="cross" class="pattern cross" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0l6 6M6 0l-6 6"/></pattern>`,
  `<pattern id="dots" class="pattern dots" width="5" height="5" patternUnits="userSpaceOnUse"><circle cx="2.5" cy="2.5" r="1.3"/></pattern>`,
  `<pattern id="hatch" class="pattern hatch" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-1 7L7-1M-1 1L1-1M5 7L7 5"/></pattern>`,
  `<pattern id="sparse" class="pattern sparse" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 4h4"/></pattern>`,
  `<pattern id="bars" class="pattern bars" width="5" height="5" patternUnits="userSpaceOnUse"><path d="M2.5 0v5"/></pattern>`,
];
