/** What a store refuses or can't do, told in the form of every other problem. */
import { UnrunnableError } from "@rb/kernel";
import { StoreError, type StoreErrorCode } from "@rb/store";
import type { Arguments } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { printable, printableJson } from "../printable.js";
import type { Paint, Terminal } from "../terminal.js";

/** What is no mistake of the command line and no damage: the run is in another state than was thought. */
const findings: ReadonlySet<StoreErrorCode> = new Set([
  "store/run-locked",
  "store/run-over",
  "store/cannot-rerun",
  "store/cannot-migrate",
  "store/other-plan",
  "store/not-equal",
]);

/** Writes what went wrong, to programs as well, and says what to exit with. Rethrows what isn't of the store or of a stored graph. */
export function storeTrouble(error: unknown, args: Arguments, { out, err }: Terminal): ExitCode {
  if (error instanceof UnrunnableError) {
    for (const diagnostic of error.diagnostics) err.write(`${diagnosticText(diagnostic, new Map(), err.paint)}\n`);
    return exitCode.findings;
  }
  if (!(error instanceof StoreError)) throw error;
  err.write(storeErrorText(error, err.paint));
  if (args.flag("json")) out.write(`${printableJson({ version: 1, error: storeErrorJson(error) })}\n`);
  return findings.has(error.code) ? exitCode.findings : exitCode.usage;
}

/** What, where and how to mend it. */
export function storeErrorText({ code, message, place, help }: StoreError, paint: Paint): string {
  return [
    `${paint("red", paint("bold", `error[${code}]`))}: ${paint("bold", printable(message))}`,
    ...(place === undefined ? [] : [` ${paint("blue", "-->")} ${printable(placeText(place))}`]),
    ` ${paint("blue", "=")} ${paint("bold", "help")}: ${printable(help)}`,
    "",
  ].join("\n");
}

function placeText({ file, line, offset }: NonNullable<StoreError["place"]>): string {
  const byte = offset === undefined ? "" : ` (byte ${offset})`;
  return `${file}${line === undefined ? "" : `:${line}`}${byte}`;
}

/** As documented in docs/cli.md. */
export function storeErrorJson({ code, message, help, place }: StoreError): object {
  return { code, message, help, ...place };
}
