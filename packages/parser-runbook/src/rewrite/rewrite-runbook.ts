import { type Diagnostic, documentLimits, type ParseOptions } from "@rb/ir";
import { runbookDiagnostics } from "../diagnostics.js";
import { formatRunbook } from "../layout/format-runbook.js";
import { parseRunbook } from "../parse-runbook.js";
import { versionOf, versions } from "../versions.js";
import { readYaml } from "../yaml/read-yaml.js";
import { originAt, originOf } from "../yaml/tree.js";
import { Comments } from "./comments.js";
import { writeRunbook } from "./write-runbook.js";

/** What rewriting a document came to. */
export interface Rewritten {
  /** Null when there is nothing to write, which a diagnostic explains. */
  readonly text: string | null;
  /** What is wrong with the document, and what of it is left out, at its place in the document. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes a runbook of any other version as one of `rb/v1`, in the words that it is read as, laid out as all runbooks are. It gives
 * the same graph, but for the places of its parts. Comments stay at the beginning and above steps. Never throws over a document.
 *
 * ```ts
 * const { text, diagnostics } = rewriteRunbook(pack, { uri: "release.pack.yaml" });
 * ```
 */
export function rewriteRunbook(text: string, options: ParseOptions): Rewritten {
  const { diagnostics } = parseRunbook(text, options);
  if (diagnostics.some(isError)) return { text: null, diagnostics };
  const { root, log } = readYaml(text, options.uri, { ...documentLimits, ...options.limits });
  if (root === null) return { text: null, diagnostics };
  const version = versionOf(root);
  const model = version === "rb/v1" ? undefined : versions[version].read(root, log);
  const at = originOf(log.source, root);
  if (model === undefined) return refused(diagnostics, runbookDiagnostics.report("rewrite-native", at, {}));
  const comments = new Comments(log.source, root);
  const { text: written, diagnostics: found } = formatRunbook(writeRunbook(model, comments), options);
  const wrong = found.find(isError);
  if (wrong !== undefined) {
    return refused(diagnostics, runbookDiagnostics.report("rewrite-unreadable", at, { what: wrong.message }));
  }
  const { lost } = comments;
  if (lost === undefined) return { text: written, diagnostics };
  const leftOut = runbookDiagnostics.report("rewrite-comments", originAt(log.source, root, lost.start), {});
  return { text: written, diagnostics: [...diagnostics, leftOut] };
}

function refused(diagnostics: readonly Diagnostic[], why: Diagnostic): Rewritten {
  return { text: null, diagnostics: [...diagnostics, why] };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
