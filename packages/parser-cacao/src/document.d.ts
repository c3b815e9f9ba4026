import { type Diagnostic, type DocumentLimits, type ParseOptions, type SourceOrigin } from "@rb/ir";
import { cacao } from "./diagnostics.js";
import { type JsonTree, type StringTree } from "./json-tree.js";

type Report = typeof cacao.report;
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
export declare function createDocument(text: string, options: ParseOptions): Document;
