/**
 * Activities, in their one nesting: handlers, loop, inputs, retry, attempt timeout, body, outputs. A token that enters an activity
 * stands at its node until it has completed; with a loop over items, each instance is a token of its own in an iteration frame,
 * at the same node, that runs the body alone.
 */
import { type Activity, type Binding, CALL, type Retry, type Schema, type Slot } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import { checkCallDepth, closeFrame, openFrame, startRegion } from "./frames.js";
import { catchInActivity } from "./handlers.js";
import { stageJob, startExpiry } from "./jobs.js";
import { iterationEnded, repeatEnded, startLoop } from "./loops.js";
import type { Failure } from "./record.js";
import { leave, nameOf } from "./routing.js";
import { violation } from "./schemas.js";
import { type Frame, isIteration, type Token } from "./state.js";
import { abortActivity, abortBody, closeWaits } from "./terminate.js";
import { asObject, assignAll, durationMs, evaluate, holds, textIn } from "./values.js";
import type { Place } from "./variables.js";
import { isWaitTrigger, openTimer, openWaitFor } from "./waits.js";

export function enterActivity(step: Step, token: Token): void {
  const activity = token.node.activity as Activity;
  if (isIteration(token)) return startAttempt(step, token, 1);
  for (const handler of token.node.handlers) {
    handler.source.triggers.forEach((trigger, index) => {
      if (isWaitTrigger(trigger)) {
        openWaitFor(step, { token, purpose: "handler", handler: handler.id }, index, trigger, {
          frame: token.frame,
          token,
        });
      }
    });
  }
  if (activity.loop === undefined) return startAttempt(step, token, 1);
  if (!startLoop(step, token, activity.loop)) completeActivity(step, token);
}

/** After an incident: from the beginning, where nothing had begun; else the loop, or one more attempt at the body. */
export function retryActivity(step: Step, token: Token, from: Token["phase"]): void {
  const loop = token.node.activity?.loop;
  if (from === "ready" && token.attempt === 0 && token.loop === null) {
    closeWaits(step, token.waits);
    return enterActivity(step, token);
  }
  if (loop?.kind !== "each" || isIteration(token)) return startAttempt(step, token, token.attempt + 1);
  if (token.loop !== null) step.emit({ type: "loopEnded", token: token.id });
  if (!startLoop(step, token, loop)) completeActivity(step, token);
}

/** One attempt at the body: inputs, then the body's own beginning. */
export function startAttempt(step: Step, token: Token, attempt: number): void {
  const activity = token.node.activity as Activity;
  const locals = readInputs(step, token, activity);
  if (attempt > 1 || locals.length > 0 || activity.retry !== undefined)
    step.emit({ type: "activityStarted", token: token.id, attempt, locals });
  const place: Place = { frame: token.frame, token };
  if (activity.attemptTimeout !== undefined) {
    const ms = durationMs(step, activity.attemptTimeout, place);
    if (ms !== null) openTimer(step, { token, purpose: "attempt" }, step.state.nowMs + ms);
  }
  startBody(step, token, activity, locals, place);
}

type Locals = readonly (readonly [string, Slot])[];
const noLocals: Locals = [];

function readInputs(step: Step, token: Token, activity: Activity): Locals {
  if (activity.inputs === undefined && activity.loop === undefined && !checksInputs(activity)) return noLocals;
  const index = activity.loop?.kind === "repeat" ? activity.loop.index : undefined;
  const locals = new Map<string, Slot>();
  if (index !== undefined) locals.set(index, { json: token.loop?.next ?? 0 });
  const inputs = activity.inputs ?? [];
  // The inputs of an earlier attempt or round hide nothing from those of this one.
  const place: Place = { frame: token.frame, token: null, extra: locals };
  const read = (binding: Binding): Slot => evaluate(step, binding.from, place);
  const slots = activity.inOrder === true ? null : step.together(inputs, read);
  inputs.forEach((binding, at) => {
    const [name, ...rest] = binding.path;
    if (name === undefined || rest.length > 0)
      throw new IncidentSignal("invalid-input", "An input is a variable of its own, not a member of one.");
    locals.set(name, slots === null ? read(binding) : (slots[at] as Slot));
  });
  if (activity.inputSchema !== undefined && checksInputs(activity)) {
    const wrong = violationIn(step, activity.inputSchema, asObject(locals));
    if (wrong !== null) throw new IncidentSignal("schema-violation", `The input of '${nameOf(token)}' ${wrong}`);
  }
  return [...locals];
}

/** Else what goes in is the request. */
function checksInputs({ kind, inputs, inputSchema }: Activity): boolean {
  return inputSchema !== undefined && (inputs !== undefined || kind === "scope" || kind === "call");
}

/** What isn't known, or never seen, is taken to be right. */
function violationIn(step: Step, schema: Schema, slot: Slot): string | null {
  return "json" in slot ? violation(step, schema, slot.json) : null;
}

/** Only where nothing else goes in. */
function requestSchema(activity: Activity): Schema | undefined {
  return checksInputs(activity) ? undefined : activity.inputSchema;
}

function startBody(step: Step, token: Token, activity: Activity, locals: Locals, place: Place): void {
  switch (activity.kind) {
    case "action":
      return stageJob(
        step,
        token,
        { kind: "invoke", executor: activity.executor, request: activity.request, schema: requestSchema(activity) },
        place,
      );
    case "gate":
      startExpiry(step, token, activity, place);
      return stageJob(
        step,
        token,
        { kind: "review", executor: "gate", request: activity.show, schema: requestSchema(activity) },
        place,
      );
    case "scope": {
      const frame = openFrame(
        step,
        { kind: "scope", owner: token.id, graph: token.frame.graph.id, node: token.node.id },
        locals,
      );
      startRegion(step, frame, token.node.region as NonNullable<Frame["region"]>, { allEntries: false, from: token });
      return;
    }
    case "call":
      return startCall(step, token, locals, place);
  }
}

function startCall(step: Step, token: Token, locals: Locals, place: Place): void {
  const callee = token.node.callee;
  if (callee === null) {
    const target = (token.node.activity as Extract<Activity, { kind: "call" }>).target;
    const request = {
      object: [
        ["target", { json: { ...target } }],
        ["inputs", { object: locals.map(([name]) => [name, { variable: name }] as const) }],
      ],
    } as const;
    return stageJob(step, token, { kind: "invoke", executor: CALL, request }, place);
  }
  checkCallDepth(step, token.frame);
  const frame = openFrame(step, { kind: "call", owner: token.id, graph: callee.id, node: token.node.id }, locals);
  startRegion(step, frame, callee.region, { allEntries: false, from: token });
}

// ---------------------------------------------------------------------------------------------------------------
// Completion

/** The body is done: outputs are read where it ran (`body`, for a scope) and assigned outside. */
export function completeBody(step: Step, token: Token, result: Slot, body: Frame | null): void {
  const activity = token.node.activity as Activity;
  const wrong = activity.outputSchema === undefined ? null : violationIn(step, activity.outputSchema, result);
  if (wrong !== null) {
    if (body !== null) closeFrame(step, body, "completed");
    return failBody(step, token, {
      code: "schema-violation",
      message: `The output of '${nameOf(token)}' ${wrong}`,
      node: token.node.id,
    });
  }
  const place: Place = { frame: body ?? token.frame, token: body === null ? token : null, result };
  const broken = brokenAssertion(step, token, activity, place);
  if (broken !== null) {
    if (body !== null) closeFrame(step, body, "completed");
    return failBody(step, token, broken);
  }
  const collected = collect(step, activity, place);
  if (activity.outputs !== undefined) assignAll(step, activity.outputs, place, token.frame, activity.inOrder);
  if (body !== null) closeFrame(step, body, "completed");
  closeWaits(
    step,
    token.waits.filter((wait) => wait.facts.purpose !== "handler"),
  );
  if (step.program.compensates) noteCompensable(step, token);
  if (isIteration(token)) return iterationCompleted(step, token, collected);
  if (token.loop !== null && activity.loop?.kind === "repeat") {
    if (repeatEnded(step, token, activity.loop)) completeActivity(step, token);
    else startAttempt(step, token, 1);
    return;
  }
  completeActivity(step, token);
}

/** What isn't known yet, as in a dry run, is taken to hold. */
function brokenAssertion(step: Step, token: Token, { assertions = [] }: Activity, place: Place): Failure | null {
  for (const { test, message } of assertions) {
    if (holds(step, test, place, null) !== false) continue;
    const said = message === undefined ? undefined : textIn(evaluate(step, message, place));
    const otherwise = `What '${nameOf(token)}' gave is not as it has to be.`;
    return { code: "assertion", message: said ?? otherwise, node: token.node.id };
  }
  return null;
}

function collect(step: Step, activity: Activity, place: Place): readonly Slot[] | undefined {
  if (activity.loop?.kind !== "each" || activity.loop.collect === undefined) return undefined;
  return step.together(activity.loop.collect, (binding) => evaluate(step, binding.from, place));
}

function iterationCompleted(step: Step, token: Token, collected: readonly Slot[] | undefined): void {
  const frame = token.frame;
  const owner = frame.token as Token;
  step.emit({ type: "tokenEnded", token: token.id, how: "ended" });
  closeFrame(step, frame, "completed");
  afterIteration(step, owner, frame.index, "completed", collected);
}

function afterIteration(
  step: Step,
  owner: Token,
  index: number,
  how: "completed" | "failed",
  collected: readonly Slot[] | undefined,
): void {
  if (iterationEnded(step, owner, index, how, collected)) completeActivity(step, owner);
}

function completeActivity(step: Step, token: Token): void {
  closeWaits(step, token.waits);
  leave(step, token, "out");
}

/** One round of a loop, or one instance, is a completion of its own: each is undone by itself (BPMN 2.0.2, 13.5.5). */
function noteCompensable(step: Step, token: Token): void {
  const leftover = token.leftover;
  const handler =
    token.node.region?.handlers.some((h) => h.source.triggers.some((trigger) => trigger.on === "compensation")) ===
    true;
  const compensable =
    token.node.compensation !== null || handler || (leftover !== null && leftover.children.length > 0);
  if (compensable) step.emit({ type: "activityCompleted", token: token.id, compensable });
}

// ---------------------------------------------------------------------------------------------------------------
// Failure

export function failBody(step: Step, token: Token, failure: Failure): void {
  abortBody(step, token);
  const activity = token.node.activity as Activity;
  const attempt = Math.max(1, token.attempt);
  // The instances of a loop are tried again each by itself, never all of it.
  const retry = token.loop === null || activity.loop?.kind === "repeat" ? activity.retry : undefined;
  const again = retry !== undefined && attempt < retry.attempts && isRetried(retry, failure.code);
  step.emit({ type: "activityFailed", token: token.id, failure, retry: again });
  if (!again) return failActivity(step, token, failure);
  const own = retry.waitsMs?.[Math.min(attempt, retry.waitsMs.length) - 1];
  const wait = own ?? retry.firstMs * (retry.factor ?? 1) ** (attempt - 1);
  const delay = Math.min(wait, retry.maxMs ?? Number.MAX_SAFE_INTEGER);
  openTimer(step, { token, purpose: "retry" }, step.state.nowMs + delay);
}

/** A mistake of the author's, or of what was given, is the same the next time. */
export function failAtOnce(step: Step, token: Token, failure: Failure): void {
  abortBody(step, token);
  step.emit({ type: "activityFailed", token: token.id, failure, retry: false });
  failActivity(step, token, failure);
}

/** A refusal is an answer, not an accident: it is asked for again only where the author says so. */
const refusals: ReadonlySet<string> = new Set(["denied", "rejected", "expired", "no-executor"]);

function isRetried(retry: Retry, code: string): boolean {
  return retry.on === undefined ? !refusals.has(code) : retry.on.includes(code);
}

/** After all attempts: handlers, then the port for it, then the surrounding instance. */
function failActivity(step: Step, token: Token, failure: Failure): void {
  if (isIteration(token)) return iterationFailed(step, token, failure);
  if (catchInActivity(step, token, "error", failure.code, errorPayload(failure))) return;
  const port = failurePort(token, failure);
  if (port !== null) {
    abortActivity(step, token);
    return leave(step, token, port);
  }
  step.operations.failFrame(step, token.frame, failure, token);
}

function failurePort(token: Token, failure: Failure): string | null {
  const isRejection = token.node.source.kind === "gate" && ["rejected", "expired", "denied"].includes(failure.code);
  if (isRejection && token.node.ports.has("rejected")) return "rejected";
  return token.node.ports.has("failed") ? "failed" : null;
}

export function errorPayload(failure: Failure): Slot {
  return {
    json: {
      code: failure.code,
      message: failure.message,
      ...(failure.node === undefined ? {} : { node: failure.node }),
      data: failure.data ?? null,
    },
  };
}

function iterationFailed(step: Step, token: Token, failure: Failure): void {
  const frame = token.frame;
  const owner = frame.token as Token;
  const loop = (token.node.activity as Activity).loop;
  if (loop?.kind === "each" && loop.onFailure === "collect") {
    abortActivity(step, token);
    step.emit({ type: "tokenEnded", token: token.id, how: "terminated" });
    closeFrame(step, frame, "failed");
    return afterIteration(step, owner, frame.index, "failed", undefined);
  }
  abortBody(step, owner);
  step.emit({ type: "loopEnded", token: owner.id });
  failActivity(step, owner, failure);
}
