import type { Diagnostic } from "./diagnostics.js";
import type { Bundle } from "./graph.js";
import type { JsonObject } from "./json.js";
import type { Layout } from "./layout.js";

/** Bounds on a document, each with the default that untrusted input gets. Raised by the caller only, never by a document. */
export interface DocumentLimits {
  /** UTF-8 bytes. */
  readonly maxBytes: number;
  /** Levels of nesting. */
  readonly maxDepth: number;
  /** Nodes of a bundle. */
  readonly maxNodes: number;
  /** YAML aliases. */
  readonly maxAliases: number;
  /** Diagnostics collected before the rest is only counted. */
  readonly maxDiagnostics: number;
}

/** What a document from a stranger gets. */
export const documentLimits: DocumentLimits = {
  maxBytes: 1024 * 1024,
  maxDepth: 64,
  maxNodes: 10_000,
  maxAliases: 0,
  maxDiagnostics: 1000,
};

/** What every parser takes besides the text. */
export interface ParseOptions {
  /** How the document is called in origins. */
  readonly uri: string;
  readonly limits?: Partial<DocumentLimits>;
  /** Schemas that a document names instead of saying them, by these names. */
  readonly schemas?: { readonly [name: string]: JsonObject };
}

/** A parser never throws over a document: it gives the graph it could make, and everything that is wrong. */
export interface ParseResult {
  /** Null when no graph could be made. When a diagnostic is an error, the graph is for looking at, not for running. */
  readonly bundle: Bundle | null;
  /** Where the author drew everything. Absent when the document doesn't say; when that can't be used, `<format>/diagram-unused` says why. */
  readonly layout?: Layout;
  readonly diagnostics: readonly Diagnostic[];
}
