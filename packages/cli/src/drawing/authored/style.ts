import { colours, svgStyle } from "../svg-style.js";

/** What only pictures in the author's layout have, after what all have. */
export const authoredStyle: string = [
  svgStyle,
  ".s11,.beside{font-size:11px}.s10{font-size:10px}.s9{font-size:9px}.note-text{text-anchor:start}",
  ".arrow.data,.association{stroke-dasharray:1 4;stroke-linecap:round}.arrow.message{stroke-dasharray:8 4}",
  ".lets circle{stroke-dasharray:5 3}.lets .glyph *,.sign *{stroke-dasharray:none}",
  ".thick>rect{stroke-width:3.5}.dashed>rect{stroke-dasharray:2 4;stroke-linecap:round}.group rect{fill:none;stroke-dasharray:8 4 1 4}",
  ".message rect,.message path{stroke-dasharray:none}.sign *,.open{fill:none}.sign .bars{stroke-width:2.4}.sign *{stroke-width:1.1}.gateway .line{stroke-width:2.6}",
  ...colours((colour) => [
    `.data path,.store path,.message rect,.hollow{fill:${colour.ground}}`,
    `.data .open,.store .open{fill:none}`,
    `.pool>rect,.pool>path{stroke:${colour.line}}.lane>rect,.lane>path{stroke:${colour.faint}}`,
    `.sign .solid{fill:${colour.line}}.sign .on{stroke:${colour.ground}}`,
  ]),
].join("");
