/**
 * What happens next. Everything outside a process that could happen at some time or other (a flush ends, an executor answers, a timer is due) is an
 * event here, and draws pick among them. Between two events the program runs until it has nothing more to do.
 */
import type { AbortSignalLike, Clock } from "@rb/kernel";
import type { Draws } from "./draws.js";

interface Event {
  readonly what: string;
  readonly happen: () => void;
  /** Whose it is: gone with a process that dies. Null: the world's. */
  readonly owner: object | null;
  /** 0: at any time. */
  readonly dueMs: number;
}

/** 2026-01-01T00:00Z: simulated time begins there. */
const BEGIN_MS = 1767225600000;

/** Events to come, and simulated time. */
export class Scheduler {
  /** Never goes back. */
  nowMs: number = BEGIN_MS;
  /** What the machine's clock shows in excess of that. */
  clockSkewMs = 0;
  readonly #draws: Draws;
  #soon: Event[] = [];
  /** By time, then in order. */
  #timers: Event[] = [];

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  soon(what: string, happen: () => void, owner: object | null): void {
    this.#soon.push({ what, happen, owner, dueMs: 0 });
  }

  at(dueMs: number, what: string, happen: () => void, owner: object | null): Event {
    const event = { what, happen, owner, dueMs };
    const after = this.#timers.findIndex((other) => other.dueMs > dueMs);
    this.#timers.splice(after < 0 ? this.#timers.length : after, 0, event);
    return event;
  }

  cancel(event: Event): void {
    const at = this.#timers.indexOf(event);
    if (at >= 0) this.#timers.splice(at, 1);
  }

  /** A process is gone, and what was under way for it. */
  drop(owner: object): void {
    this.#soon = this.#soon.filter((event) => event.owner !== owner);
    this.#timers = this.#timers.filter((event) => event.owner !== owner);
  }

  /** Whether nothing can happen before time passes. */
  get isQuiet(): boolean {
    return this.#soon.length === 0;
  }

  /** Lets one thing happen, and says what; null: there is nothing. The first is what began first; that time passes comes last. */
  next(): string | null {
    const choices = this.#soon.length + (this.#timers.length > 0 ? 1 : 0);
    if (choices === 0) return null;
    const at = choices === 1 ? 0 : this.#draws.below(choices);
    const [event] = at < this.#soon.length ? this.#soon.splice(at, 1) : this.#timers.splice(0, 1);
    if (event === undefined) return null;
    this.nowMs = Math.max(this.nowMs, event.dueMs);
    event.happen();
    return event.what;
  }

  /** A clock as a process has it. Sleeping doesn't mind when the clock is set. */
  clock(owner: object): Clock {
    return {
      now: () => this.nowMs + this.clockSkewMs,
      sleep: (ms, signal) => this.#sleep(ms, signal, owner),
    };
  }

  #sleep(ms: number, signal: AbortSignalLike, owner: object): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.cancel(event);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const event = this.at(this.nowMs + ms, `${ms} ms pass`, wake, owner);
      signal.addEventListener("abort", wake);
    });
  }
}

/** Until every promise that could go on has. One turn of the event loop costs a microsecond, and is exact. */
export function untilIdle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
