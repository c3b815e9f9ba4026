import {
  createLineIndex,
  type Diagnostic,
  type DocumentLimits,
  documentLimits,
  type ParseOptions,
  type SourceOrigin,
} from "@rb/ir";
import { cacao } from "./diagnostics.js";
import { type JsonTree, offsetInString, pointerOf, type StringTree } from "./json-tree.js";

type Report = typeof cacao.report;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One text, what it is called, and what has been found wrong with it. */
export interface Document {
  readonly text: string;
  readonly limits: DocumentLimits;
  readonly diagnostics: readonly Diagnostic[];
  /** Where a value stands; a member begins at its name. */
  readonly originOf: (tree: JsonTree, construct?: string) => SourceOrigin;
  /** A place inside a string's value. */
  readonly originInside: (tree: StringTree, valueOffset: number) => SourceOrigin;
  readonly originAt: (offset: number) => SourceOrigin;
  readonly report: (...args: Parameters<Report>) => void;
}

export function createDocument(text: string, options: ParseOptions): Document {
  const lines = createLineIndex(text);
  const limits = { ...documentLimits, ...options.limits };
  const diagnostics: Diagnostic[] = [];
  const { uri } = options;
  const place = (pointer: string, start: number, end: number): SourceOrigin => {
    return { kind: "source", uri, pointer, start: lines.positionAt(start), end: lines.positionAt(end) };
  };
  return {
    text,
    limits,
    diagnostics,
    originOf(tree, construct) {
      const origin: Writable<SourceOrigin> = place(pointerOf(tree), tree.keyStart, tree.end);
      if (construct !== undefined) origin.construct = construct;
      return origin;
    },
    originInside: (tree, valueOffset) => place(pointerOf(tree), offsetInString(text, tree, valueOffset), tree.end),
    originAt: (offset) => ({ kind: "source", uri, pointer: "", start: lines.positionAt(offset) }),
    report(...args) {
      if (diagnostics.length < limits.maxDiagnostics) diagnostics.push(cacao.report(...args));
    },
  };
}
