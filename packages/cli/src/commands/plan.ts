import type { CommandRun } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { readInputs } from "../inputs.js";
import { openDocument } from "../open-document.js";
import { planOf } from "../planning/plan.js";
import { planText } from "../planning/plan-text.js";
import type { Simulation } from "../planning/simulate.js";
import { printable, printableJson } from "../printable.js";
import { writeTo } from "../write-to.js";

/** `rb plan FILE` */
export const plan: CommandRun = (args, terminal) => planned(args, terminal, args.flag("simulate"));

/** `rb pack plan FILE` */
export const planAndSimulate: CommandRun = (args, terminal) => planned(args, terminal, true);

async function planned(
  args: Parameters<CommandRun>[0],
  terminal: Parameters<CommandRun>[1],
  isSimulated: boolean,
): Promise<ExitCode> {
  const { out, err } = terminal;
  const { bundle, format, code, languages } = await openDocument(args, terminal);
  if (bundle === null || format === null || code !== exitCode.ok) return code;
  const inputs = await readInputs(args, bundle, languages);
  for (const warning of inputs.warnings) err.write(`rb: ${printable(warning)}\n`);
  const made = planOf(bundle, inputs);
  const simulation = isSimulated
    ? await (await import("../planning/simulate.js")).simulate(bundle, inputs, languages)
    : null;
  const json = `${printableJson({ version: 1, format, ...made, ...(simulation && { simulation }) }, 2)}\n`;
  const file = args.text("output");
  if (file !== undefined) writeTo(file)(json);
  out.write(args.flag("json") ? json : planText(made, simulation, format, out.paint));
  return simulation === null || wentWell(simulation) ? exitCode.ok : exitCode.findings;
}

function wentWell({ status, incidents }: Simulation): boolean {
  return status === "completed" && incidents.length === 0;
}
