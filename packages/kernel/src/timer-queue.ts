/** Waiting timers by (due, id): a binary heap that forgets closed waits lazily. */
import type { Wait } from "./state.js";

export class TimerQueue {
  readonly #heap: { readonly dueAtMs: number; readonly wait: Wait }[] = [];

  add(wait: Wait): void {
    const heap = this.#heap;
    let child = heap.length;
    heap.push({ dueAtMs: wait.dueAtMs, wait });
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#before(child, parent)) break;
      this.#swap(child, parent);
      child = parent;
    }
  }

  /** The earliest wait for which `isOpen` still holds at the time it was added with. */
  first(isOpen: (wait: Wait) => boolean): Wait | null {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined) return null;
      if (top.wait.dueAtMs === top.dueAtMs && isOpen(top.wait)) return top.wait;
      this.#removeFirst();
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && this.#before(child, least)) least = child;
      }
      if (least === parent) return;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a] as { dueAtMs: number; wait: Wait };
    const y = this.#heap[b] as { dueAtMs: number; wait: Wait };
    return x.dueAtMs < y.dueAtMs || (x.dueAtMs === y.dueAtMs && x.wait.facts.id < y.wait.facts.id);
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    const kept = heap[a] as { dueAtMs: number; wait: Wait };
    heap[a] = heap[b] as { dueAtMs: number; wait: Wait };
    heap[b] = kept;
  }
}
