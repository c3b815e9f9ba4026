/**
 * The only traversal of graphs. Everybody who follows flows or looks for something in a whole bundle asks here, so that a
 * new kind of node is a case in `eachSuccessor` and in `portsOf`, and a row in `vocabulary.ts`.
 */
import type { Activity, Bundle, Expr, Flow, FlowId, Graph, Node, NodeId, Region, Schema, ScopeHandler, ScopeNode } from "./graph.js";
import type { Origin } from "./origin.js";
/** A node in its graph: what leads to it and where it leads. */
export interface Place {
    readonly node: Node;
    /** Counts from 0 in the order of the graph, without gaps. */
    readonly number: number;
    /** In the order of the graph; `next` has the places that they lead to. */
    readonly outgoing: readonly Flow[];
    readonly next: readonly Place[];
    readonly incoming: readonly Flow[];
}
/** A graph with its adjacency. Of two equal ids the first counts; the others, and flows whose ends don't exist, are set aside. */
export interface GraphIndex {
    readonly graph: Graph;
    readonly places: ReadonlyMap<NodeId, Place>;
    readonly flows: ReadonlyMap<FlowId, Flow>;
    /** The ports by which jumps leave each scope. */
    readonly jumpPorts: ReadonlyMap<NodeId, readonly string[]>;
    readonly danglingFlows: readonly Flow[];
    readonly duplicateNodes: readonly Node[];
    readonly duplicateFlows: readonly Flow[];
}
export declare function indexGraph(graph: Graph): GraphIndex;
export declare function isActivity(node: Node): node is Activity;
/** Called with a place that may get a token because another one did, and with how many regions further in it is. */
export type VisitSuccessor = (place: Place, deeper: number) => void;
/** Where a token can lead from a place: along its flows, into what it contains, and to what undoes it. Guards are not looked at. */
export declare function eachSuccessor(index: GraphIndex, { node, next }: Place, visit: VisitSuccessor): void;
/** The places where an instance of a region begins, and, further in, those where its handlers begin. */
export declare function eachEntry(index: GraphIndex, region: Region, visit: VisitSuccessor): void;
/** The ports that a node can emit on. */
export declare function portsOf(index: GraphIndex, node: Node): readonly string[];
export declare function eachNode(bundle: Bundle, visit: (node: Node, graph: Graph) => void): void;
/** Whose region it is: the graph's own (neither), a scope's (`node`), or a handler's, of the graph or of a scope. */
export interface RegionOwner {
    readonly graph: Graph;
    readonly node?: ScopeNode;
    readonly handler?: ScopeHandler;
}
/** Every region, a surrounding one before those of its handlers. */
export declare function eachRegion(bundle: Bundle, visit: (region: Region, owner: RegionOwner) => void): void;
export declare function eachRegionOf(graph: Graph, visit: (region: Region, owner: RegionOwner) => void): void;
/** The keys that lead from the bundle to a place in it. Changes as the traversal goes on; `jsonPointer` makes a text of it. */
export type Path = readonly (string | number)[];
/** Every expression anywhere in the bundle. */
export declare function eachExpr(bundle: Bundle, visit: (expr: Expr, path: Path) => void): void;
/** Every schema anywhere in the bundle, with the origin of what it belongs to. */
export declare function eachSchema(bundle: Bundle, visit: (schema: Schema, origin: Origin, path: Path) => void): void;
