import {
  type Bundle,
  eachEntry,
  eachSuccessor,
  type Graph,
  indexGraph,
  isActivity,
  type Node,
  type NodeId,
  type Place,
  type Route,
} from "@rb/ir";
import { random, randomBundle } from "@rb/testing";

/** Two random graphs with message flows between them, from every event that sends, to wherever a message is waited for. */
export function randomPools(seed: number): Bundle {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const graphs = [graphOf(2 * seed, "main"), withMessageStart(graphOf(2 * seed + 1, "other"))] as const;
  const routes = [graphs, [graphs[1], graphs[0]] as const].flatMap(([from, to]) =>
    sendersOf(from).map((node): Route => {
      const receiver = pick([undefined, ...receiversOf(to)]);
      return {
        from: { graph: from.id, node },
        to: { graph: to.id, ...(receiver === undefined ? {} : { node: receiver }) },
        ...(next() < 0.5 ? {} : { message: pick(["m", "another"]) }),
      };
    }),
  );
  return { version: 1, main: "main", graphs, routes };
}

function graphOf(seed: number, id: string): Graph {
  return { ...(randomBundle(seed).graphs[0] as Graph), id };
}

function withMessageStart(graph: Graph): Graph {
  const [start] = graph.region.entries;
  const nodes = graph.nodes.map((node) =>
    node.id === start && node.kind === "start"
      ? { ...node, triggers: [{ on: "message", name: { json: "m" } } as const] }
      : node,
  );
  return { ...graph, nodes };
}

function sendersOf({ nodes }: Graph): readonly NodeId[] {
  return nodes.flatMap((node) => {
    const throws = node.kind === "throw" || node.kind === "end" ? (node.throws ?? []) : [];
    return throws.some(({ raise }) => raise === "message") ? [node.id] : [];
  });
}

/** Only those that a token can come to: at another one a message would wait in vain. */
function receiversOf(graph: Graph): readonly NodeId[] {
  const index = indexGraph(graph);
  const reached = new Set<Place>();
  eachEntry(index, graph.region, (place) => reached.add(place));
  // Grows while it is walked.
  for (const place of reached) eachSuccessor(index, place, (next) => reached.add(next));
  return [...reached].flatMap(({ node }) => (receives(node) ? [node.id] : []));
}

function receives(node: Node): boolean {
  if (node.kind === "catch") return true;
  if (node.kind === "start") return node.triggers !== undefined;
  const handlers = isActivity(node) ? (node.handlers ?? []) : [];
  return handlers.some(({ triggers }) => triggers.some(({ on }) => on === "message"));
}
