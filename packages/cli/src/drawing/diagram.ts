/**
 * What there is to draw, whichever notation it is drawn in.
 *
 * Theory of operation. A region of the graph has entries, not contents: nodes belong to whichever instance a token brings them into, and
 * branches may share them. A picture needs one place for each node. So a node is drawn in the box that reaches it first: outer boxes claim
 * before inner ones, and boxes of one level in document order. A flow into another box is then an arrow across the border.
 */
import type { Bundle, Flow, Graph, Node, NodeId, Region } from "@rb/ir";
import { flowLabel, graphLabel, handlerLabel, nodeDetail, nodeLabel } from "./labels.js";
import { nodeSign, type Sign, triggersSign } from "./signs.js";

export type Look = "start" | "catch" | "throw" | "end" | "gateway" | "task" | "gate" | "box";

export interface Figure {
  /** Unique in the diagram, and safe in every notation: `n12`. */
  readonly key: string;
  /** Absent for the box of a graph, or of what runs on an event. */
  readonly node?: Node;
  readonly look: Look;
  readonly sign: Sign;
  readonly label: string;
  /** A second, smaller line: the executor, how it loops. */
  readonly detail: string;
  /** Of a box: what is in it. */
  readonly children: readonly Figure[];
  /** A box that runs only when something happens is drawn dashed. */
  readonly onEvent: boolean;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Besides ordinary flows: from a boundary event, an unusual way out, a message to another pool, what undoes a step. */
  readonly kind: "flow" | "boundary" | "exception" | "message" | "association";
  /** Of a boundary event. */
  readonly sign: Sign;
}

export interface Diagram {
  readonly title: string;
  readonly description: string;
  readonly figures: readonly Figure[];
  readonly arrows: readonly Arrow[];
}

/** Every graph of a bundle; more than one are drawn as a box each. */
export function diagramOf(bundle: Bundle): Diagram {
  const keys = new Keys();
  const drawn = bundle.graphs.map((graph) => drawGraph(graph, keys));
  const main = bundle.graphs.find(({ id }) => id === bundle.main);
  const figures =
    drawn.length === 1
      ? (drawn[0]?.figures ?? [])
      : drawn.map(({ figures }, index) => box(keys.next(), graphLabel(bundle.graphs[index] as Graph), figures));
  return {
    title: main === undefined ? bundle.main : graphLabel(main),
    description: main?.description ?? "",
    figures,
    arrows: [...drawn.flatMap(({ arrows }) => arrows), ...messageArrows(bundle, drawn)],
  };
}

/** Messages between pools, where both ends are drawn. */
function messageArrows(bundle: Bundle, drawn: readonly DrawnGraph[]): readonly Arrow[] {
  const placed = new Map(bundle.graphs.map((graph, index) => [graph.id, drawn[index]?.placed]));
  return (bundle.routes ?? []).flatMap(({ from, to, message = "" }): readonly Arrow[] => {
    const start = placed.get(from.graph)?.get(from.node);
    const end = to.node === undefined ? undefined : placed.get(to.graph)?.get(to.node);
    if (start === undefined || end === undefined) return [];
    return [{ from: start, to: end, label: message, kind: "message", sign: "none" }];
  });
}

interface DrawnGraph {
  readonly figures: readonly Figure[];
  readonly arrows: readonly Arrow[];
  /** The key of each node's figure. */
  readonly placed: ReadonlyMap<NodeId, string>;
}

class Keys {
  #count = 0;
  next(): string {
    return `n${++this.#count}`;
  }
}

/** A region that still has to be filled, and where its figures go. */
interface Open {
  readonly region: Region;
  readonly into: MutableFigure[];
  readonly depth: number;
}
interface MutableFigure extends Figure {
  readonly children: MutableFigure[];
}

function drawGraph(graph: Graph, keys: Keys): DrawnGraph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const outgoing = groupBySource(graph.flows);
  const placed = new Map<NodeId, string>();
  const figures: MutableFigure[] = [];

  // Breadth first: all regions of one level before any that they contain.
  const queue: Open[] = [{ region: graph.region, into: figures, depth: 0 }];
  for (let open = queue.shift(); open !== undefined; open = queue.shift()) fill(open);

  function fill({ region, into, depth }: Open): void {
    const waiting: NodeId[] = [...region.entries].reverse();
    while (waiting.length > 0) {
      const id = waiting.pop() as NodeId;
      const node = nodes.get(id);
      if (node === undefined || placed.has(id)) continue;
      const figure = figureOf(node, keys.next(), outgoing.get(id) ?? []);
      placed.set(id, figure.key);
      into.push(figure);
      if (node.kind === "scope" && depth < DEEPEST)
        queue.push({ region: node.region, into: figure.children, depth: depth + 1 });
      const next = (outgoing.get(id) ?? []).map((flow) => flow.to);
      waiting.push(...[...next, ...compensationOf(node)].reverse());
    }
    for (const handler of region.handlers ?? []) {
      const figure = { ...box(keys.next(), handlerLabel(handler), []), children: [], onEvent: true };
      into.push(figure);
      queue.push({ region: handler.body, into: figure.children, depth: depth + 1 });
    }
  }

  // What nothing leads to is still part of the document.
  for (const node of graph.nodes) {
    if (!placed.has(node.id)) queue.push({ region: { entries: [node.id] }, into: figures, depth: 0 });
    for (let open = queue.shift(); open !== undefined; open = queue.shift()) fill(open);
  }
  return { figures, arrows: arrowsOf(graph, nodes, placed), placed };
}

function groupBySource(flows: readonly Flow[]): ReadonlyMap<NodeId, readonly Flow[]> {
  const groups = new Map<NodeId, Flow[]>();
  for (const flow of flows) {
    const group = groups.get(flow.from);
    if (group === undefined) groups.set(flow.from, [flow]);
    else group.push(flow);
  }
  return groups;
}

/** Boxes in boxes; what is further in than this is drawn beside instead, so that no document can nest a picture without end. */
const DEEPEST = 60;

const looks: { readonly [K in Node["kind"]]: Look } = {
  start: "start",
  catch: "catch",
  throw: "throw",
  end: "end",
  gateway: "gateway",
  action: "task",
  call: "task",
  gate: "gate",
  scope: "box",
};

function figureOf(node: Node, key: string, out: readonly Flow[]): MutableFigure {
  return {
    key,
    node,
    look: looks[node.kind],
    sign: nodeSign(node, out),
    label: nodeLabel(node),
    detail: nodeDetail(node),
    children: [],
    onEvent: false,
  };
}

function box(key: string, label: string, children: readonly Figure[]): Figure {
  return { key, look: "box", sign: "none", label, detail: "", children, onEvent: false };
}

function compensationOf(node: Node): readonly NodeId[] {
  return "compensation" in node && node.compensation !== undefined ? [node.compensation] : [];
}

function arrowsOf(
  graph: Graph,
  nodes: ReadonlyMap<NodeId, Node>,
  placed: ReadonlyMap<NodeId, string>,
): readonly Arrow[] {
  const arrows: Arrow[] = [];
  const add = (from: NodeId, to: NodeId, rest: Omit<Arrow, "from" | "to">): void => {
    const ends = [placed.get(from), placed.get(to)] as const;
    if (ends[0] !== undefined && ends[1] !== undefined) arrows.push({ from: ends[0], to: ends[1], ...rest });
  };
  for (const flow of graph.flows) {
    const node = nodes.get(flow.from);
    const handlers = node !== undefined && "handlers" in node ? (node.handlers ?? []) : [];
    const handler = handlers.find(({ id }) => id === flow.port);
    const label = flowLabel(flow, node);
    if (handler === undefined)
      add(flow.from, flow.to, { label, kind: isException(flow) ? "exception" : "flow", sign: "none" });
    else
      add(flow.from, flow.to, { label: handlerLabel(handler), kind: "boundary", sign: triggersSign(handler.triggers) });
  }
  for (const node of graph.nodes) {
    for (const undo of compensationOf(node))
      add(node.id, undo, { label: "undone by", kind: "association", sign: "none" });
  }
  return arrows;
}

function isException({ port }: Flow): boolean {
  return port === "failed" || port === "rejected" || port === "skipped";
}
