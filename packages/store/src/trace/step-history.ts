import type { Previews } from "./previews.js";
import type { StepResult } from "./step-result.js";

/** How many of the latest results are kept. */
const latest = 50;

/** What a run's steps have come to, as far as it is shown. What it holds doesn't grow with the run. */
export interface ShownHistory {
  /** How many steps have ended. */
  readonly current_step_index: number;
  /** What the outputs of each step set, the last time it ended. */
  readonly captures: { readonly [step: string]: Previews };
  /** The latest results, oldest first. */
  readonly history: readonly StepResult[];
  /** How many earlier ones are left out. */
  readonly history_omitted: number;
}

/** Gathers what `ShownHistory` shows. */
export class StepHistory {
  #steps = 0;
  #recent: StepResult[] = [];
  readonly #captures = new Map<string, Previews>();

  /** How many have ended. */
  get steps(): number {
    return this.#steps;
  }

  add(result: StepResult): void {
    this.#steps += 1;
    this.#recent.push(result);
    if (this.#recent.length >= 2 * latest) this.#recent = this.#recent.slice(-latest);
    for (const _ in result.captures) {
      this.#captures.set(result.step_id, result.captures);
      break;
    }
  }

  /** As it is now; what comes later doesn't change it. */
  show(): ShownHistory {
    const history = this.#recent.slice(-latest);
    return {
      current_step_index: this.#steps,
      captures: Object.fromEntries(this.#captures),
      history,
      history_omitted: this.#steps - history.length,
    };
  }
}
