/** Handlers: boundary events, which emit a token beside their activity, and event subprocesses, which run inside their scope. */
import type { Slot, Trigger } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import { beginRegion, closeFrame, declareVariables, openFrame } from "./frames.js";
import type { HandlerProgram, RegionProgram } from "./program.js";
import { leave, openIncident } from "./routing.js";
import type { Frame, Token } from "./state.js";
import { abortActivity, clearFrame, closeWaits } from "./terminate.js";
import { assignAll } from "./values.js";

type Thrown = "error" | "escalation";

/** The handler for an error or escalation: a named code before a catch-all. */
export function handlerFor(
  handlers: readonly HandlerProgram[],
  what: Thrown,
  code: string | undefined,
): HandlerProgram | null {
  const matching = (exact: boolean) => (trigger: Trigger) =>
    trigger.on === what && (exact ? trigger.code !== undefined && trigger.code === code : trigger.code === undefined);
  return (
    handlers.find((handler) => handler.source.triggers.some(matching(true))) ??
    handlers.find((handler) => handler.source.triggers.some(matching(false))) ??
    null
  );
}

/** Offers it to the activity's own boundary; true when it was caught. */
export function catchInActivity(step: Step, token: Token, what: Thrown, code: string, payload: Slot): boolean {
  const handler = handlerFor(token.node.handlers, what, code);
  if (handler === null) return false;
  step.emit({ type: "raised", what, token: token.id, name: code, caughtBy: [token.id] });
  fireBoundary(step, token, handler, payload);
  return true;
}

/** Interrupting: the activity ends, and its token leaves by the handler's port. Else a new token does. */
export function fireBoundary(step: Step, owner: Token, handler: HandlerProgram, payload: Slot | null): void {
  step.emit({
    type: "handlerFired",
    owner: owner.id,
    of: "token",
    handler: handler.id,
    interrupting: handler.interrupting,
  });
  let token = owner;
  if (handler.interrupting) {
    abortActivity(step, owner);
    if (owner.loop !== null) step.emit({ type: "loopEnded", token: owner.id });
  } else token = step.createToken(owner.frame, owner.node, null, owner);
  try {
    const arrived = { frame: token.frame, token: null, result: payload ?? { json: null } };
    assignAll(step, handler.source.into ?? [], arrived, token.frame);
  } catch (signal) {
    if (!(signal instanceof IncidentSignal)) throw signal;
    return openIncident(step, token, signal, { leaving: { port: handler.id } });
  }
  leave(step, token, handler.id);
}

/** An instance of the handler's body in the scope; interrupting, everything else in it ends first. */
export function fireScopeHandler(step: Step, frame: Frame, handler: HandlerProgram, payload: Slot | null): void {
  step.emit({
    type: "handlerFired",
    owner: frame.id,
    of: "frame",
    handler: handler.id,
    interrupting: handler.interrupting,
  });
  if (handler.interrupting) {
    closeWaits(step, frame.waits);
    clearFrame(step, frame);
  }
  const facts = { kind: "handler", owner: frame.id, graph: frame.graph.id, handler: handler.id } as const;
  const instance = openFrame(step, facts, []);
  const region = handler.region as RegionProgram;
  declareVariables(step, instance, region);
  const arrived = { frame: instance, token: null, result: payload ?? { json: null } };
  assignAll(step, handler.source.into ?? [], arrived, instance);
  beginRegion(step, instance, region, { allEntries: true, from: null });
}

/** A handler's instance is done: what it interrupted is done with it. */
export function handlerEmptied(step: Step, instance: Frame): void {
  const owner = instance.frame as Frame;
  closeFrame(step, instance, "completed");
  step.agenda.emptied.push(owner);
}
