/**
 * The live in-process driver: asks the decision point, calls executors, keeps time, and hands what they say back to the kernel, one
 * envelope at a time. What answers at once is handled at once; only what is really under way is awaited. With a journal, everything that
 * could be noticed outside waits until the records that speak of it last; asking the decision point doesn't, as it changes nothing.
 */
import { MANUAL } from "@rb/ir";
import { standInFor } from "./answers.js";
import { findJobToken } from "./apply.js";
import { Cancellation } from "./cancellation.js";
import { onlyDryRuns, policyOf, verdictOf } from "./decision-point.js";
import type { Effect, Invocation } from "./effect.js";
import type { Answer, Envelope, Input, Outcome, Question, Verdict } from "./envelope.js";
import type { Clock, DecisionPoint, Executor, StandIn } from "./executor.js";
import { Fifo } from "./fifo.js";
import { Host } from "./host.js";
import { notIJson } from "./i-json.js";
import { isPromise } from "./is-promise.js";
import { checkedOutcome, executorError } from "./outcome-check.js";
import { outstanding } from "./outstanding.js";
import type { Program } from "./program.js";
import type { JournalRecord, WaitFacts } from "./record.js";
import type { Delivery, RunOptions, RunResult } from "./run-options.js";
import { decode } from "./saved.js";
import type { SavedState } from "./saved-state.js";
import { createState, isFinal, type State, type Wait } from "./state.js";
import { nextTimer, Stepper } from "./step.js";

/** A live run that is under way in this process. */
export class LiveRun {
  readonly #host: Host;
  readonly #state: State;
  readonly #records: JournalRecord[] = [];
  readonly #effects: Effect[] = [];
  readonly #stepper: Stepper;
  readonly #agenda: Fifo<Input | Post> = new Fifo();
  readonly #decisions: DecisionPoint;
  readonly #clock: Clock;
  readonly #standIn: StandIn | null;
  readonly #executors: ReadonlyMap<string, Executor>;
  readonly #running = new Map<string, Cancellation>();
  readonly #stoodIn = new Map<string, Outcome>();
  /** Executors and decision points that have not answered yet. */
  #pending = 0;
  #wake: (() => void) | null = null;
  #begun = false;
  #over = false;
  /** Effects whose outcomes came with a resumed run: nobody need be asked about them. */
  readonly #broughtAlong = new Set<string>();
  // With a journal: what was made but not handed to it yet, and what was and doesn't last yet.
  #batch: JournalRecord[] = [];
  #held: Effect[] = [];
  #posts: Post[] = [];
  /** In order. */
  readonly #handed: Handed[] = [];
  #broken: { readonly error: unknown } | null = null;

  /** Resolves when the run is over, is stuck, or waits for somebody; rejects when its journal fails. */
  readonly result: Promise<RunResult>;

  constructor(program: Program, options: RunOptions, from: SavedState | null, first: readonly Delivery[]) {
    this.#host = new Host(program, options);
    this.#state = from === null ? createState() : decode(program, from);
    this.#stepper = new Stepper(program, this.#state, this.#host.limits);
    this.#decisions = options.decisionPoint ?? onlyDryRuns("live");
    this.#clock = options.clock as Clock;
    this.#standIn = options.standIn ?? (options.answers === undefined ? null : standInFor(program, options.answers));
    this.#executors = new Map(Object.entries(options.executors ?? {}));
    for (const delivery of first) this.#accept(new Post(delivery));
    this.result = this.#run(from !== null);
  }

  /** Whether it has come to rest: what comes now is for a resumed run. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Its state as it is now; with a journal, perhaps ahead of what lasts. */
  get state(): State {
    return this.#state;
  }

  /** Hands something from outside to the run. Resolves when it has been taken, and lasts; rejects when the run is over or its journal fails. */
  send(delivery: Delivery): Promise<void> {
    if (this.#over)
      return Promise.reject(new Error(`Run ${this.#state.run} is at rest: resume it to hand it something.`));
    const why = notIJson(delivery);
    if (why !== null)
      return Promise.reject(new TypeError(`What is handed to a run has to be JSON; this holds ${why}.`));
    return new Promise((resolve, reject) => {
      this.#accept(new Post(delivery, resolve, reject));
      this.#awake();
    });
  }

  #accept(post: Post): void {
    const { input } = post.delivery;
    if (!this.#begun && input.type === "settled") this.#broughtAlong.add(input.effect);
    this.#agenda.push(post);
  }

  async #run(isResumed: boolean): Promise<RunResult> {
    // Whoever made it may hand it more before it begins.
    await undefined;
    this.#begun = true;
    const { signal } = this.#host.options;
    const onAbort = () => {
      this.#agenda.push({ type: "cancelled", why: "interrupted" });
      this.#awake();
    };
    signal?.addEventListener("abort", onAbort);
    if (isResumed) {
      // First what is left from before: nobody knows yet how long ago the rest came.
      const came: (Input | Post)[] = [];
      for (let item = this.#agenda.shift(); item !== undefined; item = this.#agenda.shift()) came.push(item);
      this.#takeUp();
      for (const item of came) this.#agenda.push(item);
    }
    if (signal?.aborted === true) onAbort();
    try {
      await this.#loop();
    } finally {
      this.#over = true;
      signal?.removeEventListener("abort", onAbort);
      if (this.#broken !== null) this.#abandon(this.#broken.error);
    }
    return this.#host.result(this.#state, this.#records);
  }

  async #loop(): Promise<void> {
    let graceEndsMs: number | null = null;
    for (;;) {
      for (let item = this.#agenda.shift(); item !== undefined; item = this.#agenda.shift()) {
        if (this.#isLate(item)) {
          const asked = this.#feed(tick, undefined);
          if (asked !== null) await this.#feedWithAnswers(tick, asked);
        }
        const asked = this.#feed(item, undefined);
        if (asked !== null) await this.#feedWithAnswers(item, asked);
      }
      this.#append();
      if (this.#broken !== null) throw this.#broken.error;
      if (isFinal(this.#state.status) && this.#handed.length === 0) {
        graceEndsMs ??= this.#clock.now() + (this.#host.options.graceMs ?? GRACE_MS);
        if (this.#running.size === 0 || this.#clock.now() >= graceEndsMs) return this.#rest();
        await this.#untilSomething(graceEndsMs);
      } else if (this.#pending > 0 || this.#handed.length > 0) await this.#untilSomething(this.#dueAtMs());
      else if (this.#isTimerDue()) this.#agenda.push(tick);
      else if (this.#hasOwnTimer()) await this.#untilSomething(this.#dueAtMs());
      else return this.#rest();
    }
  }

  /** From here on, nothing is taken any more: said at once, not when whoever awaits the result gets to know. */
  #rest(): void {
    this.#over = true;
  }

  /**
   * Whether something was due before this came: an approval that comes after its time is too late, also if nobody was there to notice the time. What had
   * started is another matter: that it happened is true whatever the time.
   */
  #isLate(item: Input | Post): boolean {
    if (!(item instanceof Post) || !this.#isTimerDue()) return false;
    const { input } = item.delivery;
    return input.type !== "settled" || findJobToken(this.#state, input.effect)?.job?.stage !== "started";
  }

  #dueAtMs(): number | null {
    return isFinal(this.#state.status) ? null : nextTimer(this.#state);
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
    if (waitsForOthers ? !timers.some(isOwn) : timers.length === 0) return false;
    const { patienceMs } = this.#host.options;
    return patienceMs === undefined || (nextTimer(this.#state) as number) - this.#clock.now() <= patienceMs;
  }

  /** Until somebody answers, the journal does, something is sent, or it is that time. */
  #untilSomething(dueAtMs: number | null): Promise<void> | undefined {
    if (this.#agenda.length > 0) return undefined;
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
    const slept = this.#clock.sleep(ms, nap);
    await Promise.race([woken, slept]);
    nap.abort();
    if (!this.#over && this.#agenda.length === 0 && this.#isTimerDue()) this.#agenda.push(tick);
  }

  #awake(): void {
    this.#wake?.();
    this.#wake = null;
  }

  // -------------------------------------------------------------------------------------------------------------

  /** Returns what is asked, or null when the envelope is done with. */
  #feed(item: Input | Post, answers: readonly Answer[] | undefined): readonly Question[] | null {
    const nowMs = this.#clock.now();
    const plain =
      item instanceof Post ? item.envelope(nowMs, this.#host.actor) : { nowMs, actor: this.#host.actor, input: item };
    const { keepRecords, onRecord, journal } = this.#host.options;
    const records = journal === undefined ? this.#records : this.#batch;
    const from = records.length;
    const effects = this.#effects;
    const asked = this.#stepper.take(answers === undefined ? plain : { ...plain, answers }, records, effects);
    if (asked !== null) return asked;
    if (this.#standIn !== null) this.#offerEvents(records, from);
    if (journal !== undefined) {
      if (item instanceof Post) this.#posts.push(item);
      for (const effect of effects.splice(0)) {
        if (effect.type === "decide" || effect.type === "dispatch") this.#perform(effect);
        else this.#held.push(effect);
      }
      return null;
    }
    if (onRecord !== undefined)
      for (let at = from; at < records.length; at += 1) onRecord(records[at] as JournalRecord, MAIN_LINE);
    if (keepRecords === false) records.length = 0;
    this.#performAll(effects);
    if (item instanceof Post) item.taken();
    return null;
  }

  /** Hands over to the journal what was made since; what is held back follows when that lasts. */
  #append(): void {
    const { journal } = this.#host.options;
    if (journal === undefined || this.#batch.length === 0 || this.#broken !== null) return;
    const handed: Handed = { batch: this.#batch, held: this.#held, posts: this.#posts };
    this.#batch = [];
    this.#held = [];
    this.#posts = [];
    this.#handed.push(handed);
    void journal.append(handed.batch).then(
      () => {
        this.#lasts(handed);
        this.#awake();
      },
      (error) => {
        this.#broken ??= { error };
        for (const post of handed.posts) post.refused(error);
        this.#awake();
      },
    );
  }

  /** With what was handed over, everything before it lasts too, whichever the journal says first. */
  #lasts(handed: Handed): void {
    const { keepRecords, onRecord } = this.#host.options;
    const count = this.#handed.indexOf(handed) + 1;
    for (const { batch, held, posts } of this.#handed.splice(0, count)) {
      if (onRecord !== undefined) for (const record of batch) onRecord(record, MAIN_LINE);
      if (keepRecords !== false) for (const record of batch) this.#records.push(record);
      if (this.#broken === null) for (const effect of held) this.#perform(effect);
      for (const post of posts) post.taken();
    }
  }

  /** The journal has failed. What executors still do can't be written down any more, so they are told to stop. */
  #abandon(error: unknown): void {
    for (const cancellation of this.#running.values()) cancellation.abort();
    for (const post of this.#posts) post.refused(error);
    for (let item = this.#agenda.shift(); item !== undefined; item = this.#agenda.shift())
      if (item instanceof Post) item.refused(error);
  }

  #performAll(effects: Effect[]): void {
    if (effects.length === 1) return this.#perform(effects.pop() as Effect);
    for (const effect of effects.splice(0)) this.#perform(effect);
  }

  async #feedWithAnswers(item: Input | Post, asked: readonly Question[]): Promise<void> {
    const answers: Answer[] = [];
    for (let questions: readonly Question[] | null = asked; questions !== null; questions = this.#feed(item, answers)) {
      for (const question of questions) answers.push(await this.#answer(question));
    }
  }

  async #answer(question: Question): Promise<Answer> {
    const given = this.#host.options.onQuestion?.(question);
    if (given !== undefined) return given;
    if (question.ask === "evaluate") return this.#host.evaluate(question, this.#clock.now());
    const option = this.#standIn?.choice(question) ?? null;
    if (option !== null) return { n: question.n, option };
    const node = this.#host.program.graphs.get(question.graph)?.nodeById.get(question.node);
    return {
      n: question.n,
      error: `Somebody has to choose the way on from '${node?.source.name ?? question.node}': ${question.because.join("; ").replace(/\.$/, "")}.`,
    };
  }

  /** What a stand-in knows of an event comes as soon as it is waited for. */
  #offerEvents(records: readonly JournalRecord[], from: number): void {
    for (let at = from; at < records.length; at += 1) {
      const record = records[at] as JournalRecord;
      this.#standIn?.see?.(record);
      if (record.type === "waitOpened") this.#offerEvent(record.wait);
    }
  }

  #offerEvent(wait: WaitFacts): void {
    const payload = wait.purpose === "arm" ? (this.#standIn?.event(wait) ?? null) : null;
    if (payload !== null) this.#agenda.push({ type: "assumed", wait: wait.id, payload });
  }

  // -------------------------------------------------------------------------------------------------------------

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "decide":
        return this.#decide(effect.request);
      case "review": {
        const { job } = effect.request;
        for (const approval of this.#standIn?.approvals(job) ?? [])
          this.#agenda.push({ type: "reviewed", effect: job.effect, approval });
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
    const policy = policyOf(this.#decisions);
    if (policy !== null && this.#standIn?.covers(request.job) === true) {
      this.#agenda.push({ type: "decided", effect, hash, verdict: { decision: "allow", rule: "stood-in", policy } });
      return;
    }
    const canStart = this.#executors.has(request.job.executor) && this.#standIn === null;
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
    const stoodIn = this.#standIn?.outcome(job) ?? null;
    if (stoodIn !== null) this.#stoodIn.set(job.effect, stoodIn);
    else if (executor === undefined) {
      // What a person does is settled by that person, whenever it may be.
      if (job.executor !== MANUAL) this.#agenda.push({ type: "refused", effect: job.effect, why: "no-executor" });
      return;
    }
    const policy = policyOf(this.#decisions);
    if (policy !== null) this.#agenda.push({ type: "started", effect: job.effect, policy });
    else this.#agenda.push({ type: "refused", effect: job.effect, why: "policy-moved" });
  }

  #invoke(invocation: Invocation): void {
    const { job } = invocation;
    const stoodIn = this.#stoodIn.get(job.effect);
    const executor = this.#executors.get(job.executor);
    if (stoodIn !== undefined || executor === undefined) {
      this.#stoodIn.delete(job.effect);
      this.#agenda.push({
        type: "settled",
        effect: job.effect,
        outcome: stoodIn ?? { kind: "unknown", reason: "its executor is gone" },
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
      if (this.#over) return;
      this.#agenda.push({ type: "settled", effect: job.effect, outcome: checkedOutcome(settled) });
      this.#awake();
    };
    // A promise of somebody else's making may answer twice, or throw where it ought to reject.
    void Promise.resolve(outcome).then(settle, (error) => settle(executorError(error)));
  }

  #await(promise: Promise<unknown>): void {
    this.#pending += 1;
    void promise.then(() => {
      this.#pending -= 1;
      this.#awake();
    });
  }

  /** After a restart. What had started, and whose outcome nobody brings, is sent again only where that is harmless. */
  #takeUp(): void {
    for (const effect of outstanding(this.#host.program, this.#state)) {
      if (effect.type !== "invoke") this.#perform(effect);
      else if (!this.#broughtAlong.has(effect.invocation.job.effect)) this.#takeUpStarted(effect.invocation);
    }
    if (this.#standIn === null) return;
    for (const wait of this.#state.waits.values()) this.#offerEvent(wait.facts);
  }

  #takeUpStarted(invocation: Invocation): void {
    const { effect } = invocation.job;
    const stoodIn = this.#standIn?.outcome(invocation.job) ?? null;
    if (stoodIn === null && invocation.meta?.idempotent === true) return this.#invoke(invocation);
    const outcome: Outcome = stoodIn ?? { kind: "unknown", reason: "the process stopped while it was under way" };
    this.#agenda.push({ type: "settled", effect, outcome });
  }
}

/** What waits for the journal: records, what is to be done when they last, and whom to tell. */
interface Handed {
  readonly batch: readonly JournalRecord[];
  readonly held: readonly Effect[];
  readonly posts: readonly Post[];
}

/** Something from outside in the agenda, with whom to tell that it has been taken. */
class Post {
  readonly delivery: Delivery;
  readonly taken: () => void;
  readonly refused: (error: unknown) => void;

  constructor(delivery: Delivery, taken: () => void = nobody, refused: (error: unknown) => void = nobody) {
    this.delivery = delivery;
    this.taken = taken;
    this.refused = refused;
  }

  envelope(nowMs: number, actor: string): Envelope {
    const { input, actor: by, id } = this.delivery;
    return { nowMs, actor: by ?? actor, input, ...(id === undefined ? {} : { delivery: id }) };
  }
}

const nobody = (): void => {};

const tick: Input = { type: "tick" };
const MAIN_LINE = { world: 0, conditional: false } as const;
const MAX_SLEEP_MS = 2 ** 31 - 1;
const GRACE_MS = 5000;
