/** Loops of an activity: `repeat` runs the body again in the same token; `each` runs it once per item, each in a frame of its own. */

import { type EachLoop, isUnknown, type Json, type Loop, type RepeatLoop, type Slot } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import { openFrame } from "./frames.js";
import { LimitSignal } from "./limit-signal.js";
import { raiseFrom } from "./raise.js";
import { nameOf } from "./routing.js";
import { shown } from "./shown.js";
import type { LoopState, Token } from "./state.js";
import { abortBody } from "./terminate.js";
import { evaluate, holdsOrAsks } from "./values.js";
import { Assigner, type Place } from "./variables.js";

/** False when there is not a single round. */
export function startLoop(step: Step, token: Token, loop: Loop): boolean {
  return loop.kind === "repeat" ? startRepeat(step, token, loop) : startEach(step, token, loop);
}

// ---------------------------------------------------------------------------------------------------------------
// Repeat

function startRepeat(step: Step, token: Token, loop: RepeatLoop): boolean {
  const goesOn = loop.testBefore === false || wantsRound(step, token, loop, 0);
  if (!goesOn) return false;
  step.emit({ type: "loopStarted", token: token.id, items: null, total: null, limit: null });
  step.operations.startAttempt(step, token, 1);
  return true;
}

function wantsRound(step: Step, token: Token, loop: RepeatLoop, round: number): boolean {
  if (loop.max !== undefined && round >= loop.max) return false;
  if (round >= step.limits.maxIterations) throw new LimitSignal("maxIterations", step.limits.maxIterations);
  const extra = loop.index === undefined ? undefined : new Map<string, Slot>([[loop.index, { json: round }]]);
  const place: Place = extra === undefined ? { frame: token.frame, token } : { frame: token.frame, token, extra };
  if (loop.while !== undefined && !holdsOrAsks(step, loop.while, place, "loop", token.node.id, "again")) return false;
  return loop.until === undefined || !holdsOrAsks(step, loop.until, place, "loop", token.node.id, "leave");
}

/** A round is done; true when it was the last. */
export function repeatEnded(step: Step, token: Token, loop: RepeatLoop): boolean {
  const state = token.loop as LoopState;
  const again = wantsRound(step, token, loop, state.next + 1);
  step.emit({ type: "loopAdvanced", token: token.id, index: state.next, how: "completed" });
  if (!again) step.emit({ type: "loopEnded", token: token.id });
  return !again;
}

// ---------------------------------------------------------------------------------------------------------------
// Each

function startEach(step: Step, token: Token, loop: EachLoop): boolean {
  const place: Place = { frame: token.frame, token };
  const items = loop.items === undefined ? null : itemsOf(token, evaluate(step, loop.items, place));
  const total = totalOf(step, token, loop, items, place);
  const limit = loop.limit === undefined ? null : numberOf(token, evaluate(step, loop.limit, place), "limit");
  step.emit({ type: "loopStarted", token: token.id, items, total, limit: limit === null ? null : Math.max(1, limit) });
  if (total === 0) {
    endEach(step, token, loop);
    return false;
  }
  startInstances(step, token, loop);
  return true;
}

function itemsOf(token: Token, slot: Slot): Slot {
  if (isUnknown(slot)) return slot;
  if ("json" in slot && slot.json === null) return { json: [] };
  if ("json" in slot && Array.isArray(slot.json)) return slot;
  throw new IncidentSignal("not-a-list", `'${nameOf(token)}' runs once per item, and its items are no list.`);
}

/** An unknown collection is walked once, with an unknown item. */
function totalOf(step: Step, token: Token, loop: EachLoop, items: Slot | null, place: Place): number {
  let total = 1;
  if (items !== null && "json" in items) total = (items.json as readonly unknown[]).length;
  else if (items === null) total = numberOf(token, evaluate(step, loop.count ?? { json: 0 }, place), "count") ?? 1;
  if (total > step.limits.maxIterations) throw new LimitSignal("maxIterations", step.limits.maxIterations);
  return total;
}

function numberOf(token: Token, slot: Slot, what: string): number | null {
  if (isUnknown(slot)) return null;
  const json = "json" in slot ? slot.json : null;
  const number = typeof json === "string" && /^[0-9]+$/.test(json) ? Number(json) : json;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0) return number;
  throw new IncidentSignal(
    "not-a-count",
    `The ${what} of '${nameOf(token)}' has to be a whole number, and is ${shown(json)}.`,
  );
}

function startInstances(step: Step, token: Token, loop: EachLoop): void {
  const state = token.loop as LoopState;
  while (state.next < (state.total ?? 0) && state.live < (state.limit ?? Number.POSITIVE_INFINITY)) {
    const index = state.next;
    const variables: [string, Slot][] = [];
    if (loop.item !== undefined) variables.push([loop.item, itemAt(state, index)]);
    if (loop.index !== undefined) variables.push([loop.index, { json: index }]);
    const facts = {
      kind: "iteration",
      owner: token.id,
      graph: token.frame.graph.id,
      node: token.node.id,
      index,
    } as const;
    const frame = openFrame(step, facts, variables);
    step.agenda.ready.push(step.createToken(frame, token.node, null, token));
  }
}

function itemAt(state: LoopState, index: number): Slot {
  if (state.items === null) return { json: index };
  if (!("json" in state.items)) return state.items;
  return { json: (state.items.json as readonly Json[])[index] ?? null };
}

/** An instance has ended; true when the whole loop has, with its results written. */
export function iterationEnded(
  step: Step,
  owner: Token,
  index: number,
  how: "completed" | "failed",
  collected: readonly Slot[] | undefined,
): boolean {
  const loop = owner.node.activity?.loop as EachLoop;
  step.emit({ type: "loopAdvanced", token: owner.id, index, how, ...(collected === undefined ? {} : { collected }) });
  const state = owner.loop as LoopState;
  if (how === "completed" && !emitFor(step, owner, loop, state)) return false;
  const place = { frame: owner.frame, token: owner, extra: counters(state) };
  const enough =
    loop.completeWhen !== undefined && holdsOrAsks(step, loop.completeWhen, place, "complete", owner.node.id, "leave");
  if (enough) abortBody(step, owner);
  else startInstances(step, owner, loop);
  if (!enough && (state.live > 0 || state.next < (state.total ?? 0))) return false;
  endEach(step, owner, loop);
  return true;
}

/** Throws of the multi-instance behaviour; false when one of them has interrupted the activity. */
function emitFor(step: Step, owner: Token, loop: EachLoop, state: LoopState): boolean {
  for (const emit of loop.emit ?? []) {
    if (emit.at === "one" && state.completed !== 1) continue;
    const place = { frame: owner.frame, token: owner, extra: counters(state) };
    if (
      emit.at === "when" &&
      emit.when !== undefined &&
      !holdsOrAsks(step, emit.when, place, "complete", owner.node.id, "leave")
    )
      continue;
    raiseFrom(step, owner, emit.raise, "activity");
    if (!step.isAlive(owner) || owner.loop !== state) return false;
  }
  return true;
}

function counters(state: LoopState): Map<string, Slot> {
  return new Map<string, Slot>([
    ["numberOfInstances", { json: state.total ?? state.next }],
    ["numberOfActiveInstances", { json: state.live }],
    ["numberOfCompletedInstances", { json: state.completed }],
    ["numberOfTerminatedInstances", { json: state.terminated + state.failed }],
  ]);
}

function endEach(step: Step, token: Token, loop: EachLoop): void {
  const state = token.loop as LoopState;
  const assigner = new Assigner();
  (loop.collect ?? []).forEach((binding, at) => {
    assigner.assign(token.frame, binding.path, collectedList(state, at));
  });
  assigner.flush(step);
  step.emit({ type: "loopEnded", token: token.id });
}

/** One list, by index; an instance that gave nothing is null in it. */
function collectedList(state: LoopState, at: number): Slot {
  const list: Json[] = [];
  for (let index = 0; index < (state.total ?? 0); index += 1) {
    const slot = state.collected.get(index)?.[at];
    if (slot !== undefined && isUnknown(slot)) return slot;
    if (slot !== undefined && !("json" in slot))
      throw new IncidentSignal("secret-in-value", "A secret can't be part of a collected list.");
    list.push(slot?.json ?? null);
  }
  return { json: list };
}
