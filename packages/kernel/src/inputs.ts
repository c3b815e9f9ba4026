/** What each kind of input does, up to the point where tokens can move by themselves. */
import { assertNever, isUnknown, type Json, type Slot, type Variable, type WaitTrigger } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import type { Input } from "./envelope.js";
import { endRun } from "./failures.js";
import { isTriggered, openFrame } from "./frames.js";
import { fireBoundary, fireScopeHandler } from "./handlers.js";
import { decided, ignore, refused, reviewed, settled, started } from "./jobs.js";
import { armFired } from "./nodes.js";
import { keepMessage, startedBy, startGraph, startInstance } from "./pools.js";
import type { GraphProgram, HandlerProgram } from "./program.js";
import { broadcast } from "./raise.js";
import { resolve } from "./resolution.js";
import { openIncident } from "./routing.js";
import { type Frame, isFinal, isIteration, SHARED, type Token, type Wait } from "./state.js";
import { clearFrame } from "./terminate.js";
import { conditionHolds, dueAgain, messageListener } from "./waits.js";

export function receive(step: Step, input: Input): void {
  if (isFinal(step.state.status) && input.type !== "settled")
    return ignore(step, `the run is over (${step.state.status})`);
  if (step.state.run === "" && input.type !== "start") return ignore(step, "the run has not started");
  switch (input.type) {
    case "start":
      return start(step, input);
    case "tick":
      return tick(step);
    case "decided":
      return decided(step, input.effect, input.hash, input.verdict, input.start);
    case "reviewed":
      return reviewed(step, input.effect, input.approval);
    case "started":
      return started(step, input.effect, input.policy);
    case "refused":
      return refused(step, input.effect, input.why);
    case "settled":
      return settled(step, input.effect, input.outcome);
    case "delivered":
      return deliver(step, input);
    case "assumed": {
      const wait = step.state.waits.get(input.wait);
      return wait === undefined
        ? ignore(step, `nothing waits as ${input.wait}`)
        : fireWait(step, wait, input.payload, true);
    }
    case "picked":
      return pick(step, input.frame, input.node ?? null);
    case "resolved":
      return resolve(step, input.token, input.how);
    case "cancelled":
      return cancel(step, input.frame, input.why);
    default:
      return assertNever(input);
  }
}

// ---------------------------------------------------------------------------------------------------------------

function start(step: Step, input: Extract<Input, { type: "start" }>): void {
  if (input.run !== step.state.run) return ignore(step, `this is run ${step.state.run}, not ${input.run}`);
  const graph = input.graph === undefined ? step.program.main : step.program.graphs.get(input.graph);
  if (graph === undefined) return ignore(step, `there is no graph '${input.graph}'`);
  const given = Object.entries(input.variables);
  const wrong = wrongInput(graph, new Map(given)) ?? wrongEntry(graph, input.entry);
  if (wrong !== null) {
    return endRun(step, "failed", { code: "invalid-input", message: wrong });
  }
  const own = given.filter(([name]) => !graph.region.shared.has(name));
  const common = given.filter(([name]) => graph.region.shared.has(name));
  const frame = openFrame(step, { kind: "root", owner: null, graph: graph.id }, own);
  if (common.length > 0) step.emit({ type: "variablesSet", frame: SHARED, set: common });
  const entry = input.entry ?? (graph.region.entries.every(isTriggered) ? graph.region.entries[0]?.id : undefined);
  step.startedBy = input.trigger ?? 0;
  startGraph(step, frame, entry ?? null, input.payload ?? null);
}

function wrongInput(graph: GraphProgram, given: ReadonlyMap<string, Slot>): string | null {
  const declared = new Map((graph.source.region.variables ?? []).map((variable) => [variable.name, variable]));
  for (const [name, slot] of given) {
    const variable = declared.get(name);
    if (variable !== undefined && variable.external !== true)
      return `Variable '${name}' is not an input: the graph sets it itself.`;
    if (variable?.secret === true && !("secret" in slot) && !isUnknown(slot)) {
      return `Input '${name}' is a secret: give a reference such as secret://…, never the value.`;
    }
  }
  for (const variable of declared.values())
    if (isMissing(variable, given)) return `Input '${variable.name}' is required and was not given.`;
  return null;
}

function isMissing(variable: Variable, given: ReadonlyMap<string, Slot>): boolean {
  return (
    variable.external === true && variable.required === true && variable.init === undefined && !given.has(variable.name)
  );
}

function wrongEntry(graph: GraphProgram, entry: string | undefined): string | null {
  if (entry === undefined || graph.region.entries.some((node) => node.id === entry)) return null;
  const names = graph.region.entries.map((node) => `'${node.id}'`).join(", ");
  return `'${entry}' is no entry of graph '${graph.id}'; it has ${names}.`;
}

// ---------------------------------------------------------------------------------------------------------------

function tick(step: Step): void {
  const due = (): Wait | null => {
    const wait = step.state.timers?.first((w) => step.state.waits.get(w.facts.id) === w) ?? null;
    return wait !== null && wait.dueAtMs <= step.state.nowMs ? wait : null;
  };
  for (let wait = due(); wait !== null; wait = due()) {
    fireWait(step, wait, null, false);
    step.operations.drain(step);
  }
}

/** What goes wrong for the one who waits is that one's incident, whoever made the wait fire. */
export function fireWait(step: Step, wait: Wait, payload: Slot | null, assumed: boolean): void {
  try {
    fire(step, wait, payload, assumed);
  } catch (signal) {
    if (!(signal instanceof IncidentSignal) || wait.token === null || !step.isAlive(wait.token)) throw signal;
    openIncident(step, wait.token, signal);
  }
}

function fire(step: Step, wait: Wait, payload: Slot | null, assumed: boolean): void {
  const { facts } = wait;
  const { purpose, index } = facts;
  const trigger = triggerOf(wait);
  const place =
    wait.token === null ? { frame: wait.frame as Frame, token: null } : { frame: wait.token.frame, token: wait.token };
  const again = facts.kind === "timer" ? dueAgain(step, wait, trigger, place) : null;
  const handler = purpose === "handler" ? handlerOf(wait) : null;
  const stays = handler !== null && !handler.interrupting && (facts.kind !== "timer" || again !== null);
  step.emit({
    type: "waitFired",
    wait: facts.id,
    payload,
    assumed,
    stays,
    ...(stays && again !== null ? again : {}),
  });
  if (!stays && (facts.kind === "message" || facts.kind === "signal"))
    step.effects.push({ type: "unlisten", wait: facts.id });
  switch (purpose) {
    case "arm":
      return armFired(step, wait.token as Token, index, payload);
    case "handler":
      return handlerFired(step, wait, handler as HandlerProgram, payload);
    case "retry":
      return step.operations.startAttempt(step, wait.token as Token, (wait.token as Token).attempt + 1);
    case "attempt":
      return step.operations.failBody(step, wait.token as Token, timeout(wait.token as Token));
    case "expiry": {
      const token = wait.token as Token;
      return step.operations.failBody(step, token, {
        code: "expired",
        message: "Nobody decided in time.",
        node: token.node.id,
      });
    }
    default:
      return assertNever(purpose);
  }
}

function timeout(token: Token): { readonly code: string; readonly message: string; readonly node: string } {
  return {
    code: "timeout",
    message: `'${token.node.source.name ?? token.node.id}' took longer than it may.`,
    node: token.node.id,
  };
}

function handlerOf(wait: Wait): HandlerProgram | null {
  const handlers = wait.token === null ? (wait.frame?.region?.handlers ?? []) : wait.token.node.handlers;
  return handlers.find((handler) => handler.id === wait.facts.handler) ?? null;
}

function triggerOf(wait: Wait): WaitTrigger | undefined {
  const { purpose, index } = wait.facts;
  if (purpose === "handler") {
    const trigger = handlerOf(wait)?.source.triggers[index];
    return trigger !== undefined && (trigger.on === "timer" || trigger.on === "condition") ? trigger : undefined;
  }
  if (purpose !== "arm") return undefined;
  const source = wait.token?.node.source;
  if (source?.kind === "catch") return source.arms[index]?.trigger;
  return source?.kind === "start" ? source.triggers?.[index] : undefined;
}

function handlerFired(step: Step, wait: Wait, handler: HandlerProgram, payload: Slot | null): void {
  const owner = wait.token ?? (wait.frame as Frame);
  if (handler.source.need === "all") {
    const missing = handler.source.triggers.some((_, index) => !owner.seen.includes(`${handler.id}#${index}`));
    if (missing) return;
  }
  if (wait.token !== null) fireBoundary(step, wait.token, handler, payload);
  else fireScopeHandler(step, wait.frame as Frame, handler, payload);
}

// ---------------------------------------------------------------------------------------------------------------

function deliver(step: Step, input: Extract<Input, { type: "delivered" }>): void {
  if (input.kind === "signal") return broadcast(step, null, input.name, input.payload);
  const key: Json = input.key ?? null;
  const listener = messageListener(step, input.name, { key: { json: key }, payload: input.payload });
  if (listener !== undefined) return fireWait(step, listener, input.payload, false);
  const [start] = startedBy(step, "message", input.name);
  if (start !== undefined) return startInstance(step, start, input.payload);
  if (step.state.inbox.some((kept) => kept.id === input.id)) return ignore(step, `message ${input.id} is here already`);
  keepMessage(step, input.id, input.name, key, input.payload, null);
}

/** Conditions that waits listen for, after variables have changed: a turn from false to true fires. */
export function checkConditions(step: Step): void {
  for (const wait of [...step.state.waits.values()]) {
    if (wait.facts.kind !== "condition" || step.state.waits.get(wait.facts.id) !== wait) continue;
    const owner = wait.token ?? wait.frame?.token ?? null;
    if (owner?.phase === "incident") continue;
    try {
      checkCondition(step, wait);
    } catch (signal) {
      if (!(signal instanceof IncidentSignal) || owner === null || !step.isAlive(owner)) throw signal;
      openIncident(step, owner, signal, { wait: wait.facts.id });
    }
  }
}

function checkCondition(step: Step, wait: Wait): void {
  const frame = wait.token?.frame ?? (wait.frame as Frame);
  const is = conditionHolds(step, triggerOf(wait), { frame, token: wait.token });
  if (is === wait.is) return;
  step.emit({ type: "conditionSeen", wait: wait.facts.id, is });
  if (is) fireWait(step, wait, null, false);
}

function pick(step: Step, frameId: number, node: string | null): void {
  const frame = step.state.frames.get(frameId);
  if (frame?.region?.source.manual !== true) return ignore(step, `instance ${frameId} lets nobody pick`);
  if (node === null) {
    step.emit({ type: "entryPicked", frame: frameId, node: null });
    if (frame.region.source.rest !== "drain") clearFrame(step, frame);
    step.agenda.emptied.push(frame);
    return;
  }
  if (frame.draining) return ignore(step, `instance ${frameId} takes no more entries`);
  const entry = frame.region.entries.find((candidate) => candidate.id === node);
  if (entry === undefined) return ignore(step, `'${node}' is no entry of instance ${frameId}`);
  if (frame.live >= (frame.region.source.limit ?? Number.POSITIVE_INFINITY))
    return ignore(step, `instance ${frameId} runs as many as it may`);
  step.emit({ type: "entryPicked", frame: frameId, node });
  step.agenda.ready.push(step.createToken(frame, entry, null, null));
}

// ---------------------------------------------------------------------------------------------------------------

function cancel(step: Step, frameId: number | undefined, why: string | undefined): void {
  const failure = { code: "cancelled", message: why ?? "The run was cancelled." };
  if (frameId === undefined) return endRun(step, "cancelled", failure);
  const frame = step.state.frames.get(frameId);
  if (frame === undefined) return ignore(step, `there is no instance ${frameId}`);
  // An instance of a loop is its token's; what its failure means for the others, the loop says.
  const instance = [...step.state.tokens.values()].find((token) => token.frame === frame && isIteration(token));
  if (instance !== undefined) return step.operations.failBody(step, instance, failure);
  step.operations.failFrame(step, frame, failure, null);
}
