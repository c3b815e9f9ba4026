import { type Arguments, type CommandRun, UsageError } from "../command.js";

/** `rb verify RUN... | --all`, `rb verify FILE...`: which it is, the operands say. */
export const verify: CommandRun = async (args, terminal) => {
  const files = args.operands.filter(isFileName);
  if (files.length === 0) {
    refuse(args, ["trust", "at"], "is about playbooks");
    const { verifyRuns } = await import("../durable/verify-runs.js");
    return verifyRuns(args, terminal);
  }
  const run = args.operands.find((operand) => !isFileName(operand));
  if (run !== undefined)
    throw new UsageError(`'${run}' is a run, and '${files[0]}' a file: check runs and playbooks one after the other.`);
  refuse(args, ["all", "store"], "is about runs");
  const { verifyPlaybooks } = await import("../signing/verify-playbooks.js");
  return verifyPlaybooks(args, terminal);
};

/** Names of runs have neither dots nor slashes in them, so a name alone says what it is; nothing is looked for. */
function isFileName(operand: string): boolean {
  return operand === "-" || /[./\\]/.test(operand);
}

function refuse(args: Arguments, options: readonly string[], why: string): void {
  const given = options.find((option) => args.flag(option));
  if (given !== undefined) throw new UsageError(`Option '--${given}' ${why}.`);
}
