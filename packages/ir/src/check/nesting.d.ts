/**
 * How deep each node can stand in scopes, without following every way there is.
 *
 * Theory of operation: a region has entries, not contents, so nesting is a property of ways, not of text. Take the graph
 * whose edges are those of `eachSuccessor`: along a flow a token stays at its level, into a scope it goes one level deeper (more, into
 * bodies of handlers); what comes after a scope goes on from the scope's own node. The depth of a node is then the longest
 * way to it from the entries of the graph, counting levels. A cycle that goes deeper means that a scope contains itself and
 * has no depth. So: strongly connected components (Tarjan 1972, with a stack of our own, as the graph may be long), then
 * longest ways over the components, which come out in reverse topological order. Linear in nodes and flows.
 */
import type { Node } from "../graph.js";
import { type GraphIndex } from "../traverse.js";
export interface Nesting {
    /** By number of place: how many regions are around it at most, the graph's own not counted; -1 where no way leads. */
    readonly depths: Int32Array;
    /** Scopes that can be entered again from inside themselves. */
    readonly insideThemselves: readonly Node[];
}
export declare function nestingOf(index: GraphIndex): Nesting;
