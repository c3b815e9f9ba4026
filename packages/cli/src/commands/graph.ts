import type { Bundle, Layout } from "@rb/ir";
import type { Loaded } from "@rb/loader";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { type Diagram, diagramOf } from "../drawing/diagram.js";
import type { Direction } from "../drawing/direction.js";
import { exitCode } from "../exit-code.js";
import { openDocument } from "../open-document.js";
import { printable } from "../printable.js";
import type { Terminal } from "../terminal.js";
import { writeTo } from "../write-to.js";

interface Choice {
  readonly bundle: Bundle;
  readonly direction: Direction;
  /** Where the author drew everything, if that is to be used. */
  readonly layout: Layout | undefined;
}
type Draw = (choice: Choice) => string;

/** Each notation is loaded only when it is asked for; the picture brings a layout library. */
const notations: ReadonlyMap<string, () => Promise<Draw>> = new Map([
  ["mermaid", async () => laidOut((await import("../drawing/mermaid.js")).mermaidOf)],
  ["dot", async () => laidOut((await import("../drawing/dot.js")).dotOf)],
  ["svg", picture],
]);

function laidOut(draw: (diagram: Diagram, direction: Direction) => string): Draw {
  return ({ bundle, direction }) => draw(diagramOf(bundle), direction);
}

async function picture(): Promise<Draw> {
  const [{ svgOf }, { authoredSvgOf }] = await Promise.all([
    import("../drawing/svg.js"),
    import("../drawing/authored/svg.js"),
  ]);
  return ({ bundle, direction, layout }) =>
    layout === undefined ? svgOf(diagramOf(bundle), direction) : authoredSvgOf(bundle, layout, direction);
}

/** `rb graph FILE` */
export const graph: CommandRun = async (args, terminal) => {
  const target = args.text("output");
  const notation = args.text("format") ?? notationOf(target ?? "");
  if (notation !== "svg" && args.text("layout") === "own") {
    throw new UsageError(`Only SVG has positions: --layout own goes with --format svg, not ${notation}.`);
  }
  const loaded = await openDocument(args, terminal);
  const { bundle, code } = loaded;
  if (bundle === null) return code;
  const draw = await notations.get(notation)?.();
  if (draw === undefined) throw new UsageError(`There is no notation '${notation}'.`);
  const layout = notation === "svg" ? ownLayout(loaded, args, terminal) : undefined;
  if (layout === undefined && args.text("layout") === "own") return exitCode.findings;
  const text = draw({ bundle, direction: args.text("direction") === "down" ? "down" : "right", layout });
  if (target === undefined) terminal.out.write(text);
  else writeTo(target)(text);
  return code;
};

/** The author's layout, unless rb's is wanted. What becomes of wishes that don't go together is said. */
function ownLayout({ layout, diagnostics }: Loaded, args: Arguments, { err }: Terminal): Layout | undefined {
  const wanted = args.text("layout") ?? "auto";
  if (wanted === "computed") return undefined;
  const note = (text: string): void => {
    err.write(`${err.paint("yellow", "rb:")} ${printable(text)}\n`);
  };
  if (layout !== undefined) {
    if (args.text("direction") !== undefined) {
      note("--direction is for rb's own layout; this document has one of its author's. See --layout computed.");
    }
    return layout;
  }
  const unused = diagnostics.find(({ code }) => code.endsWith("/diagram-unused"));
  if (unused !== undefined) note(unused.message);
  else if (wanted === "own") note("The document doesn't say where to draw anything. See --layout computed.");
  return undefined;
}

/** Mermaid has no ending of its own: it is drawn by what reads Markdown. A picture that `rb` can't draw must not become Mermaid under its name. */
function notationOf(file: string): string {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  if (/^(png|jpe?g|gif|webp|pdf)$/.test(ending)) {
    throw new UsageError(`rb draws no .${ending}: let the name after --output end in .svg, and convert that.`);
  }
  return ending === "svg" || ending === "dot" ? ending : "mermaid";
}
