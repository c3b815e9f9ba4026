import { chooseProcess } from "./choose-process.js";
import type { Arguments } from "./command.js";
import { diagnosticText } from "./diagnostic-text.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { hasErrors, type LoadedFile, loadFile } from "./load-file.js";
import { plural } from "./plural.js";
import { printable } from "./printable.js";
import type { Terminal } from "./terminal.js";

/** The one document of a command. Its errors are written to standard error; that it has warnings, too. */
export async function openDocument(
  args: Arguments,
  { err }: Terminal,
  operand: string = args.operands[0] ?? "-",
): Promise<LoadedFile & { readonly code: ExitCode }> {
  const loaded = withChosenProcess(await loadFile(operand, args), args.text("process"));
  const { diagnostics, sources, file, readable } = loaded;
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity === "error") err.write(`${diagnosticText(diagnostic, sources, err.paint)}\n`);
  }
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  if (warnings > 0) {
    err.write(`${err.paint("yellow", `rb: ${plural(warnings, "warning")}`)}; see rb validate ${printable(file)}\n`);
  }
  const code = !readable ? exitCode.usage : hasErrors(diagnostics) ? exitCode.findings : exitCode.ok;
  return { ...loaded, code };
}

function withChosenProcess(loaded: LoadedFile, wanted: string | undefined): LoadedFile {
  const { bundle } = loaded;
  return bundle === null || wanted === undefined ? loaded : { ...loaded, bundle: chooseProcess(bundle, wanted) };
}
