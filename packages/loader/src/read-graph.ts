import {
  type Bundle,
  check,
  checkShape,
  type Diagnostic,
  documentLimits,
  type Origin,
  type ParseOptions,
  type ParseResult,
} from "@rb/ir";
import { loaderDiagnostics } from "./diagnostics.js";
import { readJson } from "./strict-json.js";

/** Reads a graph that another tool wrote as JSON. Its shape first, so that the structural checks can rely on it. */
export function readGraph(text: string, options: ParseOptions): ParseResult {
  const limits = { ...documentLimits, ...options.limits };
  const origin = (pointer: string, start: { line: number; column: number }): Origin => ({
    kind: "source",
    uri: options.uri,
    pointer,
    start,
  });
  const refused = (...diagnostics: Diagnostic[]): ParseResult => ({ bundle: null, diagnostics });
  const top = origin("", { line: 1, column: 1 });

  const bytes = utf8Length(text);
  if (bytes > limits.maxBytes)
    return refused(loaderDiagnostics.report("too-large", top, { bytes, max: limits.maxBytes }));

  const document = readJson(text, limits.maxDepth);
  if ("problem" in document) {
    return refused(
      loaderDiagnostics.report("graph-syntax", origin(document.pointer, document.at), { what: document.problem }),
    );
  }

  const problems = checkShape("bundle", document.value);
  if (problems.length > 0) {
    const shown = problems.slice(0, limits.maxDiagnostics);
    const diagnostics = shown.map(({ pointer, what }) =>
      loaderDiagnostics.report("graph-shape", origin(pointer, document.at(pointer)), { what }),
    );
    const count = problems.length - shown.length;
    return refused(...diagnostics, ...(count > 0 ? [loaderDiagnostics.report("more-problems", top, { count })] : []));
  }

  const bundle = document.value as unknown as Bundle;
  const nodes = bundle.graphs.reduce((sum, graph) => sum + graph.nodes.length, 0);
  if (nodes > limits.maxNodes)
    return refused(loaderDiagnostics.report("too-many-nodes", top, { nodes, max: limits.maxNodes }));
  return { bundle, diagnostics: check(bundle, limits) };
}

/** Bytes of the text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts two of the pair's four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}
