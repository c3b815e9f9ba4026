import type { Diagnostic, ParseOptions } from "@rb/ir";
import { inspect } from "./detect.js";
import type { Format } from "./format.js";

/** What laying out a document came to. */
export interface FormattedDocument {
  /** What it was taken for. */
  readonly format: Format | null;
  /** Null when documents of that format are not laid out here, or this one couldn't be read. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Lays out a document as all documents of its format are; runbooks only. What it means stays what it is, and so do its comments. */
export async function formatDocument(text: string, options: ParseOptions): Promise<FormattedDocument> {
  const { format } = inspect(text);
  if (format !== "runbook") return { format, text: null, diagnostics: [] };
  const { formatRunbook } = await import("@rb/parser-runbook/layout");
  return { format, ...formatRunbook(text, options) };
}
