import type { Diagnostic, ParseOptions } from "@rb/ir";
import { inspect } from "./detect.js";
import type { Format } from "./format.js";

/** What rewriting a document came to. */
export interface RewrittenDocument {
  /** What it was taken for. */
  readonly format: Format | null;
  /** Null when documents of that format are not rewritten here, or this one couldn't be. */
  readonly text: string | null;
  /** What is wrong with the document, and what of it is left out. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes a document in the native words of its format; runbooks of other versions only. What is done stays the same. Without `format`, the document is recognised. */
export async function rewriteDocument(
  text: string,
  options: ParseOptions & { readonly format?: Format },
): Promise<RewrittenDocument> {
  const { format } = options.format === undefined ? inspect(text) : { format: options.format };
  if (format !== "runbook") return { format, text: null, diagnostics: [] };
  const { rewriteRunbook } = await import("@rb/parser-runbook/rewrite");
  return { format, ...rewriteRunbook(text, options) };
}
