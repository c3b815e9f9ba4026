/** What nodes and handlers are called in a runbook: the same graph gets the same names. */
import {
  assertNever,
  type FlowId,
  type Graph,
  isActivity,
  type Node,
  type NodeId,
  type Region,
  type Trigger,
} from "@rb/ir";
import type { GraphLevels, Level } from "../levels.js";
import { asId, isMadeUp, kept, Taken } from "./readable.js";
import { readingOrder, type Stop } from "./reading-order.js";

/** A level in the order in which it is read, and everything in it by name. */
export interface NamedLevel {
  readonly level: Level;
  readonly stops: readonly Stop[];
  readonly inside: ReadonlyMap<NodeId, NamedLevel>;
  /** As the handlers of the level. */
  readonly handlers: readonly { readonly id: string; readonly body: NamedLevel }[];
}

export interface NamedGraph {
  readonly root: NamedLevel;
  readonly nodes: ReadonlyMap<NodeId, string>;
  /** Of each node, its ports that are boundary handlers. */
  readonly ports: ReadonlyMap<NodeId, ReadonlyMap<string, string>>;
  /** Of those flows that a condition asks for. */
  readonly flows: ReadonlyMap<FlowId, string>;
}

/** Characters of an id that says nothing, and is as good as a word for what kind of node it is. */
const short = 6;
/** Characters of an id that a runbook takes, and a number behind it. */
const longestId = 240;
/** Ports that nodes have anyway. */
const usualPorts = ["out", "failed", "skipped", "rejected"];

export function namedGraph({ graph, level, copies }: GraphLevels): NamedGraph {
  const namer = new Namer(graph, copies);
  const root = namer.level(level, graph.region);
  return { root, nodes: namer.nodes, ports: namer.ports, flows: namer.flows };
}

class Namer {
  readonly nodes = new Map<NodeId, string>();
  readonly ports = new Map<NodeId, ReadonlyMap<string, string>>();
  readonly flows = new Map<FlowId, string>();
  readonly #taken = new Taken();
  readonly #takenByFlows = new Taken();
  readonly #sources: ReadonlyMap<NodeId, Node>;
  readonly #sourceOf = new Map<NodeId, Node>();
  readonly #jumps = new Map<NodeId, string[]>();

  constructor({ nodes }: Graph, copies: ReadonlyMap<NodeId, readonly NodeId[]>) {
    this.#sources = new Map(nodes.map((node) => [node.id, node]));
    for (const [id, all] of copies) {
      const source = this.#sources.get(id);
      if (source !== undefined) for (const copy of all) this.#sourceOf.set(copy, source);
    }
    for (const node of nodes) {
      if (node.kind !== "end" || node.leave === undefined) continue;
      const { scope, port } = node.leave;
      const ports = this.#jumps.get(scope);
      if (ports === undefined) this.#jumps.set(scope, [port]);
      else ports.push(port);
    }
  }

  /** `source`: the region that the level is made of. */
  level(level: Level, source: Region): NamedLevel {
    const stops = readingOrder(level);
    const inside = new Map<NodeId, NamedLevel>();
    for (const stop of stops) {
      const { id } = stop.node;
      const original = this.#sourceOf.get(id) ?? stop.node;
      this.nodes.set(id, this.#taken.fresh(this.#wish(original, stop)));
      this.#nameHandlers(stop.node, original);
      const inner = level.inside.get(id);
      if (inner !== undefined && original.kind === "scope") inside.set(id, this.level(inner, original.region));
    }
    for (const { guard } of level.flows) {
      if (guard === undefined || !("arrived" in guard)) continue;
      for (const id of guard.arrived) {
        const wish = id.length <= longestId ? id : kept(id);
        if (!this.flows.has(id)) this.flows.set(id, this.#takenByFlows.fresh(wish || "flow"));
      }
    }
    const taken = new Taken();
    const handlers = level.handlers.map(({ handler, body }, at) => {
      const original = source.handlers?.[at];
      const id = taken.fresh(handlerWish(original?.id ?? handler.id, handler.name, handler.triggers));
      return { id, body: this.level(body, original?.body ?? body.region) };
    });
    return { level, stops, inside, handlers };
  }

  #nameHandlers(node: Node, original: Node): void {
    if (!isActivity(node) || node.handlers === undefined) return;
    const originals = isActivity(original) ? (original.handlers ?? []) : [];
    const taken = new Taken([...usualPorts, ...(this.#jumps.get(original.id) ?? [])]);
    const named = node.handlers.map(({ id, name, triggers }, at): [string, string] => {
      const own = originals[at]?.id ?? id;
      const short = own.startsWith(`${original.id}/`) ? own.slice(original.id.length + 1) : own;
      return [id, taken.fresh(handlerWish(short, name, triggers))];
    });
    this.ports.set(node.id, new Map(named));
  }

  #wish(node: Node, stop: Stop): string {
    const { id } = node;
    const slash = id.lastIndexOf("/");
    const head = slash < 0 ? id : id.slice(0, slash);
    // What was added to a node is called after it.
    if (slash > 0 && isMadeUp(head)) {
      const start = asId(this.#sources.get(head)?.name ?? "");
      if (start !== "") return `${start}-${kept(id.slice(slash + 1))}`;
    }
    if (!isMadeUp(head)) return kept(id) || wordFor(stop);
    return asId(node.name ?? "") || (id.length <= short ? kept(id) : "") || wordFor(stop);
  }
}

function handlerWish(id: string, name: string | undefined, [trigger]: readonly Trigger[]): string {
  if (!isMadeUp(id)) return kept(id) || "handler";
  return asId(name ?? "") || (trigger === undefined ? "handler" : `on-${trigger.on}`);
}

/** For what has no name. */
function wordFor({ node, outgoing }: Stop): string {
  switch (node.kind) {
    case "start":
    case "end":
    case "scope":
      return node.kind;
    case "gateway":
      if ((node.join?.rule ?? "each") !== "each") return "join";
      if (outgoing.length < 2) return "merge";
      return (node.routing?.take ?? "every") === "every" ? "fork" : "choice";
    case "catch":
      return "wait";
    case "throw":
      return "tell";
    case "action":
      return asId(node.executor) || "action";
    case "gate":
      return "approval";
    case "call":
      return isMadeUp(node.target.id) ? "call" : asId(node.target.id) || "call";
    default:
      return assertNever(node);
  }
}
