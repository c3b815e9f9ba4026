/** How widely documents may be shared, by the label `tlp` of their graphs: shown, and a bound on what is run. */
import { type Bundle, narrowestTlp, tlpLevels, tlpRank } from "@rb/ir";
import type { Arguments, OptionSpec } from "./command.js";
import { printable } from "./printable.js";
import type { Terminal } from "./terminal.js";

export const maxTlpOption: { readonly [name: string]: OptionSpec } = {
  "max-tlp": {
    type: "text",
    value: "LEVEL",
    choices: tlpLevels.map((level) => level.slice("TLP:".length).toLowerCase()),
    describe: "Refuse documents that are marked as narrower than this TLP level, or in a way that nobody knows.",
  },
};

/** The narrowest marking of any graph in the bundle: what is called goes where the caller goes. Undefined: none is marked. */
export function tlpOf(bundle: Bundle | null): string | undefined {
  const labels = bundle?.graphs.map(({ meta }) => meta?.labels?.tlp) ?? [];
  return narrowestTlp(labels.filter((label) => label !== undefined));
}

/** Whether a document may be run as `--max-tlp` says; if not, why is written to standard error. */
export function isWithinTlp(bundle: Bundle, args: Arguments, { err }: Terminal): boolean {
  const most = args.text("max-tlp");
  const tlp = tlpOf(bundle);
  if (most === undefined || tlp === undefined) return true;
  const rank = tlpRank(tlp);
  if (rank !== null && rank <= (tlpRank(most) ?? -1)) return true;
  const why = rank === null ? "nobody knows how widely that may be shared" : `the most is TLP:${most.toUpperCase()}`;
  err.write(`${err.paint("red", "rb: refused")}: The document is marked ${printable(tlp)}; ${why}.\n`);
  return false;
}
