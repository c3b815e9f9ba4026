import type { Conversion } from "@rb/convert";
import type { DocumentLimits } from "@rb/ir";
import { cliDiagnostics } from "./cli-diagnostics.js";
import { isV0 } from "./exec/open-v0.js";
import type { LoadedFile } from "./load-file.js";

/** A runbook of another version in the native words, which say all that is done. */
export async function rewriting(
  { text, file, bundle }: LoadedFile,
  limits: Partial<DocumentLimits>,
): Promise<Conversion> {
  const { rewriteDocument } = await import("@rb/loader");
  const rewritten = await rewriteDocument(text, { uri: file, limits, format: "runbook" });
  // What is wrong with the document itself has been told when it was read.
  const diagnostics = rewritten.diagnostics.filter(({ code }) => code.startsWith("runbook/rewrite-"));
  const parts = (bundle?.graphs ?? []).reduce((sum, { nodes, flows }) => sum + nodes.length + flows.length, 0);
  const native = rewritten.text === null ? 0 : parts;
  const [graph] = bundle?.graphs ?? [];
  if (rewritten.text !== null && graph !== undefined && (await isV0({ text })))
    diagnostics.push(cliDiagnostics.report("no-longer-exec", graph.origin, {}));
  return { text: rewritten.text, diagnostics, counts: { native, extended: 0, lost: 0 } };
}
