/** What one validation may take: a schema that refers to itself could otherwise look at a value for ever. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** Throws `OverBudget` when there is nothing left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OverBudget();
  }
}

export class OverBudget extends Error {
  override readonly name = "OverBudget";
}
