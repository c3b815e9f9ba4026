/** `--plan-hash`: run the plan that was looked at, and no other. */
import { type Bundle, planHash } from "@rb/ir";
import { type Arguments, UsageError } from "../command.js";
import { type Inputs, inputSlots } from "../inputs.js";
import type { Terminal } from "../terminal.js";

/** Whether the document with these inputs is the plan that was asked for; if not, why is written to standard error. */
export function isPlanAsked(bundle: Bundle, inputs: Inputs, args: Arguments, { err }: Terminal): boolean {
  const wanted = args.text("plan-hash");
  if (wanted === undefined) return true;
  if (!/^sha256:[0-9a-f]{64}$/.test(wanted))
    throw new UsageError(`'--plan-hash ${wanted}' is no hash of a plan: sha256: and 64 digits, as rb plan prints it.`);
  const found = planHash(bundle, inputSlots(inputs));
  if (found === wanted) return true;
  err.write(
    `${err.paint("red", "rb: refused")}: The plan is ${found}, not ${wanted}: the document or its inputs have changed.\n`,
  );
  return false;
}
