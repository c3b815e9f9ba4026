/**
 * Throwing. A throw is delivered before the thrower's own way on: to catchers in id order, those that another catcher has
 * ended meanwhile skipped; then the thrower goes on, if it still lives (BPMN 2.0.2, 10.5.1).
 */
import { isUnknown, type Slot, type Throw, type Value } from "@rb/ir";
import { compensationBase } from "./apply.js";
import { queueCompensation } from "./compensation.js";
import { routeKey } from "./compile.js";
import { IncidentSignal, type Step } from "./context.js";
import { fireBoundary, fireScopeHandler, handlerFor } from "./handlers.js";
import { stageJob } from "./jobs.js";
import { deliverAlong, startedBy, startInstance } from "./pools.js";
import type { WaitFacts } from "./record.js";
import { type Frame, isIteration, type Token, type Wait } from "./state.js";
import { clearFrame } from "./terminate.js";
import { evaluate, textIn, textOf } from "./values.js";
import { member, type Place } from "./variables.js";
import { listeners, messageListener } from "./waits.js";

/** `going`: the thrower may go on. `held`: it waits (publication, compensation). `gone`: it has been consumed or ended. */
/** A token at a throw or an end, or an activity on behalf of its instances. */
export type Source = "node" | "activity";

export type Fate = "going" | "held" | "gone";

/** Raises from a token; `from: "activity"` offers escalations to the token's own boundary first, as its inside would. */
export function raiseFrom(step: Step, token: Token, thrown: Throw, from: Source): Fate {
  const place: Place = { frame: token.frame, token };
  switch (thrown.raise) {
    case "message":
      return raiseMessage(step, token, thrown, place, from);
    case "signal":
      return raiseSignal(step, token, thrown, place, from);
    case "error":
      return raiseError(step, token, thrown, place);
    case "escalation": {
      const payload = thrown.payload === undefined ? { json: null } : evaluate(step, thrown.payload, place);
      raiseEscalation(step, token, thrown.code, payload, from);
      return step.isAlive(token) ? "going" : "gone";
    }
    case "compensation":
      return queueCompensation(
        step,
        token,
        compensationBase(token.frame),
        thrown.of ?? null,
        thrown.wait && from === "node",
        "out",
      );
    case "cancel":
      return raiseCancel(step, token);
    case "terminate":
      return raiseTerminate(step, token);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Messages and signals

function raiseMessage(
  step: Step,
  token: Token,
  thrown: Extract<Throw, { raise: "message" }>,
  place: Place,
  from: Source,
): Fate {
  const name = textOf(step, thrown.name, place, "name of a message");
  const key = thrown.key === undefined ? null : evaluate(step, thrown.key, place);
  const payload: Slot = thrown.payload === undefined ? { json: null } : evaluate(step, thrown.payload, place);
  const routes = step.program.routes.get(routeKey(token.frame.graph.id, token.node.id)) ?? [];
  const targets = routes.filter((route) => route.message === undefined || route.message === name);
  if (targets.length > 0) {
    for (const target of targets) deliverAlong(step, token, target, name, key, payload);
    return step.isAlive(token) ? "going" : "gone";
  }
  const listener = messageListener(step, name, { key, payload });
  if (listener !== undefined) {
    step.emit({ type: "raised", what: "message", token: token.id, name, caughtBy: [listener.facts.id] });
    step.operations.fireWait(step, listener, payload, false);
    return step.isAlive(token) ? "going" : "gone";
  }
  // Messages go from pool to pool (BPMN 2.0.2, 9.3), so one never starts another instance of its own.
  const start = startedBy(step, "message", name).find(({ graph }) => graph !== token.frame.graph);
  if (start !== undefined) {
    step.emit({ type: "raised", what: "message", token: token.id, name, caughtBy: [] });
    startInstance(step, start, payload);
    return "going";
  }
  return publish(step, token, "message", name, thrown, place, from);
}

function publish(
  step: Step,
  token: Token,
  what: "message" | "signal",
  name: string,
  thrown: { readonly key?: unknown; readonly payload?: unknown },
  place: Place,
  from: Source,
): Fate {
  const { key, payload } = thrown as Pick<Extract<Throw, { raise: "message" }>, "key" | "payload">;
  step.emit({ type: "raised", what, token: token.id, name, caughtBy: [] });
  const request = {
    object: [
      ["name", { json: name }],
      ...(key === undefined ? [] : [["key", key] as const]),
      ["payload", payload ?? { json: null }],
    ],
  } as const;
  // An activity goes on meanwhile: a token of its own carries what its instances emit.
  const carrier = from === "node" ? token : step.createToken(token.frame, token.node, null, token);
  stageJob(step, carrier, { kind: "publish", executor: what, request }, place);
  return from === "node" ? "held" : "going";
}

function raiseSignal(
  step: Step,
  token: Token,
  thrown: Extract<Throw, { raise: "signal" }>,
  place: Place,
  from: Source,
): Fate {
  const name = textOf(step, thrown.name, place, "name of a signal");
  const payload: Slot = thrown.payload === undefined ? { json: null } : evaluate(step, thrown.payload, place);
  broadcast(step, token, name, payload);
  if (!step.isAlive(token)) return "gone";
  return publish(step, token, "signal", name, thrown, place, from);
}

/** To everyone who waits for it, then to the starts of graphs, each of which makes a new instance (BPMN 2.0.2, 10.5.2). */
export function broadcast(step: Step, token: Token | null, name: string, payload: Slot): void {
  const waits = withoutAnswered(listeners(step, name));
  if (waits.length > 0)
    step.emit({
      type: "raised",
      what: "signal",
      token: token?.id ?? null,
      name,
      caughtBy: waits.map((wait) => wait.facts.id),
    });
  for (const wait of waits) {
    if (step.state.waits.get(wait.facts.id) === wait) step.operations.fireWait(step, wait, payload, false);
  }
  // A start that needs all of its triggers has taken it for the instance that it is making.
  const making = new Set(waits.map((wait) => wait.token?.node));
  for (const start of startedBy(step, "signal", name)) {
    if (!making.has(start.node)) startInstance(step, start, payload);
  }
}

/**
 * A scope that answers a signal itself, by an event subprocess that interrupts it, isn't taken down at the same moment by a boundary event for
 * the same signal: the answer would never be given. (Published triggers may be caught; none has to be: BPMN 2.0.2, 10.5.1.)
 */
function withoutAnswered(waits: readonly Wait[]): readonly Wait[] {
  const answering = new Set<Token | null>();
  for (const { frame, facts } of waits) {
    const handler = frame?.region?.handlers.find(({ id }) => id === facts.handler);
    if (handler?.interrupting === true) answering.add(frame?.token ?? null);
  }
  return answering.size === 0 ? waits : waits.filter(({ token, facts }) => !isTakingDown(token, facts, answering));
}

function isTakingDown(token: Token | null, { handler }: WaitFacts, answering: ReadonlySet<Token | null>): boolean {
  if (token === null || handler === undefined || !answering.has(token)) return false;
  return token.node.handlers.some(({ id, interrupting }) => id === handler && interrupting);
}

// ---------------------------------------------------------------------------------------------------------------
// Errors, escalations, cancel, terminate

function raiseError(step: Step, token: Token, thrown: Extract<Throw, { raise: "error" }>, place: Place): Fate {
  const caught: Slot = thrown.again === undefined ? { json: null } : evaluate(step, thrown.again, place);
  const said = (value: Value | undefined, name: string): Slot =>
    value === undefined ? member(caught, [name]) : evaluate(step, value, place);
  const code = thrown.code ?? textIn(said(undefined, "code")) ?? "error";
  const message =
    textIn(said(thrown.message, "message")) ?? `'${token.node.source.name ?? token.node.id}' raised an error.`;
  const data = said(thrown.payload, "data");
  if (isUnknown(data)) step.state.unknowns = true;
  const failure = { code, message, node: token.node.id, data: "json" in data ? data.json : null };
  step.operations.failFrame(step, token.frame, failure, token);
  return "gone";
}

/** Outwards through the scopes: event subprocesses first, then the boundary of the activity that the scope is. */
function raiseEscalation(step: Step, token: Token, code: string | undefined, payload: Slot, from: Source): void {
  const name = code === undefined ? {} : { name: code };
  let owner: Token | null = from === "activity" ? token : null;
  let frame: Frame | null = token.frame;
  for (;;) {
    const boundary = owner === null ? null : handlerFor(owner.node.handlers, "escalation", code);
    if (owner !== null && boundary !== null) {
      step.emit({ type: "raised", what: "escalation", token: token.id, ...name, caughtBy: [owner.id] });
      return fireBoundary(step, owner, boundary, payload);
    }
    if (frame === null) break;
    const inner: HandlerOrNull = frame.interrupted
      ? null
      : handlerFor(frame.region?.handlers ?? [], "escalation", code);
    if (inner !== null) {
      step.emit({ type: "raised", what: "escalation", token: token.id, ...name, caughtBy: [frame.id] });
      return fireScopeHandler(step, frame, inner, payload);
    }
    // What an event subprocess throws is not caught by its own scope, but around it.
    const scope: Frame = frame.kind === "handler" ? (frame.frame as Frame) : frame;
    // The boundary of a looped activity is that of the loop, not of an instance.
    owner = scope.token !== null && isIteration(scope.token) ? scope.token.frame.token : scope.token;
    frame = owner?.frame ?? null;
  }
  step.emit({ type: "raised", what: "escalation", token: token.id, ...name, caughtBy: [] });
}
type HandlerOrNull = ReturnType<typeof handlerFor>;

/** Ends the surrounding transaction's work, undoes what it had completed, and leaves by its cancel handler. */
function raiseCancel(step: Step, token: Token): Fate {
  let frame: Frame | null = token.frame;
  while (frame !== null && frame.region?.source.transaction !== true) frame = frame.frame ?? frame.token?.frame ?? null;
  const owner = frame?.token ?? null;
  if (frame === null || owner === null)
    throw new IncidentSignal("no-transaction", "A cancel has no transaction around it.");
  step.emit({ type: "raised", what: "cancel", token: token.id, caughtBy: [owner.id] });
  clearFrame(step, frame);
  queueCompensation(step, owner, frame, null, true, "cancelled");
  return "gone";
}

/** Ends the surrounding instance: it is complete, without compensation. */
function raiseTerminate(step: Step, token: Token): Fate {
  let frame = token.frame;
  while (frame.kind === "iteration" && frame.token !== null) frame = frame.token.frame;
  step.emit({ type: "raised", what: "terminate", token: token.id, caughtBy: [frame.id] });
  clearFrame(step, frame);
  step.emit({ type: "entryPicked", frame: frame.id, node: null });
  step.agenda.emptied.push(frame);
  return "gone";
}
