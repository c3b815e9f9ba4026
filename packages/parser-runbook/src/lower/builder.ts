import type { Flow, FlowId, Guard, Json, Node, NodeId, Origin } from "@rb/ir";

/** A way out of a node that still lacks where it leads to. */
export interface Exit {
  readonly from: NodeId;
  readonly port?: string;
  readonly name?: string;
  readonly guard?: Guard;
  readonly cases?: readonly Json[];
  readonly otherwise?: boolean;
  readonly origin: Origin;
  /** One of several ways of which a gateway takes one: it has to lead somewhere, and to one place only. */
  readonly isChoice?: boolean;
}

/** Collects the nodes and flows of a graph. */
export class Builder {
  readonly nodes: Node[] = [];
  readonly flows: Flow[] = [];
  readonly #flowIds: Set<string> = new Set();
  /** Of ids that were wanted again: the number that the last of them got. */
  readonly #repeated: Map<string, number> = new Map();

  add(node: Node): NodeId {
    this.nodes.push(node);
    return node.id;
  }

  /** Adds a node in front of those that are added while it is made: what is outside comes before what is inside. */
  addAround<N extends Node>(make: () => N): N {
    const at = this.nodes.length;
    const node = make();
    // Most have nothing inside, and putting something between others costs even at the end.
    if (at === this.nodes.length) this.nodes.push(node);
    else this.nodes.splice(at, 0, node);
    return node;
  }

  connect(exit: Exit, to: NodeId, slot?: string): FlowId {
    const id = this.#flowId(`${exit.from}/${exit.port ?? "out"}/${to}`);
    // Most ways out are no choices, and most flows have no slot: copying less of them is measurable.
    const way = exit.isChoice === undefined ? exit : withoutChoice(exit);
    this.flows.push(slot === undefined ? { id, ...way, to } : { id, ...way, to, slot });
    return id;
  }

  /** Keeps an id from being made for a flow, since an author gives it to one. */
  reserve(id: FlowId): void {
    this.#flowIds.add(id);
  }

  /** Adds a flow whose id may have been given. */
  addFlow(flow: Omit<Flow, "id">, id: FlowId | undefined): void {
    this.flows.push({ id: id ?? this.#flowId(`${flow.from}/${flow.port ?? "out"}/${flow.to}`), ...flow });
  }

  #flowId(wanted: string): FlowId {
    let id = wanted;
    if (this.#flowIds.has(id)) {
      let n = this.#repeated.get(wanted) ?? 1;
      while (this.#flowIds.has(id)) id = `${wanted}/${++n}`;
      this.#repeated.set(wanted, n);
    }
    this.#flowIds.add(id);
    return id;
  }
}

function withoutChoice({ isChoice: _, ...way }: Exit): Exit {
  return way;
}
