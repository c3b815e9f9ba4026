import type { Arguments } from "./command.js";
import { diagnosticText } from "./diagnostic-text.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { hasErrors, type LoadedFile, loadFile } from "./load-file.js";
import type { Terminal } from "./terminal.js";

/** The one document of a command, with everything that is wrong with it written to standard error. */
export async function openDocument(
  args: Arguments,
  { err }: Terminal,
): Promise<LoadedFile & { readonly code: ExitCode }> {
  const loaded = await loadFile(args.operands[0] ?? "-", args);
  for (const diagnostic of loaded.diagnostics) {
    if (diagnostic.severity !== "info") err.write(`${diagnosticText(diagnostic, loaded.sources, err.paint)}\n`);
  }
  const code = !loaded.readable ? exitCode.usage : hasErrors(loaded.diagnostics) ? exitCode.findings : exitCode.ok;
  return { ...loaded, code };
}
