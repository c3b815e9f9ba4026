import { diffRuns, diffText, readHistory } from "@rb/store";
import type { CommandRun } from "../command.js";
import { findRun } from "../durable/find-run.js";
import { durable } from "../durable/session.js";
import { exitCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";

/** `rb diff RUN RUN` */
export const diff: CommandRun = durable(async ({ store, graphs, terminal, json }, args) => {
  const [a, b] = args.operands.map((operand) => findRun(store, operand)) as [string, string];
  const compared = async (run: string) => {
    const { header, stretches } = await readHistory(store.disk, run, graphs.load);
    return { header, history: stretches };
  };
  const found = diffRuns(await compared(a), await compared(b));
  const { out } = terminal;
  if (json) out.write(`${printableJson({ version: 1, a, b, ...found }, 2)}\n`);
  else {
    out.write(`${out.paint("dim", printable(`- ${a}`))}\n${out.paint("dim", printable(`+ ${b}`))}\n`);
    out.write(`${diffText(found).map(printable).join("\n")}\n`);
  }
  return found.equal ? exitCode.ok : exitCode.findings;
});
