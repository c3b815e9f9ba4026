import { type CommandRun, UsageError } from "../command.js";
import { type Diagram, diagramOf } from "../drawing/diagram.js";
import type { Direction } from "../drawing/direction.js";
import { openDocument } from "../open-document.js";
import { writeTo } from "../write-to.js";

type Draw = (diagram: Diagram, direction: Direction) => string;

/** Each notation is loaded only when it is asked for; the picture brings a layout library. */
const notations: ReadonlyMap<string, () => Promise<Draw>> = new Map([
  ["mermaid", async () => (await import("../drawing/mermaid.js")).mermaidOf],
  ["dot", async () => (await import("../drawing/dot.js")).dotOf],
  ["svg", async () => (await import("../drawing/svg.js")).svgOf],
]);

/** `rb graph FILE` */
export const graph: CommandRun = async (args, terminal) => {
  const { bundle, code } = await openDocument(args, terminal);
  if (bundle === null) return code;
  const target = args.text("output");
  const notation = args.text("format") ?? notationOf(target ?? "");
  const draw = await notations.get(notation)?.();
  if (draw === undefined) throw new UsageError(`There is no notation '${notation}'.`);
  const text = draw(diagramOf(bundle), args.text("direction") === "down" ? "down" : "right");
  if (target === undefined) terminal.out.write(text);
  else writeTo(target)(text);
  return code;
};

/** Mermaid has no ending of its own: it is drawn by what reads Markdown. A picture that `rb` can't draw must not become Mermaid under its name. */
function notationOf(file: string): string {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  if (/^(png|jpe?g|gif|webp|pdf)$/.test(ending)) {
    throw new UsageError(`rb draws no .${ending}: let the name after --output end in .svg, and convert that.`);
  }
  return ending === "svg" || ending === "dot" ? ending : "mermaid";
}
