/** Which element of the document something in the graph is. */
import {
  type BoundaryHandler,
  type Flow,
  type Graph,
  type Node,
  type Origin,
  type Region,
  type ScopeHandler,
  sourceOf,
} from "@rb/ir";

/** The id of the element that something came from; null where lowering added it, or it has no id. */
export function elementOf(origin: Origin): string | null {
  if (origin.kind !== "source") return null;
  return /\[@id='([^']*)'\]$/.exec(origin.pointer)?.[1] ?? null;
}

/** The element that a node stands for: also a scope that lowering put around an element, in its place. */
export function elementOfNode({ kind, origin }: Node): string | null {
  return elementOf(kind === "scope" && origin.kind === "synthesized" ? origin.from : origin);
}

/** An event-based gateway: it is entered and never left, for what was waited for goes on in its place. */
export function isEventGateway(node: Node): boolean {
  return node.kind === "catch" && node.origin.kind === "source" && node.origin.construct === "eventBasedGateway";
}

/** What leads from one end of a link to the other; its far end isn't entered but triggered. */
export function isLink({ origin }: Flow): boolean {
  return origin.kind === "synthesized" && origin.by === "bpmn/link";
}

/** Whether a node is drawn inside of a scope. */
export function isInside(node: Node, scope: Node): boolean {
  return sourceOf(node.origin).pointer.startsWith(`${sourceOf(scope.origin).pointer}/`);
}

/** A handler of a graph, with its region when it is one. */
export interface Handler {
  readonly source: BoundaryHandler | ScopeHandler;
  /** The region that has it, or the node on whose boundary it is. */
  readonly at: Region | Node;
  /** For an event subprocess: what it runs. */
  readonly body: Region | null;
}

/** The handler of a region, or on a node's boundary, with that id. */
export function handlerOf(graph: Graph, at: Region | Node, id: string): Handler | null {
  return handlersOf(graph).find((handler) => handler.source.id === id && handler.at === at) ?? null;
}

/** What an instance of a scope runs, or of the graph itself. */
export function regionOf(graph: Graph, scope: Node | null | undefined): Region {
  return scope?.kind === "scope" ? scope.region : graph.region;
}

/** All handlers of a graph, outermost first. */
function handlersOf(graph: Graph): readonly Handler[] {
  const found: Handler[] = [];
  const visit = (region: Region): void => {
    for (const source of region.handlers ?? []) {
      found.push({ source, at: region, body: source.body });
      visit(source.body);
    }
  };
  visit(graph.region);
  for (const node of graph.nodes) {
    if ("handlers" in node) for (const source of node.handlers ?? []) found.push({ source, at: node, body: null });
    if (node.kind === "scope") visit(node.region);
  }
  return found;
}
