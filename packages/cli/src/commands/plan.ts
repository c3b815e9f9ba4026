import type { CommandRun } from "../command.js";
import { exitCode } from "../exit-code.js";
import { readInputs } from "../inputs.js";
import { openDocument } from "../open-document.js";
import { planOf } from "../planning/plan.js";
import { planText } from "../planning/plan-text.js";
import { printable, printableJson } from "../printable.js";

/** `rb plan FILE` */
export const plan: CommandRun = async (args, terminal) => {
  const { out, err } = terminal;
  const { bundle, format, code, languages } = await openDocument(args, terminal);
  if (bundle === null || format === null || code !== exitCode.ok) return code;
  const inputs = await readInputs(args, bundle, languages);
  for (const warning of inputs.warnings) err.write(`rb: ${printable(warning)}\n`);
  const made = planOf(bundle, inputs);
  out.write(
    args.flag("json") ? `${printableJson({ version: 1, format, ...made }, 2)}\n` : planText(made, format, out.paint),
  );
  return exitCode.ok;
};
