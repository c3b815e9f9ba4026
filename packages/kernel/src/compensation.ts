/**
 * Compensation (BPMN 2.0.2, 10.7): completed activities of a scope are undone in the opposite order of their completion. A throw takes
 * them out of the scope's memory into a queue on its own token, and waits (or, asked not to, lets a second token do it). Each is undone
 * by its compensation activity, or, a scope, by its compensation event subprocess (with both: by the latter first, from inside, then as a
 * whole), or else by undoing what it had completed inside.
 */
import type { NodeId } from "@rb/ir";
import type { Step } from "./context.js";
import { openFrame, startRegion } from "./frames.js";
import { fireBoundary } from "./handlers.js";
import type { HandlerProgram, NodeProgram } from "./program.js";
import { finish } from "./routing.js";
import { type Done, type Frame, isIteration, type Token } from "./state.js";
import { abortActivity } from "./terminate.js";

export function queueCompensation(
  step: Step,
  thrower: Token,
  scope: Frame,
  of: NodeId | null,
  wait: boolean,
  then: "out" | "cancelled",
): "going" | "held" | "gone" {
  const wanted = scope.done.filter((done) => of === null || done.node.id === of);
  if (then === "out")
    step.emit({
      type: "raised",
      what: "compensation",
      token: thrower.id,
      ...(of === null ? {} : { name: of }),
      caughtBy: [...new Set(wanted.map((done) => done.token))],
    });
  if (then === "out" && wanted.length === 0) return "going";
  const token = wait ? thrower : step.createToken(thrower.frame, thrower.node, null, thrower);
  step.emit({ type: "compensationQueued", token: token.id, frame: scope.id, of, wait, then });
  undoNext(step, token);
  return wait ? "held" : "going";
}

/** Takes up the next in the queue, or goes on when there is none. */
export function undoNext(step: Step, token: Token): void {
  for (let undo = token.undo; undo !== null; undo = token.undo) {
    const head = undo.queue[0];
    if (head === undefined) return undoEnded(step, token, undo);
    const handler = compensationHandler(head.node);
    if (handler !== null) return undoByScope(step, token, head, handler);
    if (head.node.compensation !== null) return undoByActivity(step, token, head, head.node.compensation);
    step.emit({ type: "compensationNext", token: token.id, node: head.node.id, expand: true });
  }
}

function compensationHandler(node: NodeProgram): HandlerProgram | null {
  return (
    node.region?.handlers.find((handler) => handler.source.triggers.some((trigger) => trigger.on === "compensation")) ??
    null
  );
}

/** What undid a scope from inside, or an activity from outside, is done. */
export function undoneIn(step: Step, { token, node, handler, variables }: Frame): void {
  const owner = token as Token;
  if (handler === null || node === null || node.compensation === null) return undoNext(step, owner);
  startUndo(step, owner, openUndo(step, owner, { node, variables }, undefined), node.compensation);
}

function undoByActivity(step: Step, token: Token, done: Done, activity: NodeProgram): void {
  const frame = openUndo(step, token, done, undefined);
  step.emit({ type: "compensationNext", token: token.id, node: done.node.id, expand: false });
  startUndo(step, token, frame, activity);
}

function startUndo(step: Step, token: Token, frame: Frame, activity: NodeProgram): void {
  step.agenda.ready.push(step.createToken(frame, activity, null, token));
}

/** With the variables as they were when the scope completed. */
function undoByScope(step: Step, token: Token, done: Done, handler: HandlerProgram): void {
  const frame = openUndo(step, token, done, handler.id);
  step.emit({ type: "compensationNext", token: token.id, node: done.node.id, expand: false });
  if (handler.region !== null) startRegion(step, frame, handler.region, { allEntries: true, from: token });
}

type Undone = Pick<Done, "node" | "variables">;

function openUndo(step: Step, token: Token, done: Undone, handler: string | undefined): Frame {
  const facts = {
    kind: "compensation",
    owner: token.id,
    graph: done.node.graph.id,
    node: done.node.id,
    ...(handler === undefined ? {} : { handler }),
  } as const;
  return openFrame(step, facts, done.variables === null ? [] : [...done.variables]);
}

function undoEnded(step: Step, token: Token, undo: NonNullable<Token["undo"]>): void {
  step.emit({ type: "compensationEnded", token: token.id });
  if (undo.then === "cancelled") return cancelled(step, token);
  if (undo.wait) step.operations.raised(step, token);
  else {
    finish(step, token);
  }
}

/** The transaction is undone: it leaves by its cancel handler, all of its instances with it. */
function cancelled(step: Step, token: Token): void {
  const handler = token.node.handlers.find((h) => h.source.triggers.some((trigger) => trigger.on === "cancel"));
  if (handler !== undefined)
    return fireBoundary(step, isIteration(token) ? (token.frame.token as Token) : token, handler, null);
  abortActivity(step, token);
  step.operations.failBody(step, token, {
    code: "cancelled",
    message: "The transaction was cancelled.",
    node: token.node.id,
  });
}
