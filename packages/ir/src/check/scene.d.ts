import type { Diagnostic } from "../diagnostics.js";
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
export declare function createHint(): BundleScene["hint"];
/** A bundle has no place of its own: its first graph stands for it. */
export declare function originOf(bundle: Bundle): Origin;
export declare function first(origin: Origin): Diagnostic["related"];
