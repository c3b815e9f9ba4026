import type { AbortSignalLike, Clock } from "../src/index.js";

/** A clock whose sleeps take no time, but move it on. A sleep that is interrupted first doesn't. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  /** While nobody sleeps. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }

  async sleep(ms: number, signal: AbortSignalLike): Promise<void> {
    const dueAtMs = this.#nowMs + ms;
    // Whatever is about to answer may do so first.
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
    this.slept.push(ms);
    this.#nowMs = Math.max(this.#nowMs, dueAtMs);
  }
}
