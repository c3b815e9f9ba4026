/**
 * The live in-process driver: asks the decision point, calls executors, keeps time, and hands what they say back to the kernel, one
 * envelope at a time. What answers at once is handled at once; only what is really under way is awaited.
 */
import { MANUAL } from "@rb/ir";
import { PinnedAnswers } from "./answers.js";
import { Cancellation } from "./cancellation.js";
import { onlyDryRuns, policyOf, verdictOf } from "./decision-point.js";
import type { Effect, Invocation } from "./effect.js";
import type { Answer, Input, Outcome, Question, Verdict } from "./envelope.js";
import type { Clock, DecisionPoint, Executor } from "./executor.js";
import { Fifo } from "./fifo.js";
import { Host } from "./host.js";
import { isPromise } from "./is-promise.js";
import { outstanding } from "./outstanding.js";
import type { Program } from "./program.js";
import type { JournalRecord } from "./record.js";
import type { RunOptions, RunResult } from "./run-options.js";
import { decode } from "./saved.js";
import type { SavedState } from "./saved-state.js";
import { createState, isFinal, type State, type Wait } from "./state.js";
import { nextTimer, Stepper } from "./step.js";

export async function liveRun(
  program: Program,
  options: RunOptions,
  from: SavedState | null,
  first: readonly Input[],
): Promise<RunResult> {
  return new LiveRun(program, options, from).run(first);
}

class LiveRun {
  readonly #host: Host;
  readonly #state: State;
  readonly #records: JournalRecord[] = [];
  readonly #effects: Effect[] = [];
  readonly #stepper: Stepper;
  readonly #agenda: Fifo<Input> = new Fifo();
  readonly #decisions: DecisionPoint;
  readonly #clock: Clock;
  readonly #pinned: PinnedAnswers;
  readonly #isResumed: boolean;
  readonly #executors: ReadonlyMap<string, Executor>;
  readonly #running = new Map<string, Cancellation>();
  /** Promises under way: executors and decision points. */
  #pending = 0;
  #wake: (() => void) | null = null;

  constructor(program: Program, options: RunOptions, from: SavedState | null) {
    this.#host = new Host(program, options);
    this.#state = from === null ? createState() : decode(program, from);
    this.#stepper = new Stepper(program, this.#state, this.#host.limits);
    this.#decisions = options.decisionPoint ?? onlyDryRuns("live");
    this.#clock = options.clock as Clock;
    this.#pinned = new PinnedAnswers(program, options.answers);
    this.#executors = new Map(Object.entries(options.executors ?? {}));
    this.#isResumed = from !== null;
  }

  async run(first: readonly Input[]): Promise<RunResult> {
    const { signal } = this.#host.options;
    const onAbort = () => {
      this.#agenda.push({ type: "cancelled", why: "interrupted" });
      this.#awake();
    };
    signal?.addEventListener("abort", onAbort);
    if (this.#isResumed)
      this.#takeUp(new Set(first.flatMap((input) => (input.type === "settled" ? input.effect : []))));
    for (const input of first) this.#agenda.push(input);
    if (signal?.aborted === true) onAbort();
    try {
      await this.#loop();
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
    return this.#host.result(this.#state, this.#records);
  }

  async #loop(): Promise<void> {
    for (;;) {
      for (let input = this.#agenda.shift(); input !== undefined; input = this.#agenda.shift()) {
        const asked = this.#feed(input, undefined);
        if (asked !== null) await this.#feedWithAnswers(input, asked);
      }
      if (isFinal(this.#state.status) && this.#running.size === 0) return;
      if (this.#pending > 0) {
        await this.#untilSomething();
        continue;
      }
      if (isFinal(this.#state.status)) return;
      if (this.#isTimerDue()) this.#agenda.push({ type: "tick" });
      else if (!this.#hasOwnTimer()) return;
      else {
        await this.#untilSomething();
        if (this.#agenda.length === 0) this.#agenda.push({ type: "tick" });
      }
    }
  }

  #isTimerDue(): boolean {
    const dueAtMs = nextTimer(this.#state);
    return dueAtMs !== null && dueAtMs <= this.#clock.now();
  }

  /**
   * Whether time alone will lead on. While people or events are waited for, only what the procedure itself waits for counts: a run that
   * stays in the process for a day because an approval would expire then has not returned to those who could approve.
   */
  #hasOwnTimer(): boolean {
    const waits = [...this.#state.waits.values()];
    const timers = waits.filter((wait) => wait.facts.kind === "timer");
    const isOwn = (wait: Wait) => wait.facts.purpose !== "handler" && wait.facts.purpose !== "expiry";
    const isEvent = (wait: Wait) => wait.facts.kind !== "timer" && wait.facts.purpose === "arm";
    const waitsForOthers = this.#state.humanJobs > 0 || waits.some(isEvent);
    return waitsForOthers ? timers.some(isOwn) : timers.length > 0;
  }

  /** Until an executor answers, a timer is due, or the run is aborted. */
  #untilSomething(): Promise<void> | undefined {
    if (this.#agenda.length > 0) return undefined;
    const dueAtMs = isFinal(this.#state.status) ? null : nextTimer(this.#state);
    const woken = new Promise<void>(this.#keepWake);
    return dueAtMs === null ? woken : this.#orUntil(dueAtMs, woken);
  }

  readonly #keepWake = (resolve: () => void): void => {
    this.#wake = resolve;
  };

  /** A sleep may have to be cut into pieces: platforms' timers overflow beyond 2^31 ms. */
  async #orUntil(dueAtMs: number, woken: Promise<void>): Promise<void> {
    const nap = new Cancellation();
    const ms = Math.min(Math.max(0, dueAtMs - this.#clock.now()), MAX_SLEEP_MS);
    const slept = this.#clock.sleep(ms, nap).then(() => {
      if (!nap.aborted && this.#clock.now() >= dueAtMs) this.#agenda.push({ type: "tick" });
    });
    await Promise.race([woken, slept]);
    nap.abort();
  }

  #awake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  // -------------------------------------------------------------------------------------------------------------

  /** Returns what is asked, or null when the envelope is done with. */
  #feed(input: Input, answers: readonly Answer[] | undefined): readonly Question[] | null {
    const envelope = { nowMs: this.#clock.now(), actor: this.#host.actor, input };
    const { keepRecords, onRecord } = this.#host.options;
    const records = this.#records;
    const from = records.length;
    const effects = this.#effects;
    const asked = this.#stepper.take(answers === undefined ? envelope : { ...envelope, answers }, records, effects);
    if (asked !== null) return asked;
    if (onRecord !== undefined)
      for (let at = from; at < records.length; at += 1) onRecord(records[at] as JournalRecord, MAIN_LINE);
    if (keepRecords === false) records.length = 0;
    this.#performAll(effects);
    return null;
  }

  #performAll(effects: Effect[]): void {
    if (effects.length === 1) return this.#perform(effects.pop() as Effect);
    for (const effect of effects.splice(0)) this.#perform(effect);
  }

  async #feedWithAnswers(input: Input, asked: readonly Question[]): Promise<void> {
    const answers: Answer[] = [];
    for (
      let questions: readonly Question[] | null = asked;
      questions !== null;
      questions = this.#feed(input, answers)
    ) {
      for (const question of questions) answers.push(await this.#answer(question));
    }
  }

  async #answer(question: Question): Promise<Answer> {
    const given = this.#host.options.onQuestion?.(question);
    if (given !== undefined) return given;
    if (question.ask === "evaluate") return this.#host.evaluate(question, this.#clock.now());
    const node = this.#host.program.graphs.get(question.graph)?.nodeById.get(question.node);
    const option = node === undefined ? null : this.#pinned.choice(node, question.options);
    if (option !== null) return { n: question.n, option };
    return {
      n: question.n,
      error: `Somebody has to choose the way on from '${node?.source.name ?? question.node}': ${question.because.join("; ")}.`,
    };
  }

  // -------------------------------------------------------------------------------------------------------------

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "decide":
        return this.#decide(effect.request);
      case "review": {
        const { job } = effect.request;
        const approval = this.#pinned.approval(job);
        if (approval?.by !== undefined)
          this.#agenda.push({
            type: "reviewed",
            effect: job.effect,
            approval: { hash: job.hash, ...approval, by: approval.by },
          });
        return;
      }
      case "dispatch":
        return this.#dispatch(effect.invocation);
      case "invoke":
        return this.#invoke(effect.invocation);
      case "cancel":
        this.#running.get(effect.effect)?.abort();
        return;
      default:
        return;
    }
  }

  #decide(request: Extract<Effect, { type: "decide" }>["request"]): void {
    const { effect, hash } = request.job;
    const canStart = this.#executors.has(request.job.executor) && this.#host.options.answers === undefined;
    const tell = (verdict: Verdict) => {
      const start = canStart ? policyOf(this.#decisions) : null;
      this.#agenda.push({ type: "decided", effect, hash, verdict, ...(start === null ? {} : { start }) });
    };
    const said = verdictOf(this.#decisions, request);
    if (isPromise(said)) this.#await(said.then(tell));
    else tell(said);
  }

  #dispatch(invocation: Invocation): void {
    const { job } = invocation;
    const executor = this.#executors.get(job.executor);
    const pinned = this.#host.options.answers === undefined ? null : this.#pinned.outcome(job);
    if (pinned !== null) this.#answered.set(job.effect, pinned);
    else if (executor === undefined) {
      // What a person does is settled by that person, whenever it may be.
      if (job.executor !== MANUAL) this.#agenda.push({ type: "refused", effect: job.effect, why: "no-executor" });
      return;
    }
    const policy = policyOf(this.#decisions);
    if (policy !== null) this.#agenda.push({ type: "started", effect: job.effect, policy });
    else this.#agenda.push({ type: "refused", effect: job.effect, why: "policy-moved" });
  }

  readonly #answered = new Map<string, Outcome>();

  #invoke(invocation: Invocation): void {
    const { job } = invocation;
    const pinned = this.#answered.get(job.effect);
    const executor = this.#executors.get(job.executor);
    if (pinned !== undefined || executor === undefined) {
      this.#answered.delete(job.effect);
      this.#agenda.push({
        type: "settled",
        effect: job.effect,
        outcome: pinned ?? { kind: "unknown", reason: "its executor is gone" },
      });
      return;
    }
    const cancellation = new Cancellation();
    let outcome: Outcome | Promise<Outcome>;
    try {
      outcome = executor.invoke(invocation, cancellation);
    } catch (error) {
      outcome = executorError(error);
    }
    if (!isPromise(outcome)) {
      this.#agenda.push({ type: "settled", effect: job.effect, outcome: checkedOutcome(outcome) });
      return;
    }
    this.#running.set(job.effect, cancellation);
    this.#pending += 1;
    const settle = (settled: Outcome) => {
      this.#running.delete(job.effect);
      this.#pending -= 1;
      this.#agenda.push({ type: "settled", effect: job.effect, outcome: checkedOutcome(settled) });
      this.#awake();
    };
    void outcome.then(settle, (error) => settle(executorError(error)));
  }

  #await(promise: Promise<unknown>): void {
    this.#pending += 1;
    void promise.then(() => {
      this.#pending -= 1;
      this.#awake();
    });
  }

  /** After a restart. What had started, and whose outcome nobody brings, is sent again only where that is harmless. */
  #takeUp(settled: ReadonlySet<string>): void {
    for (const effect of outstanding(this.#host.program, this.#state)) {
      if (effect.type === "invoke" && settled.has(effect.invocation.job.effect)) continue;
      if (effect.type === "invoke" && effect.invocation.meta?.idempotent !== true) {
        const reason = "the process stopped while it was under way";
        this.#agenda.push({
          type: "settled",
          effect: effect.invocation.job.effect,
          outcome: { kind: "unknown", reason },
        });
      } else this.#perform(effect);
    }
  }
}

const MAIN_LINE = { world: 0, conditional: false } as const;
const MAX_SLEEP_MS = 2 ** 31 - 1;

const outcomeKinds: ReadonlySet<unknown> = new Set<Outcome["kind"]>(["ok", "failed", "unknown", "cancelled"]);

/** An executor that answers with no outcome may have done anything. */
function checkedOutcome(said: unknown): Outcome {
  const outcome = (typeof said === "object" && said !== null ? said : {}) as Partial<Outcome>;
  if (!outcomeKinds.has(outcome.kind)) return { kind: "unknown", reason: "its executor gave no outcome" };
  if (outcome.kind !== "ok" || isSlot(outcome.output)) return outcome as Outcome;
  return { kind: "unknown", reason: "its executor's output is not of the form { json: … }" };
}

function isSlot(output: unknown): boolean {
  if (typeof output !== "object" || output === null) return false;
  return "json" in output || "unknown" in output || "secret" in output || "pointer" in output;
}

function executorError(error: unknown): Outcome {
  return { kind: "failed", code: "executor-error", message: error instanceof Error ? error.message : String(error) };
}
