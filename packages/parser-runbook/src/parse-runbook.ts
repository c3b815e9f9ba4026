import { check, type Diagnostic, documentLimits, type ParseOptions, type ParseResult, type SourceOrigin } from "@rb/ir";
import { runbookDiagnostics } from "./diagnostics.js";
import type { Log } from "./log.js";
import { lowerRunbook } from "./lower/lower-runbook.js";
import { versionOf, versions } from "./versions.js";
import { readYaml } from "./yaml/read-yaml.js";

/**
 * Reads a runbook: `apiVersion: rb/v1`, or `runbook/v0`. Never throws over a document: whatever is wrong with it is among the diagnostics.
 *
 * ```ts
 * const { bundle, diagnostics } = parseRunbook(text, { uri: "disk-full.runbook.yaml" });
 * ```
 */
export function parseRunbook(text: string, options: ParseOptions): ParseResult {
  const limits = { ...documentLimits, ...options.limits };
  const { root, log } = readYaml(text, options.uri, limits);
  if (root === null) return { bundle: null, diagnostics: diagnosticsIn(log) };
  log.schemas = options.schemas ?? {};
  const runbook = versions[versionOf(root)].read(root, log);
  // References are looked at even when fields are wrong: all mistakes are shown together. But such a graph is none.
  const wasReadable = !log.hasErrors;
  const bundle = runbook === undefined ? null : lowerRunbook(runbook, log);
  if (bundle !== null && !log.hasErrors) for (const diagnostic of check(bundle, limits)) log.add(diagnostic);
  return { bundle: wasReadable ? bundle : null, diagnostics: diagnosticsIn(log) };
}

function diagnosticsIn({ diagnostics, omitted, source }: Log): readonly Diagnostic[] {
  if (omitted === 0) return diagnostics;
  const origin: SourceOrigin = { kind: "source", uri: source.uri, pointer: "", start: { line: 1, column: 1 } };
  return [...diagnostics, runbookDiagnostics.report("more-problems", origin, { count: omitted })];
}
