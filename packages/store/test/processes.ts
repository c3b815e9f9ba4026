/** Processes, for tests: alive until they are told to have died. */
import type { Processes, WriterIdentity } from "../src/ownership/process-identity.js";

export class Population {
  readonly #dead = new Set<string>();
  readonly #hidden = new Set<string>();
  #born = 0;

  /** One more. */
  born(): Processes {
    this.#born += 1;
    const pid = this.#born;
    const self: WriterIdentity = {
      id: `${pid}-0000`,
      host: "here",
      boot: "boot",
      namespace: "",
      pid,
      started: String(pid),
      since: "2026-01-31T12:00:00.000Z",
    };
    return {
      self,
      isAlive: ({ id }) => (this.#hidden.has(id) ? "unknown" : !this.#dead.has(id)),
    };
  }

  dies({ self }: Processes): void {
    this.#dead.add(self.id);
  }

  /** Nobody can tell any more. */
  hides({ self }: Processes): void {
    this.#hidden.add(self.id);
  }
}
