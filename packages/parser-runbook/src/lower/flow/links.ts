/** Where the ways of flows lead, which is known when all nodes are there: a node may be named by whatever stands in the same graph. */
import type { NodeId } from "@rb/ir";
import type { NameRef } from "../../format/model.js";
import type { Log } from "../../log.js";

export class Links {
  readonly #log: Log;
  readonly #entries: Map<string, NodeId> = new Map();
  readonly #open: (() => void)[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  /** What is called `id` begins at `entry`. */
  define(id: string, entry: NodeId): void {
    if (!this.#entries.has(id)) this.#entries.set(id, entry);
  }

  entryOf(id: string): NodeId | undefined {
    return this.#entries.get(id);
  }

  /** Where what is named begins; reports what isn't there. */
  resolve({ name, node }: NameRef): NodeId | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined)
      this.#log.say("unknown-step", node, { name, hint: this.#log.suggest(name, this.#entries.keys()) });
    return entry;
  }

  /** Done when all nodes are there. */
  later(act: () => void): void {
    this.#open.push(act);
  }

  finish(): void {
    for (const act of this.#open) act();
  }
}
