/**
 * A level as steps see it: passages are taken out, and whatever goes on in several ways is a split of one kind. Where an activity's port has
 * several flows, or one that is not always taken, the flows get a split of their own, which is no node of the graph.
 */
import { type Flow, isActivity, type Node, type NodeId } from "@rb/ir";
import type { Ids } from "../ids.js";
import type { Level } from "../levels.js";
import { isGuarded, Passages } from "../passages.js";

/** A flow between spots. */
export interface Way {
  readonly from: NodeId;
  readonly port: string;
  readonly to: NodeId;
  readonly flow: Flow;
}

/** `choice`: one way is taken; `fork`: several at once; `exits`: an activity is left by one of its ports. */
export type Split = "choice" | "fork" | "exits";

export interface Spot {
  readonly id: NodeId;
  /** Undefined for a split that is no node of the graph. */
  readonly node: Node | undefined;
  readonly split: Split | undefined;
  /** Of a fork: only one of its ways is ever taken, as triggers begin different runs. */
  readonly isEither?: boolean;
  readonly ways: readonly Way[];
}

export interface Spots {
  readonly spots: ReadonlyMap<NodeId, Spot>;
  /** Where tokens begin; several begin at a fork that is no node of the graph. */
  readonly first: NodeId | undefined;
  /** The fork that stands for several entries. */
  readonly entries: NodeId | undefined;
  /** Nodes that only undo others: no flow leads to them. */
  readonly compensators: readonly NodeId[];
  readonly passages: Passages;
}

export function spotsOf(level: Level, ids: Ids): Spots {
  const passages = new Passages(level);
  const maker = new Maker(passages, ids);
  const compensators = level.nodes.flatMap((node) => (isActivity(node) ? (node.compensation ?? []) : []));
  for (const id of compensators) maker.add(id);
  const entries = level.region.entries.map((entry) => passages.behind(entry));
  for (const entry of entries) maker.add(entry);
  const fork = entries.length > 1 ? maker.addEntries(level.region.entries) : undefined;
  return { spots: maker.spots, first: fork ?? entries[0], entries: fork, compensators, passages };
}

class Maker {
  readonly spots = new Map<NodeId, Spot>();
  private readonly passages: Passages;
  private readonly ids: Ids;

  constructor(passages: Passages, ids: Ids) {
    this.passages = passages;
    this.ids = ids;
  }

  /** A spot, and all that can be reached from it. */
  add(first: NodeId): void {
    const waiting = [first];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const node = this.passages.nodes.get(id);
      if (node === undefined || this.spots.has(id)) continue;
      const ways = (this.passages.outgoing.get(id) ?? []).map((flow) => this.way(flow));
      for (const { to } of ways) waiting.push(to);
      if (node.kind === "gateway" || node.kind === "catch")
        this.spots.set(id, { id, node, split: splitOf(node, ways), ways });
      else this.addWithPorts(node, ways);
    }
  }

  /** Several entries of a region, as a fork in front of them. */
  addEntries(entries: readonly NodeId[]): NodeId {
    const id = this.ids.fresh("entries");
    const ways = entries.map((entry): Way => {
      const to = this.passages.behind(entry);
      const { origin } = this.passages.nodes.get(to) as Node;
      return { from: id, port: "out", to, flow: { id: `${id}/${to}`, from: id, to, origin } };
    });
    const isEither = entries.filter((entry) => !this.isTriggered(entry)).length < 2;
    this.spots.set(id, { id, node: undefined, split: "fork", isEither, ways });
    return id;
  }

  private isTriggered(entry: NodeId): boolean {
    const node = this.passages.nodes.get(entry);
    return node?.kind === "start" && (node.triggers ?? []).length > 0;
  }

  private way(flow: Flow): Way {
    const { from, port = "out", to } = flow;
    return { from, port, to: this.passages.behind(to), flow };
  }

  private addWithPorts(node: Node, ways: readonly Way[]): void {
    const byPort = new Map<string, Way[]>();
    for (const way of ways) {
      const known = byPort.get(way.port);
      if (known === undefined) byPort.set(way.port, [way]);
      else known.push(way);
    }
    const single: Way[] = [];
    for (const [port, [way, ...others]] of byPort) {
      if (way === undefined) continue;
      if (others.length === 0 && !needsSplit(way.flow)) single.push(way);
      else single.push({ ...way, to: this.addSpread(node, port, [way, ...others]) });
    }
    this.spots.set(node.id, { id: node.id, node, split: single.length > 1 ? "exits" : undefined, ways: single });
  }

  private addSpread(node: Node, port: string, ways: readonly Way[]): NodeId {
    const id = this.ids.fresh(`${node.id}_${port}`);
    const split = (node.routing?.take ?? "every") === "every" ? "fork" : "choice";
    this.spots.set(id, { id, node: undefined, split, ways: ways.map((way) => ({ ...way, from: id })) });
    return id;
  }
}

function needsSplit(flow: Flow): boolean {
  return isGuarded(flow) || flow.otherwise === true || flow.cases !== undefined;
}

function splitOf(node: Node, ways: readonly Way[]): Split | undefined {
  const isSingle = ways.length < 2 && !ways.some(({ flow }) => needsSplit(flow));
  if (isSingle && !(node.kind === "gateway" && node.routing?.take === "case" && ways.length > 0)) return undefined;
  if (node.kind === "catch" && new Set(ways.map(({ port }) => port)).size === ways.length) return "choice";
  return (node.routing?.take ?? "every") === "every" ? "fork" : "choice";
}
