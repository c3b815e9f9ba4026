/**
 * One transition. An envelope is received, does its immediate work, and then everything that can move by itself does, first come first
 * served, until the run is quiet: tokens, instances that became empty, joins that look at their whole instance, conditions. `step`
 * writes a state that the caller owns; `transition` is the same on a copy.
 */
import { assertNever, isUnknown, type Slot } from "@rb/ir";
import { completeBody, failAtOnce, failBody, startAttempt } from "./activity.js";
import { undoneIn } from "./compensation.js";
import { AskSignal, IncidentSignal, type Offhand, type Operations, Step } from "./context.js";
import type { Effect } from "./effect.js";
import type { Envelope, Input, Question } from "./envelope.js";
import { endRun, failFrame } from "./failures.js";
import { closeFrame, settleFrame } from "./frames.js";
import { handlerEmptied } from "./handlers.js";
import { checkConditions, fireWait, receive } from "./inputs.js";
import { settleWatched, watchFrame } from "./joins.js";
import { LimitSignal } from "./limit-signal.js";
import { failureOf } from "./mistakes.js";
import { enter, throwFrom } from "./nodes.js";
import type { Program } from "./program.js";
import type { Failure, JournalRecord, RecordOf, Status } from "./record.js";
import { nameOf, openIncident } from "./routing.js";
import { runLimits } from "./run-limits.js";
import type { RunLimits } from "./run-options.js";
import { decode, encode } from "./saved.js";
import { type Frame, isFinal, type State, type Token } from "./state.js";
import { Undo } from "./undo.js";
import { asObject, evaluate } from "./values.js";

/** What came of an envelope. */
export type Transition =
  | {
      readonly kind: "done";
      readonly state: State;
      /** What happened, in order. Folding these over the old state gives `state`. */
      readonly records: readonly JournalRecord[];
      /** What the driver must now do. Make `records` durable before starting any. */
      readonly effects: readonly Effect[];
    }
  /** Nothing has happened: answer, and send the same envelope again with the answers, in order. */
  | { readonly kind: "asks"; readonly questions: readonly Question[] };

/** Pure: the given state stays as it was. */
export function transition(
  program: Program,
  state: State,
  envelope: Envelope,
  limits: RunLimits = runLimits,
): Transition {
  return step(program, decode(program, encode(program, state)), envelope, limits);
}

/** Writes `owned`, which must not be used elsewhere. When it asks, `owned` is as it was before. */
export function step(program: Program, owned: State, envelope: Envelope, limits: RunLimits = runLimits): Transition {
  const records: JournalRecord[] = [];
  const effects: Effect[] = [];
  const questions = new Stepper(program, owned, limits).take(envelope, records, effects);
  return questions === null ? { kind: "done", state: owned, records, effects } : { kind: "asks", questions };
}

/** `step`, for a driver that takes many: what happens is appended to lists of its own. */
export class Stepper {
  readonly #made: Step;

  constructor(program: Program, owned: State, limits: RunLimits) {
    this.#made = new Step(program, owned, limits, operations);
  }

  /**
   * Null when it is done; else what is asked, and nothing has happened. What `offhand` answers is not asked: the step goes on, and is taken once
   * more when it is done, with these answers in its envelope, as if they had come with it. So however much there is to answer, it is taken twice
   * rather than once for each question.
   */
  take(
    envelope: Envelope,
    records: JournalRecord[],
    effects: Effect[],
    offhand: Offhand | null = null,
  ): readonly Question[] | null {
    const made = this.#made;
    const asked = this.#attempt(envelope, records, effects, offhand);
    if (asked !== null || made.offhand.length === 0) return asked;
    const answers = [...(envelope.answers ?? noAnswers), ...made.offhand];
    return this.#attempt({ ...envelope, answers }, records, effects, null);
  }

  /** When it was answered offhand, nothing has happened either. */
  #attempt(
    envelope: Envelope,
    records: JournalRecord[],
    effects: Effect[],
    offhand: Offhand | null,
  ): readonly Question[] | null {
    const made = this.#made;
    const owned = made.state;
    const { length } = records;
    if (bringsUnknown(envelope.input)) owned.unknowns = true;
    const undo = made.program.mayAsk || owned.unknowns ? new Undo(owned) : null;
    owned.undo = undo;
    made.begin(envelope.answers ?? noAnswers, records, effects, offhand);
    const armedAtMs = nextTimer(owned);
    let isAsked = false;
    try {
      made.receive(receipt(owned.seq + 1, envelope));
      guarded(made, null, receive, envelope.input);
      drain(made);
      settleStatus(made);
    } catch (signal) {
      if (signal instanceof LimitSignal) stopAtLimit(made, signal);
      else if (signal instanceof AskSignal && undo !== null) isAsked = true;
      else throw signal;
    } finally {
      owned.undo = null;
    }
    if (undo !== null && (isAsked || made.offhand.length > 0)) {
      undo.rollback(owned);
      made.agenda.clear();
      records.length = length;
      effects.length = 0;
      return isAsked ? made.questions : null;
    }
    if (made.finished) effects.push({ type: "finished", status: owned.status });
    const dueAtMs = nextTimer(owned);
    if (dueAtMs !== armedAtMs) effects.push({ type: "wakeAt", atMs: dueAtMs });
    return null;
  }
}

function receipt(seq: number, envelope: Envelope): RecordOf<"received"> {
  const { nowMs, actor, input, delivery, answers } = envelope;
  if (delivery === undefined && answers === undefined) return { type: "received", seq, nowMs, actor, input };
  return {
    type: "received",
    seq,
    nowMs,
    actor,
    input,
    ...(delivery === undefined ? {} : { delivery }),
    ...(answers === undefined ? {} : { answers }),
  };
}

const noAnswers: NonNullable<Envelope["answers"]> = [];

function bringsUnknown(input: Input): boolean {
  switch (input.type) {
    case "settled":
      return input.outcome.kind === "ok" && isUnknown(input.outcome.output);
    case "delivered":
    case "assumed":
      return isUnknown(input.payload);
    case "start":
      return (
        Object.values(input.variables).some(isUnknown) || (input.payload !== undefined && isUnknown(input.payload))
      );
    default:
      return false;
  }
}

export function nextTimer(state: State): number | null {
  return state.timers?.first((wait) => state.waits.get(wait.facts.id) === wait)?.dueAtMs ?? null;
}

// ---------------------------------------------------------------------------------------------------------------

const operations: Operations = {
  completeBody: (made, token, result, body) =>
    token.node.activity === null ? raised(made, token) : completeBody(made, token, result, body),
  failBody: (made, token, failure) =>
    token.node.activity === null ? failFrame(made, token.frame, failure, token) : failBody(made, token, failure),
  failFrame,
  startAttempt,
  fireWait,
  frameEmptied,
  raised,
  drain,
};

/** A publication or compensation that held a throw up is done: on to the next of its throws. */
function raised(made: Step, token: Token): void {
  if (token.node.source.kind === "throw" || token.node.source.kind === "end") throwFrom(made, token, token.attempt);
}

/** Runs work for a token; what goes wrong in a way that a person can mend becomes its incident, unless it is to fail. */
function guarded<T>(made: Step, token: Token | null, work: (step: Step, about: T) => void, about: T): void {
  try {
    work(made, about);
  } catch (signal) {
    if (!(signal instanceof IncidentSignal)) throw signal;
    const owner = token ?? made.subject;
    const failure = owner !== null && made.isAlive(owner) ? failureOf(owner, signal) : null;
    if (owner === null || failure === null) wentWrong(made, owner, signal);
    else failInstead(made, owner, failure);
  }
}

function wentWrong(made: Step, owner: Token | null, signal: IncidentSignal): void {
  if (owner !== null && made.isAlive(owner)) openIncident(made, owner, signal);
  else endRun(made, "failed", { code: signal.code, message: signal.message });
}

/** What goes wrong while a handler takes the failure over doesn't fail once more: that might never end. */
function failInstead(made: Step, owner: Token, failure: Failure): void {
  try {
    if (owner.node.activity === null) failFrame(made, owner.frame, failure, owner);
    else failAtOnce(made, owner, failure);
  } catch (signal) {
    if (!(signal instanceof IncidentSignal)) throw signal;
    wentWrong(made, owner, signal);
  }
}

function drain(made: Step): void {
  const { ready, late, emptied } = made.agenda;
  for (;;) {
    // After each move: a condition that turns true, and false again with the next one, has been true.
    if (made.wrote) {
      made.wrote = false;
      if (made.state.conditions > 0) guarded(made, null, checkConditions, undefined);
      continue;
    }
    const token = ready.shift();
    if (token !== undefined) {
      if (isHeardByChance(token)) late.push(token);
      else move(made, token);
      continue;
    }
    const frame = emptied.shift();
    if (frame !== undefined) {
      made.moving = frame.token;
      guarded(made, frame.token, settleFrame, frame);
      continue;
    }
    if (settleTouched(made)) continue;
    const speaker = late.shift();
    if (speaker === undefined) return;
    move(made, speaker);
  }
}

function move(made: Step, token: Token): void {
  if (!made.isAlive(token) || token.phase !== "ready") return;
  made.moving = token;
  guarded(made, token, enter, token);
}

/**
 * Signals and messages reach those who listen at that moment, and tokens side by side have no order (BPMN 2.0.2, 10.5.1). Whoever is on the
 * way to listen in the same step gets there first, so that it doesn't depend on the order of drawing who hears it.
 */
function isHeardByChance({ node: { source } }: Token): boolean {
  if (source.kind !== "throw" && source.kind !== "end") return false;
  return source.throws?.some(({ raise }) => raise === "signal" || raise === "message") === true;
}

/** Joins that look at their whole instance, in the instances where a token moved or died. */
function settleTouched(made: Step): boolean {
  const { touched, watched } = made.agenda;
  if (touched.size === 0 && watched.size === 0) return false;
  for (const frame of touched) watchFrame(made, frame);
  touched.clear();
  return settleWatched(made);
}

// ---------------------------------------------------------------------------------------------------------------

function frameEmptied(made: Step, frame: Frame): void {
  switch (frame.kind) {
    case "root":
      return rootEmptied(made, frame);
    case "scope":
      return completeBody(made, frame.token as Token, { json: null }, frame);
    case "call": {
      const outputs = outputsOf(made, frame);
      closeFrame(made, frame, "completed");
      return completeBody(made, frame.token as Token, asObject(outputs), null);
    }
    case "handler":
      return handlerEmptied(made, frame);
    case "compensation":
      closeFrame(made, frame, "completed");
      return undoneIn(made, frame);
    case "iteration":
      // Its one token ends it.
      return;
    default:
      return assertNever(frame.kind);
  }
}

type Outputs = readonly (readonly [string, Slot])[];

function outputsOf(made: Step, frame: Frame): Outputs {
  const bindings = frame.graph.source.outputs ?? [];
  const slots = made.together(bindings, (binding) => evaluate(made, binding.from, { frame, token: null }));
  return bindings.map((binding, index) => [binding.path.join("."), slots[index] as Slot] as const);
}

function rootEmptied(made: Step, frame: Frame): void {
  const isMain = frame.graph === made.program.main;
  const outputs = isMain ? outputsOf(made, frame) : [];
  closeFrame(made, frame, "completed");
  const isLast = made.state.frames.size === 0;
  if (isLast) made.emit({ type: "statusChanged", status: "completed", ...(outputs.length === 0 ? {} : { outputs }) });
  else if (outputs.length > 0) made.emit({ type: "statusChanged", status: made.state.status, outputs });
}

function settleStatus(made: Step): void {
  const { state } = made;
  if (isFinal(state.status) || state.run === "") return;
  if (isQuiet(state)) for (const token of stuckTokens(state)) openIncident(made, token, stuckJoin(token));
  const status = statusOf(state);
  if (status !== state.status) made.emit({ type: "statusChanged", status });
}

/** Nothing outside owes the run anything, and nobody is asked to do anything. */
function isQuiet(state: State): boolean {
  return state.jobs === 0 && state.waits.size === 0 && !hasManualFrame(state);
}

function hasManualFrame(state: State): boolean {
  for (const frame of state.frames.values())
    if (frame.region?.source.manual === true && !frame.draining && !frame.interrupted) return true;
  return false;
}

function statusOf(state: State): Status {
  if (state.jobs > state.humanJobs) return "running";
  if (!isQuiet(state)) return "waiting";
  return "stuck";
}

/** One parked token for each join that nothing can complete any more. */
function stuckTokens(state: State): Token[] {
  const seen = new Set<string>();
  return [...state.tokens.values()].filter((token) => {
    if (token.phase !== "joined") return false;
    const key = `${token.frame.id}/${token.node.index}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function stuckJoin(token: Token): IncidentSignal {
  const join = token.frame.joins?.get(token.node.index);
  const missing = token.node.incoming.filter((flow) => join?.filled.has(flow.slot) !== true);
  const from = [...new Set(missing.map((flow) => flow.from.source.name ?? flow.from.id))]
    .map((name) => `'${name}'`)
    .join(", ");
  const name = token.node.source.name ?? token.node.id;
  const wanted = from === "" ? "more tokens than have come" : `a token from ${from}`;
  return new IncidentSignal(
    "stuck-join",
    `'${name}' waits for ${wanted}, and none can come any more.`,
    missing.map((flow) => flow.id),
  );
}

function stopAtLimit(made: Step, signal: LimitSignal): void {
  const token = made.moving ?? made.subject;
  made.liftLimits();
  if (isFinal(made.state.status)) return;
  const at = token === null ? "" : `, at '${nameOf(token)}'`;
  const failure: Failure = {
    code: "limit-exceeded",
    message: `${signal.message}${at}. What is meant to need more has to be run with a higher limit.`,
    ...(token === null ? {} : { node: token.node.id }),
    data: { limit: signal.limit, value: signal.value },
  };
  endRun(made, "failed", failure);
}
