import {
  createLineIndex,
  createSuggester,
  type Diagnostic,
  type DocumentLimits,
  documentLimits,
  type ParseOptions,
  type SourceOrigin,
  type suggest,
} from "@rb/ir";
import { cacao } from "./diagnostics.js";
import { type JsonTree, offsetInString, pointerOf, type StringTree } from "./json-tree.js";

type Report = typeof cacao.report;

/** One text, what it is called, and what has been found wrong with it. */
export interface Document {
  readonly text: string;
  readonly limits: DocumentLimits;
  /** What has been reported so far; beyond the limit only how much, but never without the errors. */
  readonly diagnostics: () => readonly Diagnostic[];
  readonly hasReported: () => boolean;
  readonly hasErrors: () => boolean;
  /** Where a value stands; a member begins at its name. */
  readonly originOf: (tree: JsonTree, construct?: string) => SourceOrigin;
  /** A place inside a string's value. */
  readonly originInside: (tree: StringTree, valueOffset: number) => SourceOrigin;
  readonly originAt: (offset: number) => SourceOrigin;
  readonly report: (...args: Parameters<Report>) => void;
  /** The name of the document that was most likely meant. */
  readonly suggest: typeof suggest;
}

export function createDocument(text: string, options: ParseOptions): Document {
  const lines = createLineIndex(text);
  const limits = { ...documentLimits, ...options.limits };
  const diagnostics: Diagnostic[] = [];
  let unshown = 0;
  const { uri } = options;
  const originAt = (offset: number): SourceOrigin => {
    return { kind: "source", uri, pointer: "", start: lines.positionAt(offset) };
  };
  return {
    text,
    limits,
    originOf(tree, construct) {
      const pointer = pointerOf(tree);
      const start = lines.positionAt(tree.keyStart);
      const end = lines.positionAt(tree.end);
      if (construct === undefined) return { kind: "source", uri, pointer, start, end };
      return { kind: "source", uri, pointer, start, end, construct };
    },
    originInside(tree, valueOffset) {
      const start = lines.positionAt(offsetInString(text, tree, valueOffset));
      return { kind: "source", uri, pointer: pointerOf(tree), start, end: lines.positionAt(tree.end) };
    },
    originAt,
    hasReported: () => diagnostics.length > 0,
    hasErrors: () => diagnostics.some(({ severity }) => severity === "error"),
    suggest: createSuggester(),
    report(...args) {
      const diagnostic = cacao.report(...args);
      const isFull = diagnostics.length >= limits.maxDiagnostics;
      if (isFull) unshown++;
      if (!isFull || makeRoom(diagnostics, diagnostic)) diagnostics.push(diagnostic);
    },
    diagnostics: () =>
      unshown === 0 ? diagnostics : [...diagnostics, cacao.report("more-problems", originAt(0), { count: unshown })],
  };
}

/** A full list gives up its last warning for an error: a document must not hide that it can't be run behind what is merely odd. */
function makeRoom(full: Diagnostic[], diagnostic: Diagnostic): boolean {
  if (diagnostic.severity !== "error") return false;
  const dispensable = full.findLastIndex(({ severity }) => severity !== "error");
  if (dispensable !== -1) full.splice(dispensable, 1);
  return dispensable !== -1;
}
