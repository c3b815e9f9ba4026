import type { Log } from "../log.js";
import type { YamlNode } from "../yaml/tree.js";

/** What a document says and the native format has no words for: told once for each name, where it first is. */
export class Lost {
  readonly #log: Log;
  readonly #places = new Map<string, YamlNode>();

  constructor(log: Log) {
    this.#log = log;
  }

  say(name: string, node: YamlNode): void {
    if (this.#places.has(name)) return;
    this.#places.set(name, node);
    this.#log.say("rewrite-lost", node, { name });
  }
}
