import type { Diagnostic } from "../diagnostics.js";
import { createSuggester } from "../did-you-mean.js";
import type { Bundle, Graph } from "../graph.js";
import type { Origin } from "../origin.js";
import type { DocumentLimits } from "../parse.js";
import type { GraphIndex } from "../traverse.js";

/** What the rules of one check share. */
export interface BundleScene {
  readonly bundle: Bundle;
  readonly limits: Pick<DocumentLimits, "maxDepth" | "maxNodes">;
  readonly graphs: ReadonlyMap<string, GraphIndex>;
  readonly add: (diagnostic: Diagnostic) => void;
  /** A sentence for the end of a help text, or nothing. */
  readonly hint: (word: string, candidates: Iterable<string>) => string;
}

export interface GraphScene extends BundleScene {
  readonly graph: Graph;
  readonly index: GraphIndex;
}

export function createHint(): BundleScene["hint"] {
  const suggest = createSuggester();
  return (word, candidates) => {
    const near = suggest(word, candidates);
    return near === undefined ? "" : ` Did you mean '${near}'?`;
  };
}

/** A bundle has no place of its own: its first graph stands for it. */
export function originOf(bundle: Bundle): Origin {
  return bundle.graphs[0]?.origin ?? { kind: "source", uri: "", pointer: "", start: { line: 1, column: 1 } };
}

export function first(origin: Origin): Diagnostic["related"] {
  return [{ message: "The first one is here.", origin }];
}
