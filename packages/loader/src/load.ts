import {
  type Bundle,
  createLineIndex,
  type Diagnostic,
  type DocumentLimits,
  type Language,
  type Layout,
  type Origin,
  type ParseOptions,
  type ParseResult,
  type SchemaLanguage,
} from "@rb/ir";
import { inspect } from "./detect.js";
import { loaderDiagnostics } from "./diagnostics.js";
import type { Format } from "./format.js";
import { readGraph } from "./read-graph.js";

/** What `load` has to be told. */
export interface LoadOptions {
  /** How the document is called in origins: a path, a URL, `-`. */
  readonly uri: string;
  readonly limits?: Partial<DocumentLimits>;
  /** Take it as this format, whatever it looks like. Default: what `detect` says. */
  readonly format?: Format;
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
  readonly diagnostics: readonly Diagnostic[];
  readonly languages: LoadedLanguages;
}

interface Parser {
  readonly parse: (text: string, options: ParseOptions) => ParseResult;
  readonly languages: LoadedLanguages;
}

/** Each parser with its libraries is loaded only when a document needs it: start-up time is spent on one format, not on all. */
const parsers: { readonly [F in Format]: () => Promise<Parser> } = {
  async bpmn() {
    const { parseBpmn, bpmnLanguages } = await import("@rb/parser-bpmn");
    return { parse: parseBpmn, languages: { expressions: bpmnLanguages, schemas: [] } };
  },
  async cacao() {
    const { parseCacao, cacaoLanguages, cacaoSchemaLanguages } = await import("@rb/parser-cacao");
    return { parse: parseCacao, languages: { expressions: cacaoLanguages, schemas: cacaoSchemaLanguages } };
  },
  async runbook() {
    const { parseRunbook, runbookLanguages, runbookSchemaLanguages } = await import("@rb/parser-runbook");
    return { parse: parseRunbook, languages: { expressions: runbookLanguages, schemas: runbookSchemaLanguages } };
  },
  /** A graph may have come from any format, so every language is there. */
  async graph() {
    const all = await Promise.all([parsers.bpmn(), parsers.cacao(), parsers.runbook()]);
    const languages = {
      expressions: firstOfEachName(all.flatMap((parser) => parser.languages.expressions)),
      schemas: firstOfEachName(all.flatMap((parser) => parser.languages.schemas)),
    };
    return { parse: readGraph, languages };
  },
};

/**
 * Reads a document in any of the formats. Never throws over a document: whatever is wrong with it is among the diagnostics.
 *
 * ```ts
 * const { bundle, diagnostics } = await load(text, { uri: "playbook.json" });
 * ```
 */
export async function load(text: string, options: LoadOptions): Promise<Loaded> {
  const { format, diagnostics } = recognise(text, options);
  if (format === null) return { format, bundle: null, diagnostics, languages: { expressions: [], schemas: [] } };
  const { parse, languages } = await parsers[format]();
  const parsed = parse(text, { uri: options.uri, limits: options.limits ?? {} });
  return {
    format,
    bundle: parsed.bundle,
    ...(parsed.layout && { layout: parsed.layout }),
    diagnostics: [...diagnostics, ...parsed.diagnostics],
    languages,
  };
}

/** The format, and what can be said about the text before it is parsed. */
function recognise(
  text: string,
  options: LoadOptions,
): { readonly format: Format | null; readonly diagnostics: Diagnostic[] } {
  const place = (offset: number): Origin => ({
    kind: "source",
    uri: options.uri,
    pointer: "",
    start: createLineIndex(text).positionAt(offset),
  });
  if (text.trim() === "") return { format: null, diagnostics: [loaderDiagnostics.report("empty", place(0), {})] };

  const nul = text.indexOf("\0");
  if (nul >= 0) return { format: null, diagnostics: [loaderDiagnostics.report("binary", place(nul), {})] };

  const diagnostics: Diagnostic[] = [];
  const replaced = text.indexOf("\ufffd");
  if (replaced >= 0) {
    const count = text.split("\ufffd").length - 1;
    diagnostics.push(loaderDiagnostics.report("replaced-character", place(replaced), { count }));
  }
  if (options.format !== undefined) return { format: options.format, diagnostics };

  const { format, saw } = inspect(text);
  if (format === null) diagnostics.push(loaderDiagnostics.report("unknown-format", place(0), { saw }));
  return { format, diagnostics };
}

function firstOfEachName<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  const byName = new Map<string, T>();
  for (const one of all) if (!byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()];
}
