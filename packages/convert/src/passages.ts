/** Passages: nodes that let a single token through and do nothing else, such as starts that nothing sets off and merges. */
import type { Flow, Node, NodeId } from "@rb/ir";
import type { Level } from "./levels.js";

export class Passages {
  readonly nodes: ReadonlyMap<NodeId, Node>;
  /** In the order of the level. */
  readonly outgoing: ReadonlyMap<NodeId, Flow[]>;
  /** How many flows lead to each node that one leads to. */
  readonly incoming: ReadonlyMap<NodeId, number>;

  constructor({ nodes, flows }: Pick<Level, "nodes" | "flows">) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    const outgoing = new Map<NodeId, Flow[]>();
    const incoming = new Map<NodeId, number>();
    for (const flow of flows) {
      const list = outgoing.get(flow.from);
      if (list === undefined) outgoing.set(flow.from, [flow]);
      else list.push(flow);
      incoming.set(flow.to, (incoming.get(flow.to) ?? 0) + 1);
    }
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /** The node that a token which comes to this one gets to without anything happening. */
  behind(id: NodeId): NodeId {
    const seen = new Set<NodeId>();
    let at = id;
    for (let next = this.passedTo(at); next !== undefined && !seen.has(at); next = this.passedTo(at)) {
      seen.add(at);
      at = next;
    }
    return at;
  }

  private passedTo(id: NodeId): NodeId | undefined {
    const [flow, ...others] = this.outgoing.get(id) ?? [];
    const node = this.nodes.get(id);
    if (node === undefined || flow === undefined || others.length > 0 || !lets(node)) return undefined;
    if (this.joins(id)) return undefined;
    if ((flow.port ?? "out") !== "out" || flow.cases !== undefined || isGuarded(flow)) return undefined;
    // Tokens of several flows that become one are one slot of a join behind it.
    return (this.incoming.get(id) ?? 0) > 1 && this.joins(flow.to) ? undefined : flow.to;
  }

  /** Whether a token that comes to the node ends, and nothing else happens: at an end, or at a start that nothing follows. */
  ends(id: NodeId): boolean {
    const node = this.nodes.get(id);
    if (node === undefined) return false;
    return isPlainEnd(node) || (node.kind === "start" && lets(node) && !this.outgoing.has(id));
  }

  /** Whether tokens of several flows come together at the node. */
  joins(id: NodeId): boolean {
    const node = this.nodes.get(id);
    return node?.kind === "gateway" && (node.join?.rule ?? "each") !== "each" && (this.incoming.get(id) ?? 0) > 1;
  }
}

/** A start that nothing sets off, or a gateway: both only pass tokens on. */
function lets(node: Node): boolean {
  if (node.kind === "start")
    return (node.triggers ?? []).length === 0 && (node.into ?? []).length === 0 && !multiplies(node);
  return node.kind === "gateway" && !multiplies(node) && node.join?.rule !== "count";
}

/** Whether a node's routing matters even with a single way out. */
export function multiplies({ routing }: Node): boolean {
  return (routing?.copies ?? 1) > 1 || routing?.take === "case";
}

/** Whether it takes more than a token for the flow to be taken. */
export function isGuarded({ guard, otherwise }: Flow): boolean {
  return otherwise !== true && guard !== undefined && !("json" in guard && guard.json);
}

/** An end that raises nothing, assigns nothing and leaves nothing. */
export function isPlainEnd(node: Node): boolean {
  return node.kind === "end" && (node.throws ?? []).length === 0 && (node.outputs ?? []).length === 0 && !node.leave;
}
