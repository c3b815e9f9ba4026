import { formatDocument, formatTitles } from "@rb/loader";
import { type CommandRun, UsageError } from "../command.js";
import { diagnosticText, linesOf } from "../diagnostic-text.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { expandFiles } from "../expand-files.js";
import { printable } from "../printable.js";
import { readSource } from "../read-source.js";
import type { Terminal } from "../terminal.js";
import { writeTo } from "../write-to.js";

/** `rb fmt FILE...` */
export const fmt: CommandRun = async (args, terminal) => {
  const { err } = terminal;
  const isCheck = args.flag("check");
  const { files, diagnostics } = await expandFiles(args.operands);
  for (const diagnostic of diagnostics) err.write(`${diagnosticText(diagnostic, new Map(), err.paint)}\n`);
  let code: ExitCode = diagnostics.length > 0 ? exitCode.usage : exitCode.ok;
  for (const file of files) code = worse(code, await formatFile(file, isCheck, terminal));
  return code;
};

async function formatFile(file: string, isCheck: boolean, { out, err }: Terminal): Promise<ExitCode> {
  const source = await readSource(file);
  if ("code" in source) {
    err.write(`${diagnosticText(source, new Map(), err.paint)}\n`);
    return exitCode.usage;
  }
  const { format, text, diagnostics } = await formatDocument(source.text, { uri: file });
  if (format !== "runbook") {
    const what = format === null ? "is no runbook" : `is ${formatTitles[format]}`;
    throw new UsageError(`'${file}' ${what}: only runbooks are laid out.`);
  }
  if (text === null) {
    const sources = new Map([[file, linesOf(source.text)]]);
    for (const diagnostic of diagnostics) err.write(`${diagnosticText(diagnostic, sources, err.paint)}\n`);
    return exitCode.findings;
  }
  if (isCheck) {
    if (text === source.text) return exitCode.ok;
    out.write(printable(`${file} is laid out otherwise.`).concat("\n"));
    return exitCode.findings;
  }
  if (file === "-") out.write(text);
  else if (text !== source.text) writeTo(file)(text);
  return exitCode.ok;
}
