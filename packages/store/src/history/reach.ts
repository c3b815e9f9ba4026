/**
 * What can come after what, over a whole bundle: along flows, into scopes and called graphs and out of them again, along message flows, to
 * what undoes. Guards are not looked at, so this says what may happen, never what will.
 */
import {
  type Bundle,
  eachEntry,
  eachSuccessor,
  type GraphId,
  type GraphIndex,
  indexGraph,
  type NodeId,
  scopesOf,
} from "@rb/ir";
import { nodeKey } from "./scene.js";

/** A node of a bundle. */
export interface NodeRef {
  readonly graph: GraphId;
  readonly node: NodeId;
}

/** The seeds and everything that may come after them, as keys (`nodeKey`). */
export function reachableFrom(bundle: Bundle, seeds: Iterable<NodeRef>): ReadonlySet<string> {
  const search = new Search(bundle);
  for (const { graph, node } of seeds) search.add(graph, node);
  return search.run();
}

class Search {
  readonly #indices: ReadonlyMap<GraphId, GraphIndex>;
  /** The scopes and calls that a node can stand in. */
  readonly #owners: ReadonlyMap<string, readonly NodeRef[]>;
  readonly #routes: ReadonlyMap<string, readonly NodeRef[]>;
  readonly #reached = new Map<string, NodeRef>();
  /** Scopes and calls that may be done after a seed, without being after one themselves. */
  readonly #done = new Map<string, NodeRef>();
  readonly #left = new Set<string>();

  constructor(bundle: Bundle) {
    this.#indices = new Map(bundle.graphs.map((graph) => [graph.id, indexGraph(graph)]));
    this.#owners = ownersOf(bundle, this.#indices);
    const routes = (bundle.routes ?? []).flatMap(({ from, to }) =>
      to.node === undefined ? [] : [[from, { graph: to.graph, node: to.node }] as const],
    );
    this.#routes = grouped(routes);
  }

  add(graph: GraphId, node: NodeId): void {
    if (this.#indices.get(graph)?.places.has(node) === true) this.#reached.set(nodeKey(graph, node), { graph, node });
  }

  run(): ReadonlySet<string> {
    // What is added to a map while it is walked is still visited.
    for (const ref of this.#reached.values()) {
      this.#follow(ref);
      for (const owner of this.#done.values()) this.#leave(owner);
    }
    return new Set(this.#reached.keys());
  }

  #follow({ graph, node }: NodeRef): void {
    const index = this.#indices.get(graph);
    const place = index?.places.get(node);
    if (index === undefined || place === undefined) return;
    eachSuccessor(index, place, (next) => this.add(graph, next.node.id));
    const called = place.node.kind === "call" ? this.#indices.get(place.node.graph ?? "") : undefined;
    if (called !== undefined)
      eachEntry(called, called.graph.region, (entry) => this.add(called.graph.id, entry.node.id));
    for (const target of this.#routes.get(nodeKey(graph, node)) ?? []) this.add(target.graph, target.node);
    this.#ends(graph, node);
  }

  #leave({ graph, node }: NodeRef): void {
    this.#done.delete(nodeKey(graph, node));
    for (const { node: next } of this.#indices.get(graph)?.places.get(node)?.next ?? []) this.add(graph, next.id);
    this.#ends(graph, node);
  }

  /** What is around a node may be done once the node is. */
  #ends(graph: GraphId, node: NodeId): void {
    for (const owner of this.#owners.get(nodeKey(graph, node)) ?? []) {
      const key = nodeKey(owner.graph, owner.node);
      if (this.#left.has(key)) continue;
      this.#left.add(key);
      this.#done.set(key, owner);
    }
  }
}

function ownersOf(bundle: Bundle, indices: ReadonlyMap<GraphId, GraphIndex>): ReadonlyMap<string, readonly NodeRef[]> {
  const calls = bundle.graphs.flatMap((graph) =>
    graph.nodes.flatMap((node) =>
      node.kind === "call" && node.graph !== undefined
        ? [
            [
              { graph: node.graph, node: "" },
              { graph: graph.id, node: node.id },
            ] as const,
          ]
        : [],
    ),
  );
  const callers = grouped(calls);
  const owners = new Map<string, readonly NodeRef[]>();
  for (const [graph, index] of indices)
    for (const [node, scopes] of scopesOf(index)) {
      const around = scopes.flatMap((scope) =>
        scope === null ? (callers.get(nodeKey(graph, "")) ?? []) : [{ graph, node: scope.id }],
      );
      owners.set(nodeKey(graph, node), around);
    }
  return owners;
}

function grouped(pairs: Iterable<readonly [NodeRef, NodeRef]>): ReadonlyMap<string, readonly NodeRef[]> {
  const groups = new Map<string, NodeRef[]>();
  for (const [{ graph, node }, value] of pairs) {
    const group = groups.get(nodeKey(graph, node));
    if (group === undefined) groups.set(nodeKey(graph, node), [value]);
    else group.push(value);
  }
  return groups;
}
