/** What differs between two bundles, part by part, by id. */
import type { Bundle, Graph, GraphId } from "@rb/ir";
import { changesOfFlow, changesOfGraph, changesOfNode } from "./meaning.js";
import { nodeKey } from "./scene.js";

/** A node, flow or graph that is in one bundle only, or means something else in the other. */
export interface GraphPart {
  readonly what: "graph" | "node" | "flow";
  readonly graph: GraphId;
  /** Its own id; a graph's is that of the graph. */
  readonly id: string;
  readonly name: string;
}

/** A part that is in both bundles and differs. */
export interface ChangedPart extends GraphPart {
  /** The members of it that differ, in alphabetical order. */
  readonly members: readonly string[];
}

/** From a first bundle to a second one. */
export interface GraphDiff {
  readonly added: readonly GraphPart[];
  readonly gone: readonly GraphPart[];
  readonly changed: readonly ChangedPart[];
}

/** What was added, is gone, and means something else. Where things were written, and descriptions, don't count. */
export function diffBundles(a: Bundle, b: Bundle): GraphDiff {
  const [old, now] = [partsOf(a), partsOf(b)];
  const added: GraphPart[] = [];
  const changed: ChangedPart[] = [];
  for (const [key, { part, compare, value }] of now) {
    const before = old.get(key);
    if (before === undefined) {
      added.push(part);
      continue;
    }
    const members = compare(before.value, value);
    if (members.length > 0) changed.push({ ...part, members });
  }
  return { added, gone: [...old].flatMap(([key, { part }]) => (now.has(key) ? [] : part)), changed };
}

interface Part {
  readonly part: GraphPart;
  readonly value: object;
  readonly compare: (a: object, b: object) => readonly string[];
}

type Compare = Part["compare"];

function partsOf(bundle: Bundle): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  const add = (what: GraphPart["what"], graph: Graph, value: { id: string; name?: string }, compare: Compare) => {
    const part = { what, graph: graph.id, id: value.id, name: value.name ?? value.id };
    parts.set(`${what} ${nodeKey(graph.id, value.id)}`, { part, value, compare });
  };
  for (const graph of bundle.graphs) {
    add("graph", graph, graph, changesOfGraph as Compare);
    for (const node of graph.nodes) add("node", graph, node, changesOfNode as Compare);
    for (const flow of graph.flows) add("flow", graph, flow, changesOfFlow as Compare);
  }
  return parts;
}
