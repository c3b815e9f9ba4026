/** Time that passes only while everybody sleeps. */
import type { AbortSignalLike, Clock } from "@rb/kernel";

interface Sleeper {
  readonly dueAtMs: number;
  readonly wake: () => void;
}

/**
 * A clock for live runs that moves on when nobody has anything left to do, and then to where the first of the sleepers wakes. It doesn't go
 * past its limit: whoever sleeps longer sleeps for ever, and `stopped` says so.
 */
export class VirtualClock implements Clock {
  /** Resolves when everybody who is left sleeps beyond the limit. */
  readonly stopped: Promise<void>;
  #nowMs = 0;
  #limitMs: number;
  readonly #sleepers = new Set<Sleeper>();
  #isPumping = false;
  #stop: () => void = () => {};

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  now(): number {
    return this.#nowMs;
  }

  /** The limit is at least this far away. */
  extendBy(ms: number): void {
    this.#limitMs = Math.max(this.#limitMs, this.#nowMs + ms);
  }

  sleep(ms: number, signal: AbortSignalLike): Promise<void> {
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        dueAtMs: this.#nowMs + Math.max(0, ms),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      if (signal.aborted) return resolve();
      this.#sleepers.add(sleeper);
      signal.addEventListener("abort", sleeper.wake);
      this.#pump();
    });
  }

  /** Once all that can be done now has been: promises settle before an immediate comes. */
  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    setImmediate(() => {
      this.#isPumping = false;
      const [first, ...others] = this.#sleepers;
      if (first === undefined) return;
      const next = others.reduce((soonest, sleeper) => (sleeper.dueAtMs < soonest.dueAtMs ? sleeper : soonest), first);
      if (next.dueAtMs > this.#limitMs) return this.#stop();
      this.#nowMs = Math.max(this.#nowMs, next.dueAtMs);
      next.wake();
      this.#pump();
    });
  }
}
