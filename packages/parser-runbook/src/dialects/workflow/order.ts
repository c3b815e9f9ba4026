/** What is over when a step is done. */
import type { Activation } from "./activation.js";

/** Steps looked at in one document; beyond that, nothing more is said. */
const mostLooks = 2_000_000;

export class Order {
  readonly #activation: Activation;
  #looks = 0;

  constructor(activation: Activation) {
    this.#activation = activation;
  }

  /** Whether a step depends on another one, directly or not; also of what the two are parts of. */
  isAwaited(id: string, by: string): boolean {
    const wanted = new Set(this.#activation.families(id));
    const seen = new Set(this.#activation.families(by));
    for (const step of seen) {
      if (wanted.has(step)) return true;
      this.#looks++;
      if (this.#looks > mostLooks) return true;
      // A set that grows while it is walked: what is found is looked at as well.
      for (const before of this.#before(step)) for (const one of this.#activation.families(before)) seen.add(one);
    }
    return false;
  }

  #before(id: string): readonly string[] {
    const { steps } = this.#activation;
    return [...(steps.get(id)?.dependsOn ?? []).map(({ name }) => name), ...this.#activation.switchesTo(id)];
  }
}
