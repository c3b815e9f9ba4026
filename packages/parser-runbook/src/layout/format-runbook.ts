import type { Diagnostic, ParseOptions } from "@rb/ir";
import { type Document, isMap, parseDocument } from "yaml";
import { parseRunbook } from "../parse-runbook.js";
import { runbookSchema } from "../runbook-schema.js";
import { type RunbookVersion, versionNamed } from "../versions.js";
import { orderKeys } from "./order-keys.js";
import { printed } from "./print.js";

/** What formatting a document came to. */
export interface Formatted {
  /** Null when the document isn't YAML that could be read. */
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lays a runbook out as all runbooks are: fields in the order in which they are taught, two spaces a level, double quotes but around double
 * ones. Comments stay with what they stand beside, and what the document means stays what it is. A document with mistakes is laid out as far as it is YAML.
 */
export function formatRunbook(text: string, options: ParseOptions): Formatted {
  const { diagnostics } = parseRunbook(text, options);
  // What isn't YAML, or is YAML that could mean something else than it says, is left to its author.
  if (diagnostics.some(({ code, severity }) => severity === "error" && isAboutYaml(code))) {
    return { text: null, diagnostics };
  }
  const document = parseDocument(text, { keepSourceTokens: false, merge: false, version: "1.2" });
  orderKeys(document.contents, runbookSchema("2020-12", versionIn(document)));
  return { text: printed(document), diagnostics };
}

function versionIn(document: Document): RunbookVersion {
  return versionNamed(document.get("apiVersion"), isMap(document.get("steps", true)));
}

const unreadable: ReadonlySet<string> = new Set(["empty", "binary", "too-large", "too-deep", "several-documents"]);

function isAboutYaml(code: string): boolean {
  const reason = code.slice(code.indexOf("/") + 1);
  return reason.startsWith("yaml-") || unreadable.has(reason);
}
