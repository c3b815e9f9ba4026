/**
 * What is outside and survives every crash: executors that do things, once and for all, a decision point whose mind changes, and the ledger of
 * what was really done.
 */
import type { AbortSignalLike, DecisionPoint, Executor, Invocation, Outcome, Verdict } from "@rb/kernel";
import type { Draws } from "./draws.js";
import type { Scheduler } from "./scheduler.js";

/** A process of the simulated machine, as far as the world cares. */
export interface Caller {
  readonly isAlive: boolean;
}

/** Something that was done. */
export interface Deed {
  readonly run: string;
  readonly effect: string;
  readonly idempotent: boolean;
}

/** How the world behaves. */
export interface WorldOptions {
  readonly draws: Draws;
  readonly scheduler: Scheduler;
  /** Told of each deed at the moment at which it is done. */
  readonly onDeed: (deed: Deed) => void;
  /** Told what happens, in words. */
  readonly log: ((what: string) => void) | null;
}

/** Everything outside the processes. */
export class World {
  readonly #options: WorldOptions;
  #policy = 1;
  /** Effects that somebody still does, with those for whom. They never answer a process that is gone. */
  readonly #underWay = new Map<string, Caller>();

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  /** Whether a process waits for the outcome of an effect. */
  isUnderWay(effect: string, caller: Caller): boolean {
    return this.#underWay.get(effect) === caller;
  }

  /** From now on there is another policy in force. */
  movePolicy(): void {
    this.#policy += 1;
  }

  executor(caller: Caller): Executor {
    return { invoke: (invocation, signal) => this.#invoke(invocation, signal, caller) };
  }

  #invoke({ run, job, meta }: Invocation, signal: AbortSignalLike, caller: Caller): Outcome | Promise<Outcome> {
    const { draws, scheduler, onDeed, log } = this.#options;
    if (!caller.isAlive) return new Promise(() => {});
    log?.(`the world does ${job.effect} (${job.node})`);
    onDeed({ run, effect: job.effect, idempotent: meta?.idempotent === true });
    const how = draws.below(10);
    if (how === 0) return this.#outcome();
    return new Promise((resolve) => {
      this.#underWay.set(job.effect, caller);
      const answer = (outcome: Outcome) => {
        if (this.#underWay.get(job.effect) !== caller) return;
        this.#underWay.delete(job.effect);
        if (caller.isAlive) resolve(outcome);
      };
      signal.addEventListener("abort", () =>
        scheduler.soon(`${job.effect} is told to stop`, () => answer(this.#stopped()), caller),
      );
      if (how === 9) return;
      const outcome = this.#outcome();
      const delayMs = how < 6 ? 0 : draws.below(12);
      const said = `${job.effect} comes to ${outcome.kind}`;
      if (delayMs === 0) scheduler.soon(said, () => answer(outcome), caller);
      else scheduler.at(scheduler.nowMs + delayMs, said, () => answer(outcome), caller);
    });
  }

  #outcome(): Outcome {
    const { draws } = this.#options;
    const roll = draws.below(20);
    if (roll < 14) return { kind: "ok", output: { json: draws.below(3) } };
    if (roll < 18) return { kind: "failed", code: roll < 16 ? "E" : "F", message: "by chance" };
    return roll === 18 ? { kind: "unknown", reason: "by chance" } : { kind: "ok", output: { json: "x".repeat(600) } };
  }

  #stopped(): Outcome {
    return this.#options.draws.below(3) === 0 ? { kind: "cancelled" } : this.#outcome();
  }

  decisionPoint(caller: Caller): DecisionPoint {
    const { draws, scheduler } = this.#options;
    return {
      policy: () => `policy-${this.#policy}`,
      decide: () => {
        const verdict = this.#verdict();
        if (draws.below(4) < 3) return verdict;
        return new Promise((resolve) => scheduler.soon("the decision point answers", () => resolve(verdict), caller));
      },
    };
  }

  #verdict(): Verdict {
    const roll = this.#options.draws.below(20);
    const decision = roll < 15 ? "allow" : roll < 19 ? "requireApproval" : "deny";
    return { decision, rule: "by-chance", policy: `policy-${this.#policy}` };
  }
}
