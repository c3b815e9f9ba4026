import type { Conversion, Place } from "@rb/convert";
import type { Bundle, Diagnostic } from "@rb/ir";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { diagnosticJson } from "../diagnostic-json.js";
import { diagnosticText, type SourceLines } from "../diagnostic-text.js";
import type { Spot } from "../drawing/level-layout.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { documentLimitsOf, type LoadedFile } from "../load-file.js";
import { openDocument } from "../open-document.js";
import { plural } from "../plural.js";
import { printable, printableJson } from "../printable.js";
import { rewriting } from "../rewriting.js";
import type { Terminal } from "../terminal.js";
import { writeTo } from "../write-to.js";

interface Target {
  readonly write: (bundle: Bundle, args: Arguments, source: LoadedFile) => Promise<Conversion>;
  /** How the document has what the format's own words don't say. */
  readonly besides: string;
}

/** Each target with its writer, loaded only when it is asked for. */
const targets: ReadonlyMap<string, Target> = new Map<string, Target>([
  [
    "bpmn",
    {
      write: async (bundle, args) => {
        const [{ bpmnOf }, place] = await Promise.all([import("@rb/convert"), placing()]);
        return bpmnOf(bundle, { place, ...limitsOf(args) });
      },
      besides: "with an extension",
    },
  ],
  [
    "cacao",
    {
      write: async (bundle, args) => (await import("@rb/convert")).cacaoOf(bundle, limitsOf(args)),
      besides: "with an extension",
    },
  ],
  [
    "runbook",
    {
      write: async (bundle, args, source) =>
        source.format === "runbook"
          ? rewriting(source, documentLimitsOf(args))
          : (await import("@rb/convert/runbook")).runbookOf(bundle, limitsOf(args)),
      besides: "as in the graph",
    },
  ],
]);

function limitsOf(args: Arguments): { readonly maxNodes?: number; readonly maxDepth?: number } {
  const [maxNodes, maxDepth] = [args.number("max-nodes"), args.number("max-depth")];
  return { ...(maxNodes === undefined ? {} : { maxNodes }), ...(maxDepth === undefined ? {} : { maxDepth }) };
}

/** The same layout that pictures of graphs have. */
async function placing(): Promise<Place> {
  const { levelLayout } = await import("../drawing/level-layout.js");
  return (figures, lines) => {
    const spots = new Map(figures.map(({ id, width, height }): [string, Spot] => [id, { width, height }]));
    const edges = lines.map((arrow) => ({ arrow, spot: { width: 0, height: 0 } as Spot }));
    levelLayout(spots, edges, "right");
    return {
      centres: new Map([...spots].map(([id, { x = 0, y = 0 }]) => [id, { x, y }])),
      bends: new Map(edges.map(({ spot }, at) => [at, (spot.points ?? []).slice(1, -1)])),
    };
  };
}

/** `rb convert FILE --to FORMAT` */
export const convert: CommandRun = async (args, terminal) => {
  const { out, err } = terminal;
  const format = args.text("to");
  const target = format === undefined ? undefined : targets.get(format);
  if (target === undefined)
    throw new UsageError(`Say what to convert to: --to ${[...targets.keys()].join(", --to ")}.`);
  const source = await openDocument(args, terminal);
  const { bundle, code, sources } = source;
  if (bundle === null || code !== exitCode.ok) return worse(code, exitCode.findings);
  const conversion = await target.write(bundle, args, source);
  const { text } = conversion;
  if (args.flag("json")) err.write(`${printableJson(reportOf(conversion), 2)}\n`);
  else report(conversion, target, sources, err);
  if (text !== null) {
    const output = args.text("output");
    if (output === undefined) out.write(out.interactive ? shown(text) : text);
    else writeTo(output)(text);
  }
  return outcome(conversion, args.flag("lossy"));
};

/** A terminal gets no control characters, which would do something to it. */
function shown(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** What is lost counts as a finding, unless that was agreed to; a document that isn't there always does. */
function outcome({ text, counts }: Conversion, lossy: boolean): ExitCode {
  return text === null || (counts.lost > 0 && !lossy) ? exitCode.findings : exitCode.ok;
}

function reportOf({ counts, diagnostics }: Conversion): object {
  return { counts, diagnostics: diagnostics.map(diagnosticJson) };
}

function report(
  { counts, diagnostics }: Conversion,
  { besides }: Target,
  sources: SourceLines,
  err: Terminal["err"],
): void {
  const { native, extended, lost } = counts;
  for (const one of diagnostics.filter(({ severity }) => severity !== "info")) {
    err.write(`${diagnosticText(one, sources, err.paint)}\n`);
  }
  for (const one of diagnostics.filter(({ severity }) => severity === "info")) err.write(`${note(one)}\n`);
  const parts = plural(native + extended + lost, "part");
  err.write(`rb: ${parts}: ${native} in the format's own words, ${extended} ${besides}, ${lost} lost\n`);
}

function note({ message }: Diagnostic): string {
  return `  ${printable(message)}`;
}
