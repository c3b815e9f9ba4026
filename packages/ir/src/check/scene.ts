import type { Diagnostic } from "../diagnostics.js";
import { createSuggester } from "../did-you-mean.js";
import type { Bundle, Graph, Region } from "../graph.js";
import type { Origin } from "../origin.js";
import type { DocumentLimits } from "../parse.js";
import { eachRegionOf, type GraphIndex } from "../traverse.js";

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
  /** Every region of the graph, its own first, each with the place of whom it belongs to. */
  readonly regions: readonly PlacedRegion[];
}

export interface PlacedRegion {
  readonly region: Region;
  readonly origin: Origin;
}

/** What the rules of one graph share. */
export function graphScene(scene: BundleScene, index: GraphIndex): GraphScene {
  const { graph } = index;
  const regions: PlacedRegion[] = [];
  eachRegionOf(graph, (region, { node, handler }) => {
    regions.push({ region, origin: (handler ?? node ?? graph).origin });
  });
  return { ...scene, graph, index, regions };
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
