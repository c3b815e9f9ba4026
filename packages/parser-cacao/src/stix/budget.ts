import { EvaluationError } from "@rb/ir";

/** What one evaluation may cost: looking at a value, a character or a way to bind an observation is a step. */
export class Budget {
  private left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  /** @throws EvaluationError when nothing is left */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new EvaluationError("This takes more steps than an evaluation may (stix/too-much-work).");
  }
}
