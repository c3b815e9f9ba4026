/** What a trace shows to be triggered, and what of it hasn't come by itself. */
import type { Bundle } from "@rb/ir";
import type { Id, JournalRecord, RunResult, WaitFacts } from "@rb/kernel";
import type { ExpectedTrace } from "./expected-trace.js";
import type { Projection } from "./projection.js";

/** A wait that fires because the trace says so, and the event that it is. */
export interface Triggered {
  readonly wait: WaitFacts;
  readonly element: string;
}

export class Triggers {
  readonly #trace: ExpectedTrace;
  readonly #projection: Projection;
  /** The names of messages and signals that the model throws. */
  readonly #thrown: ReadonlySet<string>;
  /** Those that it has thrown. */
  readonly #raised = new Set<string>();
  readonly #waits = new Map<Id, string>();
  /** How often each event has been triggered. */
  readonly #fired = new Map<string, number>();

  constructor(bundle: Bundle, trace: ExpectedTrace, projection: Projection) {
    this.#trace = trace;
    this.#projection = projection;
    this.#thrown = thrownBy(bundle);
  }

  see(record: JournalRecord): void {
    if (record.type === "waitOpened") this.#waits.set(record.wait.id, this.#projection.eventOf(record.wait) ?? "");
    else if (record.type === "raised" && record.name !== undefined) this.#raised.add(record.name);
    else if (record.type === "waitFired") {
      const event = this.#waits.get(record.wait) ?? "";
      this.#fired.set(event, (this.#fired.get(event) ?? 0) + 1);
    }
  }

  /** Of all that is waited for, what the trace shows to have come next; null when it shows nothing more. */
  next({ waiting }: RunResult): Triggered | null {
    const open = new Map<string, WaitFacts>();
    for (const one of waiting) {
      const element = one.for === "event" ? this.#projection.eventOf(one.wait) : null;
      if (one.for === "event" && element !== null && !open.has(element)) open.set(element, one.wait);
    }
    const counts = new Map<string, number>();
    for (const element of this.#trace.triggered) {
      const count = (counts.get(element) ?? 0) + 1;
      counts.set(element, count);
      const wait = open.get(element);
      if (wait !== undefined && (this.#fired.get(element) ?? 0) < count && this.#mayCome(wait))
        return { wait, element };
    }
    return null;
  }

  /** What the model itself throws comes from there: at most it came too early for the wait, where branches that run side by side race. */
  #mayCome({ name }: WaitFacts): boolean {
    return name === undefined || !this.#thrown.has(name) || this.#raised.has(name);
  }
}

function thrownBy({ graphs }: Bundle): ReadonlySet<string> {
  const thrown = graphs.flatMap(({ nodes }) => nodes.flatMap((node) => ("throws" in node ? (node.throws ?? []) : [])));
  const names = thrown.flatMap((one) => ("name" in one && "json" in one.name ? [one.name.json] : []));
  return new Set(names.filter((name) => typeof name === "string"));
}
