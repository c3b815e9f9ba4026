import {
  type Bundle,
  type Flow,
  type FlowId,
  type Graph,
  type GraphIndex,
  indexGraph,
  type Node,
  type NodeId,
} from "@rb/ir";

import { nodeLabel } from "../drawing/labels.js";

/** Finds what records name. */
export class BundleIndex {
  readonly bundle: Bundle;
  readonly #graphs: ReadonlyMap<string, GraphIndex>;

  constructor(bundle: Bundle) {
    this.bundle = bundle;
    this.#graphs = new Map(bundle.graphs.map((graph) => [graph.id, indexGraph(graph)]));
  }

  graph(id: Graph["id"]): GraphIndex | undefined {
    return this.#graphs.get(id);
  }

  node(graph: Graph["id"], id: NodeId): Node | undefined {
    return this.#graphs.get(graph)?.places.get(id)?.node;
  }

  flow(graph: Graph["id"], id: FlowId): Flow | undefined {
    return this.#graphs.get(graph)?.flows.get(id);
  }
}

/** What people call a node: its name, what it waits for, or at least its id. */
export function nodeTitle(node: Node): string {
  return nodeLabel(node) || node.id;
}
