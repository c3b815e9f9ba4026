import { type Diagnostic, sourceOf } from "@rb/ir";

/** By place: document by document as they were read, then by line and column. What is at the same place stays as it was found. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const uris = new Map<string, number>();
  const placed = diagnostics.map((diagnostic) => {
    const { uri, start } = sourceOf(diagnostic.origin);
    const document = uris.get(uri) ?? uris.size;
    uris.set(uri, document);
    return { diagnostic, document, start };
  });
  placed.sort((a, b) => a.document - b.document || a.start.line - b.start.line || a.start.column - b.start.column);
  return placed.map(({ diagnostic }) => diagnostic);
}
