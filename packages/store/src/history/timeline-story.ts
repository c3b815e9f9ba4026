/** What has to be kept in mind from one record to the next while a history is told. */
import { type Bundle, MANUAL } from "@rb/ir";
import type { Id, RecordOf } from "@rb/kernel";
import type { Scene } from "./scene.js";
import { Ways } from "./timeline-ways.js";

/** The rule of verdicts about what an earlier run stands in for. */
const STOOD_IN = "stood-in";

export class Story {
  /** How tokens are about to leave their steps, where it isn't by completing them. */
  readonly failing: Map<Id, string> = new Map();
  ways: Ways = new Ways([]);
  /** The batch that is being told. */
  #received: RecordOf<"received"> | null = null;
  readonly #reused = new Set<string>();

  under(bundle: Bundle): void {
    this.ways = new Ways(bundle.graphs);
  }

  begin(received: RecordOf<"received">): void {
    this.#received = received;
    this.ways.begin();
  }

  /** Notes a verdict: the job is the run's own, or its result is an earlier run's. */
  decided({ effect, verdict }: RecordOf<"jobDecided">): void {
    if (verdict.rule === STOOD_IN) this.#reused.add(effect);
    else this.#reused.delete(effect);
  }

  isReused(effect: string): boolean {
    return this.#reused.has(effect);
  }

  /** Nothing more is to be said about the job. */
  over(effect: string): void {
    this.#reused.delete(effect);
  }

  /**
   * Who handed the batch's input in. Null when nobody did: clocks, decision points and executors answer by themselves, and that the
   * journal names who drove the run then doesn't make it theirs.
   */
  actor(scene: Scene): string | null {
    const received = this.#received;
    if (received === null || !this.#isHandedIn(received, scene)) return null;
    return received.actor === "" ? null : received.actor;
  }

  /** Who brought a job's outcome; null for one that an executor, or the engine itself, came to. */
  settledBy(effect: string, scene: Scene): string | null {
    const input = this.#received?.input;
    return input?.type === "settled" && input.effect === effect ? this.actor(scene) : null;
  }

  #isHandedIn({ input, delivery }: RecordOf<"received">, scene: Scene): boolean {
    switch (input.type) {
      case "tick":
      case "decided":
      case "started":
      case "refused":
        return false;
      case "assumed":
        return delivery !== undefined;
      case "settled": {
        const isManual = scene.jobs.get(input.effect)?.job.executor === MANUAL && !this.isReused(input.effect);
        return delivery !== undefined || isManual;
      }
      default:
        return true;
    }
  }
}
