/** What is over when a step is done. */
import type { Activation } from "./activation.js";

/** Steps looked at in one document; beyond that, nothing more is said. */
const mostLooks = 500_000;

export class Order {
  readonly #activation: Activation;
  readonly #families = new Map<string, ReadonlySet<string>>();
  #looks = 0;

  constructor(activation: Activation) {
    this.#activation = activation;
  }

  /** Whether a step depends on another one, directly or not; also of what the two are parts of. */
  isAwaited(id: string, by: string): boolean {
    const wanted = this.#familiesOf(id);
    const seen = new Set(this.#familiesOf(by));
    this.#looks += seen.size;
    for (const step of seen) {
      if (wanted.has(step)) return true;
      this.#looks++;
      if (this.#looks > mostLooks) return true;
      // A set that grows while it is walked: what is found is looked at as well.
      for (const before of this.#before(step)) for (const one of this.#familiesOf(before)) seen.add(one);
    }
    return false;
  }

  #familiesOf(id: string): ReadonlySet<string> {
    const known = this.#families.get(id) ?? new Set(this.#activation.families(id));
    this.#families.set(id, known);
    return known;
  }

  #before(id: string): readonly string[] {
    const { steps } = this.#activation;
    return [...(steps.get(id)?.dependsOn ?? []).map(({ name }) => name), ...this.#activation.switchesTo(id)];
  }
}
