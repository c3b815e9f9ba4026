/**
 * Which slots of a gateway a token can still get to (BPMN 2.0.2, 13.4.3). Asked of a token, that is a search through everything ahead of it;
 * asked of a slot, it is one search backwards that answers for all nodes at once, and that goes on from where it stopped when another slot is
 * added. So what a join costs follows from how often its slots change, not from how many tokens are under way.
 */
import type { FlowProgram, GraphProgram, NodeProgram } from "./program.js";

/** Nodes of one graph, a bit for each. */
export class NodeSet {
  readonly #words: Uint32Array;

  constructor(graph: GraphProgram) {
    this.#words = new Uint32Array((graph.nodes.length + 31) >>> 5);
  }

  has({ index }: NodeProgram): boolean {
    return ((this.#words[index >>> 5] as number) & (1 << (index & 31))) !== 0;
  }

  add({ index }: NodeProgram): void {
    this.#words[index >>> 5] = (this.#words[index >>> 5] as number) | (1 << (index & 31));
  }

  /** The index of the last node that is in `other` too, and not in `except`; null when there is none. */
  lastIn(other: NodeSet, except: NodeSet | null): number | null {
    const [words, others] = [this.#words, other.#words];
    const excepted = except === null ? null : except.#words;
    for (let at = words.length - 1; at >= 0; at -= 1) {
      const bits = (words[at] as number) & (others[at] as number) & ~(excepted?.[at] ?? 0);
      if (bits !== 0) return at * 32 + 31 - Math.clz32(bits);
    }
    return null;
  }
}

/** The nodes from which a token gets to some of a gateway's slots without passing the gateway first. */
export class Reach {
  readonly nodes: NodeSet;
  readonly #gateway: NodeProgram;

  constructor(gateway: NodeProgram, slots: Iterable<string>) {
    this.#gateway = gateway;
    this.nodes = new NodeSet(gateway.graph);
    for (const slot of slots) this.add(slot);
  }

  add(slot: string): void {
    const agenda: NodeProgram[] = [];
    this.#before(this.#gateway.slots.get(slot) ?? [], agenda);
    for (let node = agenda.pop(); node !== undefined; node = agenda.pop()) this.#before(node.incoming, agenda);
  }

  #before(flows: readonly FlowProgram[], agenda: NodeProgram[]): void {
    for (const { from } of flows) {
      if (from === this.#gateway || this.nodes.has(from)) continue;
      this.nodes.add(from);
      agenda.push(from);
    }
  }
}
