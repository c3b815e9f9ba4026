/** Plays the outside world by chance: answers, refuses, delays, fails, sends messages, lets time pass. */
import type { Answer, Effect, Envelope, Input, JobRequest, Outcome, Question, Resolution, State } from "@rb/kernel";
import type { Random } from "./random-graph.js";

type Token = State["tokens"] extends ReadonlyMap<unknown, infer T> ? T : never;

/** Answers, refuses, delays, fails, sends and lets time pass, by chance. */
export class RandomWorld {
  readonly #random: Random;
  readonly #open: Input[] = [];
  #nowMs = 0;
  #sent = 0;

  constructor(next: Random) {
    this.#random = next;
  }

  /** What happens next; null when nothing will any more. */
  next(state: State): Envelope | null {
    this.#nowMs += Math.floor(this.#random() * 4);
    const byHand = this.#random() < 0.3 ? this.#byHand(state) : null;
    if (byHand !== null) return { nowMs: this.#nowMs, actor: "test", input: byHand };
    const isWaiting = state.waits.size > 0;
    const at = Math.floor(this.#random() * this.#open.length);
    const [known] = this.#random() < 0.8 ? this.#open.splice(at, 1) : [];
    const input = known ?? (isWaiting ? this.#fromOutside() : this.#open.shift());
    return input === undefined ? null : { nowMs: this.#nowMs, actor: "test", input };
  }

  /** What a person does: resolves an incident, picks an entry, cancels an instance. */
  #byHand(state: State): Input | null {
    const troubled = [...state.tokens.values()].filter((token) => token.incident !== null);
    const token = this.#pick(troubled);
    if (token !== undefined) return { type: "resolved", token: token.id, how: this.#resolution(token) };
    const manual = this.#pick([...state.frames.values()].filter((frame) => frame.region?.source.manual === true));
    if (manual !== undefined) {
      const entry = this.#pick(manual.region?.entries ?? []);
      const more = entry !== undefined && this.#random() < 0.7;
      return { type: "picked", frame: manual.id, ...(more ? { node: entry.id } : {}) };
    }
    const frame = this.#random() < 0.1 ? this.#pick([...state.frames.values()]) : undefined;
    return frame === undefined ? null : { type: "cancelled", frame: frame.id };
  }

  #resolution(token: Token): Resolution {
    const flows = [...token.node.ports.values()].flat();
    const flow = this.#pick(flows);
    const roll = this.#random();
    if (roll < 0.4) return { do: "retry" };
    if (roll < 0.7 && flow !== undefined) return { do: "choose", flows: [flow.id] };
    return { do: "settle", outcome: this.#outcome() };
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  #fromOutside(): Input {
    const roll = this.#random();
    this.#sent += 1;
    if (roll < 0.4) {
      this.#nowMs += 10;
      return { type: "tick" };
    }
    if (roll < 0.7)
      return {
        type: "delivered",
        kind: "message",
        id: `out${this.#sent}`,
        name: "m",
        payload: this.#random() < 0.1 ? { unknown: "lost" } : { json: 1 },
      };
    return { type: "delivered", kind: "signal", id: `out${this.#sent}`, name: "sig", payload: { json: 1 } };
  }

  take(effect: Effect): void {
    switch (effect.type) {
      case "decide":
        this.#decide(effect.request.job);
        return;
      case "review":
        this.#open.push({
          type: "reviewed",
          effect: effect.request.job.effect,
          approval: { by: `p${this.#random()}`, verdict: "approve", hash: effect.request.job.hash },
        });
        return;
      case "dispatch":
        this.#open.push({
          type: "started",
          effect: effect.invocation.job.effect,
          policy: this.#random() < 0.05 ? "moved" : "p",
        });
        return;
      case "invoke":
        this.#open.push({ type: "settled", effect: effect.invocation.job.effect, outcome: this.#outcome() });
        return;
      default:
        return;
    }
  }

  #decide(job: JobRequest): void {
    const roll = this.#random();
    const decision = roll < 0.9 ? "allow" : roll < 0.97 ? "requireApproval" : "deny";
    this.#open.push({
      type: "decided",
      effect: job.effect,
      hash: job.hash,
      verdict: { decision, rule: "r", policy: "p" },
      ...(this.#random() < 0.3 ? { start: this.#random() < 0.1 ? "moved" : "p" } : {}),
    });
  }

  #outcome(): Outcome {
    const roll = this.#random();
    if (roll < 0.6) return { kind: "ok", output: { json: Math.floor(this.#random() * 3) } };
    if (roll < 0.7) return { kind: "ok", output: { unknown: "not known" } };
    if (roll < 0.95) return { kind: "failed", code: this.#random() < 0.5 ? "E" : "F", message: "by chance" };
    return { kind: "unknown", reason: "by chance" };
  }

  answer(question: Question): Answer {
    if (question.ask === "evaluate") {
      const value = this.#random() < 0.9 ? { json: this.#random() < 0.5 } : { unknown: "not known" };
      return { n: question.n, value };
    }
    const option = question.options[Math.floor(this.#random() * question.options.length)] ?? [];
    return this.#random() < 0.9 ? { n: question.n, option } : { n: question.n, error: "nobody chose" };
  }
}
