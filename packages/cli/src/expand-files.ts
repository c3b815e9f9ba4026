import { existsSync } from "node:fs";
import type { Diagnostic } from "@rb/ir";
import { cliDiagnostics, fileOrigin } from "./cli-diagnostics.js";

/** Files of the operands in order, each once: names as they are, patterns (`dir/*.bpmn`) as what they match, sorted. */
export async function expandFiles(
  operands: readonly string[],
): Promise<{ files: readonly string[]; diagnostics: readonly Diagnostic[] }> {
  const files = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const operand of operands) {
    if (!/[*?[\]{}]/.test(operand) || existsSync(operand)) {
      files.add(operand);
      continue;
    }
    const { glob } = await import("tinyglobby");
    const found = await glob([operand], { ignore: ["**/node_modules/**", "**/.git/**"], expandDirectories: false });
    if (found.length === 0)
      diagnostics.push(cliDiagnostics.report("no-match", fileOrigin(operand), { pattern: operand }));
    for (const file of found.sort()) files.add(file);
  }
  return { files: [...files], diagnostics };
}
