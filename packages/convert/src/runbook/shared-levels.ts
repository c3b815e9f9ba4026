/**
 * A bundle by level without copies: what several regions share stands in the outermost and first of them, and the others name it. Flows of
 * runbooks may lead, and regions may begin, anywhere in their graph, so that nothing has to be written twice. It reads less well, so this is
 * for graphs whose copies would be too many, or whose messages go to one of them.
 */
import {
  type Bundle,
  eachSuccessor,
  type Graph,
  type GraphIndex,
  indexGraph,
  type NodeId,
  type Place,
  type Region,
} from "@rb/ir";
import { type GraphLevels, type Level, TooDeep, TooManyCopies } from "../levels.js";

/** The main graph first. Throws `TooManyCopies` when the bundle itself has more than `maxNodes` nodes, and `TooDeep` as `levelsOf` does. */
export function sharedLevels({ graphs, main }: Bundle, maxNodes: number, maxDepth: number): readonly GraphLevels[] {
  if (graphs.reduce((sum, { nodes }) => sum + nodes.length, 0) > maxNodes) throw new TooManyCopies();
  const mainFirst = graphs.toSorted((a, b) => Number(b.id === main) - Number(a.id === main));
  return mainFirst.map((graph) => {
    const sharing = new Sharing(graph);
    const level = sharing.level(graph.region, maxDepth);
    return { graph, id: graph.id, level, copies: new Map([...sharing.placed].map(({ node: { id } }) => [id, [id]])) };
  });
}

class Sharing {
  /** Nodes that stand in a level. */
  readonly placed = new Set<Place>();
  readonly #index: GraphIndex;

  constructor(graph: Graph) {
    this.#index = indexGraph(graph);
  }

  level(region: Region, depthLeft: number): Level {
    if (depthLeft <= 0) throw new TooDeep();
    const places = this.#take(region);
    const { handlers = [], ...rest } = region;
    const inside = new Map<NodeId, Level>();
    for (const { node } of places)
      if (node.kind === "scope") inside.set(node.id, this.level(node.region, depthLeft - 1));
    return {
      region: rest,
      nodes: places.map(({ node }) => node),
      flows: places.flatMap(({ outgoing }) => outgoing),
      inside,
      handlers: handlers.map(({ body, ...handler }) => ({ handler, body: this.level(body, depthLeft - 1) })),
    };
  }

  /** What can be reached in the region, and stands nowhere yet. Whatever a placed node leads to is placed too. */
  #take({ entries }: Region): readonly Place[] {
    const taken: Place[] = [];
    const take = (place: Place | undefined): void => {
      if (place === undefined || this.placed.has(place)) return;
      this.placed.add(place);
      taken.push(place);
    };
    for (const entry of entries) take(this.#index.places.get(entry));
    // Grows while it is walked.
    for (const place of taken) {
      eachSuccessor(this.#index, place, (next, deeper) => {
        if (deeper === 0) take(next);
      });
    }
    return taken;
  }
}
