/** A step in the making: the program, the state it may write (through `emit`), what it has emitted so far, and the agenda. One serves all steps of a run. */
import type { Json, Slot } from "@rb/ir";
import { Agenda } from "./agenda.js";
import { apply } from "./apply.js";
import { dataOf } from "./data-size.js";
import type { Effect } from "./effect.js";
import type { Answer, Id, Question } from "./envelope.js";
import { LimitSignal } from "./limit-signal.js";
import type { NodeProgram, Program } from "./program.js";
import type { Failure, JournalRecord, RecordOf } from "./record.js";
import type { RunLimits } from "./run-options.js";
import { type Frame, isFinal, type State, type Token, type Wait } from "./state.js";

/** Thrown to the token being processed: what went wrong is a person's matter, not a bug. */
export class IncidentSignal extends Error {
  override readonly name = "IncidentSignal";
  readonly code: string;
  readonly detail: Json | undefined;

  constructor(code: string, message: string, detail?: Json) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/** Thrown when an answer is missing; the step is rolled back. */
export class AskSignal extends Error {
  override readonly name = "AskSignal";
}

/**
 * What lower layers call upwards. The layers import downwards only (values, routing, frames, activities, nodes); these few
 * recursions, a frame that completes an activity that moves a token, go through here.
 */
export interface Operations {
  readonly completeBody: (step: Step, token: Token, result: Slot, body: Frame | null) => void;
  readonly failBody: (step: Step, token: Token, failure: Failure) => void;
  readonly failFrame: (step: Step, frame: Frame, failure: Failure, from: Token | null) => void;
  readonly startAttempt: (step: Step, token: Token, attempt: number) => void;
  readonly fireWait: (step: Step, wait: Wait, payload: Slot | null, assumed: boolean) => void;
  readonly frameEmptied: (step: Step, frame: Frame) => void;
  /** Moves everything that can move. */
  readonly drain: (step: Step) => void;
  /** What a throw held its token up for is done. */
  readonly raised: (step: Step, token: Token) => void;
}

/** An expression without a value is the author's mistake, however it is evaluated; all else, somebody has not answered. */
function noAnswer({ ask }: Question, error: string): IncidentSignal {
  return new IncidentSignal(ask === "evaluate" ? "expression-error" : "unanswered", error);
}

const none: readonly never[] = [];

/** Answers a question while the step is under way; undefined when that can't be done at once. */
export type Offhand = (question: Question) => Answer | undefined;

export class Step {
  readonly program: Program;
  readonly state: State;
  readonly limits: RunLimits;
  readonly operations: Operations;
  readonly agenda: Agenda;
  answers: readonly Answer[] = none;
  /** What was answered while the step was under way: the answers after those that the envelope brought. */
  offhand: Answer[] = [];
  records: JournalRecord[] = [];
  effects: Effect[] = [];
  /** What is asked; nothing, mostly. */
  questions: Question[] = [];
  /** Which of its triggers made the instance that a start token opens. */
  startedBy = 0;
  /** The token that the input is about. */
  subject: Token | null = null;
  /** The token that moved last, or is about to. */
  moving: Token | null = null;
  /** Variables have been written since conditions were last looked at. */
  wrote = false;
  finished = false;
  #asked = 0;
  #answer: Offhand | null = null;
  #limited = true;

  constructor(program: Program, state: State, limits: RunLimits, operations: Operations) {
    this.program = program;
    this.state = state;
    this.limits = limits;
    this.operations = operations;
    state.agenda ??= new Agenda();
    this.agenda = state.agenda;
  }

  /** For the next envelope. What happens is appended to `records` and `effects`. */
  begin(answers: readonly Answer[], records: JournalRecord[], effects: Effect[], offhand: Offhand | null): void {
    this.answers = answers;
    if (this.offhand.length > 0) this.offhand = [];
    this.#answer = offhand;
    this.records = records;
    this.effects = effects;
    if (this.questions.length > 0) this.questions = [];
    this.startedBy = 0;
    this.subject = null;
    this.moving = null;
    this.wrote = false;
    this.finished = false;
    this.#asked = 0;
    this.#limited = true;
  }

  /**
   * The envelope comes first, whatever it brings and however much there is already: without it, what follows could not be run again. So the
   * limits hold right after it; of a run that is over, they have nothing left to end.
   */
  receive(record: RecordOf<"received">): void {
    const { maxRecords, maxData, maxValueDepth } = this.limits;
    const data = dataOf(record);
    this.records.push(record);
    apply(this.program, this.state, record, data);
    if (isFinal(this.state.status)) this.#limited = false;
    else if (this.state.records > maxRecords) throw new LimitSignal("maxRecords", maxRecords);
    else if (this.state.data > maxData) throw new LimitSignal("maxData", maxData);
    // What is small can't be deep.
    else if (data > maxValueDepth) dataOf(record, 0, { maxData: Number.POSITIVE_INFINITY, maxValueDepth });
  }

  emit(record: JournalRecord): void {
    if (this.#limited && this.state.records >= this.limits.maxRecords)
      throw new LimitSignal("maxRecords", this.limits.maxRecords);
    const data = this.#limited ? dataOf(record, this.state.data, this.limits) : dataOf(record);
    this.records.push(record);
    apply(this.program, this.state, record, data);
    if (record.type === "variablesSet") this.wrote = true;
    else if (record.type === "statusChanged") this.finished = isFinal(record.status);
  }

  /** What ends a run at a limit must not be stopped by it. */
  liftLimits(): void {
    this.#limited = false;
    this.agenda.clear();
  }

  /** A token of this instance moved or died: joins that look at all of them have to be looked at again. */
  touch(frame: Frame): void {
    if (frame.joins !== null || frame.absorbing.length > 0) this.agenda.touched.add(frame);
  }

  nextId(): Id {
    return this.state.next;
  }

  /** The answer to the next question of this step; asks, and stops the step, when there is none. */
  ask(make: (n: number) => Question): Exclude<Answer, { readonly error: string }> {
    const n = this.#asked;
    this.#asked += 1;
    const answer = this.answers[n] ?? this.#answerOffhand(make(n));
    if ("error" in answer) throw noAnswer(make(n), answer.error);
    return answer;
  }

  #answerOffhand(question: Question): Answer {
    // Answers are in the order of the questions, so what comes after one that is open is open too.
    const answer = this.questions.length === 0 ? this.#answer?.(question) : undefined;
    if (answer === undefined) {
      this.questions.push(question);
      throw new AskSignal();
    }
    this.offhand.push(answer);
    return answer;
  }

  /** Asks everything that a list of evaluations has to ask at once, rather than one round trip each. */
  together<T, R>(items: readonly T[], evaluate: (item: T) => R): R[] {
    let asked = false;
    const results: R[] = [];
    for (const item of items) {
      try {
        results.push(evaluate(item));
      } catch (signal) {
        if (!(signal instanceof AskSignal)) throw signal;
        asked = true;
      }
    }
    if (asked) throw new AskSignal();
    return results;
  }

  createToken(frame: Frame, node: NodeProgram, via: { readonly id: string } | null, from: Token | null): Token {
    if (this.state.tokens.size >= this.limits.maxTokens) throw new LimitSignal("maxTokens", this.limits.maxTokens);
    const id = this.nextId();
    this.emit({
      type: "tokenCreated",
      token: id,
      frame: frame.id,
      node: node.id,
      via: via?.id ?? null,
      from: from?.id ?? null,
    });
    return this.state.tokens.get(id) as Token;
  }

  isAlive(token: Token): boolean {
    return this.state.tokens.get(token.id) === token;
  }
}
