/** Why `rb exec` does nothing, or no more: a code, what is wrong, and what to do about it. */
import { type ExitCode, execCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";
import type { Terminal } from "../terminal.js";

/** Codes are never renamed or used for something else. */
export type ExecTroubleCode =
  | "exec/invalid-runbook"
  | "exec/bad-answer"
  | "exec/file-outside"
  | "exec/scenario-missing"
  | "exec/bad-scenario"
  | "exec/no-command-executor"
  | "exec/no-such-run"
  | "exec/no-snapshot"
  | "exec/damaged-run"
  | "exec/run-in-use"
  | "exec/other-mode"
  | "exec/other-runbook"
  | "exec/nothing-left"
  | "exec/not-kept"
  | "exec/unknown-outcome";

const exits: { readonly [C in ExecTroubleCode]: ExitCode } = {
  "exec/invalid-runbook": execCode.invalid,
  "exec/bad-answer": execCode.invalid,
  "exec/file-outside": execCode.invalid,
  "exec/scenario-missing": execCode.invalid,
  "exec/bad-scenario": execCode.invalid,
  "exec/no-command-executor": execCode.invalid,
  "exec/no-such-run": execCode.notResumed,
  "exec/no-snapshot": execCode.notResumed,
  "exec/damaged-run": execCode.notResumed,
  "exec/run-in-use": execCode.notResumed,
  "exec/other-mode": execCode.notResumed,
  "exec/other-runbook": execCode.notResumed,
  "exec/nothing-left": execCode.notResumed,
  "exec/not-kept": execCode.notResumed,
  "exec/unknown-outcome": execCode.notResumed,
};

export class ExecTrouble extends Error {
  override readonly name = "ExecTrouble";
  readonly code: ExecTroubleCode;
  readonly help: string;

  constructor(code: ExecTroubleCode, message: string, help: string) {
    super(message);
    this.code = code;
    this.help = help;
  }

  get exit(): ExitCode {
    return exits[this.code];
  }
}

/** Written to standard error, and to programs. */
export function tellTrouble(
  { code, message, help }: { readonly code: string; readonly message: string; readonly help: string },
  json: boolean,
  { out, err }: Terminal,
): void {
  const { paint } = err;
  err.write(`${paint("red", paint("bold", `error[${code}]`))}: ${paint("bold", printable(message))}\n`);
  err.write(` ${paint("blue", "=")} ${paint("bold", "help")}: ${printable(help)}\n`);
  if (json) out.write(`${printableJson({ version: 1, error: { code, message, help } })}\n`);
}
