import type { AbortSignalLike } from "./executor.js";

const none: readonly (() => void)[] = [];

/** Tells an executor, or a sleep, to stop. The platform's own controller isn't in the language, so the kernel has this small one. */
export class Cancellation implements AbortSignalLike {
  #aborted = false;
  #listeners: readonly (() => void)[] = none;

  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (this.#aborted) listener();
    else this.#listeners = [...this.#listeners, listener];
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners = none;
  }
}
