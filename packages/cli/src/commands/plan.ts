import type { Bundle } from "@rb/ir";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type Inputs, readInputs } from "../inputs.js";
import type { LoadedFile } from "../load-file.js";
import { momentOf } from "../moment.js";
import { openDocument } from "../open-document.js";
import { planOf } from "../planning/plan.js";
import { planText } from "../planning/plan-text.js";
import type { Simulation } from "../planning/simulate.js";
import { printable, printableJson } from "../printable.js";
import { idleAnswers, readAnswers } from "../running/answers-file.js";
import type { Terminal } from "../terminal.js";
import { writeTo } from "../write-to.js";

/** `rb plan FILE` */
export const plan: CommandRun = (args, terminal) => planned(args, terminal, args.flag("simulate"));

/** `rb pack plan FILE` */
export const planAndSimulate: CommandRun = (args, terminal) => planned(args, terminal, true);

async function planned(args: Arguments, terminal: Terminal, isSimulated: boolean): Promise<ExitCode> {
  const { out, err } = terminal;
  const idle = isSimulated ? undefined : ["answers", "at"].find((name) => args.flag(name));
  if (idle !== undefined) throw new UsageError(`Option '--${idle}' is for simulations: give --simulate as well.`);
  const loaded = await openDocument(args, terminal);
  const { bundle, format, code, languages } = loaded;
  if (bundle === null || format === null || code !== exitCode.ok) return code;
  const inputs = await readInputs(args, bundle, languages);
  for (const warning of inputs.warnings) err.write(`rb: ${printable(warning)}\n`);
  const made = planOf(bundle, inputs);
  const simulation = isSimulated ? await simulated({ ...loaded, bundle }, inputs, args, terminal) : null;
  const json = `${printableJson({ version: 1, format, ...made, ...(simulation && { simulation }) }, 2)}\n`;
  const file = args.text("output");
  if (file !== undefined) writeTo(file)(json);
  out.write(args.flag("json") ? json : planText(made, simulation, format, out.paint));
  return simulation === null || wentWell(simulation) ? exitCode.ok : exitCode.findings;
}

async function simulated(
  { bundle, languages }: LoadedFile & { readonly bundle: Bundle },
  inputs: Inputs,
  args: Arguments,
  { err }: Terminal,
): Promise<Simulation> {
  const file = args.text("answers");
  const answers = file === undefined ? {} : await readAnswers(file);
  for (const warning of idleAnswers(answers, bundle)) err.write(`rb: ${printable(warning)}\n`);
  const { simulate } = await import("../planning/simulate.js");
  return simulate(bundle, inputs, languages, { answers, nowMs: momentOf(args) });
}

function wentWell({ status, incidents }: Simulation): boolean {
  return status === "completed" && incidents.length === 0;
}
