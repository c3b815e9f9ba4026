import type { Bundle, Diagnostic, DocumentLimits, Language, Layout, ParseOptions, SchemaLanguage } from "@rb/ir";
import type { Format } from "./format.js";
import { inOrder } from "./in-order.js";
import { linkCalls } from "./link-calls.js";
import { loadOne } from "./load-one.js";
import type { LibraryDocument, Resolve } from "./resolve.js";

/** What `load` has to be told. */
export interface LoadOptions {
  /** How the document is called in origins: a path, a URL, `-`. */
  readonly uri: string;
  readonly limits?: Partial<DocumentLimits>;
  /** Schemas that documents name instead of saying them, by these names. What isn't among them is not checked, which is said. */
  readonly schemas?: NonNullable<ParseOptions["schemas"]>;
  /** Take it as this format, whatever it looks like. Default: what `detect` says. */
  readonly format?: Format;
  /**
   * Finds the documents that calls mean, which then belong to the bundle, and what they call in turn. Without it, calls of other documents
   * stay open: the executor `call` is asked for them. `createLibrary` makes one of documents that are at hand.
   */
  readonly resolve?: Resolve;
}

/** What a bundle's expressions and schemas are written in: what a run needs to evaluate them. */
export interface LoadedLanguages {
  readonly expressions: readonly Language[];
  readonly schemas: readonly SchemaLanguage[];
}

/** What became of a document. */
export interface Loaded {
  /** Null when the format was not recognised. */
  readonly format: Format | null;
  /** Null when no graph could be made. When a diagnostic is an error, the graph is for looking at, not for running. */
  readonly bundle: Bundle | null;
  /** Where the author drew everything; absent when the document doesn't say, or not of all. No part of the plan. */
  readonly layout?: Layout;
  /** By document, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  readonly languages: LoadedLanguages;
  /** The other documents that the bundle was made of. Absent: none. */
  readonly linked?: readonly LibraryDocument[];
}

/**
 * Reads a document in any of the formats. Never throws over a document: whatever is wrong with it is among the diagnostics.
 *
 * ```ts
 * const { bundle, diagnostics } = await load(text, { uri: "playbook.json" });
 * ```
 */
export async function load(text: string, options: LoadOptions): Promise<Loaded> {
  const loaded = await loadOne(text, options);
  const { diagnostics, ...rest } =
    options.resolve === undefined ? loaded : await linkCalls(loaded, text, options.resolve, options);
  return { ...rest, diagnostics: inOrder(diagnostics) };
}
