/**
 * Joins: a gateway lets tokens through by its rule. Tokens that have to wait are parked at it, in their own instance; joins count per
 * slot, so two tokens on one slot are two rounds, not one full join.
 *
 * The `reachable` rule is BPMN 2.0.2, 13.4.3 (inclusive gateway). It fires when some slot has a token and, for every token elsewhere in
 * the instance: if it can still reach an empty slot without passing this gateway, it can also reach a slot that has one. Both clauses
 * matter: a token that can only feed slots that are full already must not hold the join up, and one that can feed either must not
 * either. The rule depends on all tokens of the instance, so it is looked at when nothing else can move, and again after every step
 * in which a token of the instance moved, ended or was interrupted. The token that held it up last time is tried first: as long as
 * it still does, that is all there is to do, which keeps a wide fan-out linear. What a token can reach is kept with the join for as long as
 * its slots stay as they are (`reach.ts`), so what a run costs grows with the times that joins fire, times the graph, whatever the number of
 * tokens and of joins that wait for them.
 */

import type { CountJoin, Slot } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import { isHeldUp, Standing, wholeReach } from "./held-up.js";
import { isReachable, joinState } from "./parked.js";
import type { FlowProgram, NodeProgram } from "./program.js";
import { Reach } from "./reach.js";
import { type Arrival, follow, leave, openIncident } from "./routing.js";
import { shown } from "./shown.js";
import type { Absorbing, Frame, JoinState, Token } from "./state.js";
import { evaluate } from "./values.js";

export function arrive(step: Step, token: Token): void {
  const node = token.node;
  const join = node.source.kind === "gateway" ? node.source.join : undefined;
  if (join === undefined || join.rule === "each") return leave(step, token, "out");
  if (join.rule !== "count" && node.slots.size <= 1) return leave(step, token, "out");
  step.emit({ type: "tokenJoined", token: token.id });
  if (join.rule === "reachable") return watch(step, token.frame, node);
  if (join.rule === "all") return fireWhenFull(step, token.frame, node);
  countArrival(step, token, join);
}

function parked(frame: Frame, node: NodeProgram): JoinState | null {
  const join = frame.joins?.get(node.index);
  return join === undefined || join.tokens.length === 0 ? null : join;
}

function watch(step: Step, frame: Frame, node: NodeProgram): void {
  const nodes = step.agenda.watched.get(frame);
  if (nodes === undefined) step.agenda.watched.set(frame, new Set([node]));
  else nodes.add(node);
}

function fireWhenFull(step: Step, frame: Frame, node: NodeProgram): void {
  const join = parked(frame, node);
  if (join !== null && join.filled.size === node.slots.size) fire(step, frame, firstPerSlot(join.tokens));
}

/** In id order, not in the order of arrival: that is all that a saved state knows. */
function inOrder(tokens: readonly Token[]): Token[] {
  return [...tokens].sort((a, b) => a.id - b.id);
}

/** The earliest token of each slot that has one. */
function firstPerSlot(tokens: readonly Token[]): Token[] {
  const taken = new Set<string>();
  return inOrder(tokens).filter((token) => {
    const slot = token.via?.slot ?? "";
    if (taken.has(slot)) return false;
    taken.add(slot);
    return true;
  });
}

/** The first token goes on for all of them. */
function fire(
  step: Step,
  frame: Frame,
  tokens: readonly Token[],
  absorb?: readonly string[],
  extra?: Arrival["extra"],
): void {
  const flows = new Set(tokens.map((token) => token.via?.id ?? ""));
  const first = merge(step, frame, tokens, absorb);
  const node = first.node;
  step.moving = first;
  leave(step, first, "out", extra === undefined ? { flows } : { flows, extra });
  // More tokens may be parked for the next round.
  if (parked(frame, node) !== null) recheck(step, frame, node);
}

/** Looks again whether a join can go on. */
export function recheck(step: Step, frame: Frame, node: NodeProgram): void {
  const join = node.source.kind === "gateway" ? node.source.join : undefined;
  if (join?.rule === "all") fireWhenFull(step, frame, node);
  else if (join?.rule === "reachable") watch(step, frame, node);
  else if (join?.rule === "count") recount(step, frame, node, join);
}

/** Nobody arrives that could have the incident: those who wait have it. */
function recount(step: Step, frame: Frame, node: NodeProgram, join: CountJoin): void {
  try {
    fireWhenCounted(step, frame, node, join);
  } catch (signal) {
    const [first] = inOrder(parked(frame, node)?.tokens ?? []);
    if (!(signal instanceof IncidentSignal) || first === undefined) throw signal;
    openIncident(step, first, signal);
  }
}

function merge(step: Step, frame: Frame, tokens: readonly Token[], absorb: readonly string[] | undefined): Token {
  const [first] = tokens as readonly [Token, ...Token[]];
  step.emit({
    type: "joinFired",
    frame: frame.id,
    node: first.node.id,
    tokens: tokens.map((token) => token.id),
    ...(absorb === undefined || absorb.length === 0 ? {} : { absorb }),
  });
  return first;
}

/** A person lets a join go on with what it has: along its own ways out, or along those that the person chose. */
export function forceJoin(step: Step, token: Token, chosen: readonly FlowProgram[] | null): void {
  const join = parked(token.frame, token.node);
  if (join === null) return;
  const tokens = firstPerSlot(join.tokens);
  if (chosen === null) return fire(step, token.frame, tokens);
  follow(step, merge(step, token.frame, tokens, undefined), chosen);
  recheck(step, token.frame, token.node);
}

// ---------------------------------------------------------------------------------------------------------------
// Counting: start quantity, discriminator, n of m, complex gateway

function countArrival(step: Step, token: Token, join: CountJoin): void {
  const { frame, node } = token;
  const slot = token.via?.slot ?? "";
  const absorbing = absorbingOf(frame, node);
  if (absorbing?.slots.includes(slot) !== true) return fireWhenCounted(step, frame, node, join);
  if (join.then === "reset") return watch(step, frame, node);
  absorbToken(step, token, absorbing);
}

function absorbingOf(frame: Frame, node: NodeProgram): Absorbing | undefined {
  return frame.absorbing.find((a) => a.node === node);
}

function absorbToken(step: Step, token: Token, absorbing: Absorbing): void {
  const { frame, node } = token;
  const done = absorbing.slots.length === 1;
  step.emit({ type: "joinAbsorbed", frame: frame.id, node: node.id, tokens: [token.id], done });
  step.touch(frame);
  step.agenda.emptied.push(frame);
  if (done) recheck(step, frame, node);
}

function fireWhenCounted(step: Step, frame: Frame, node: NodeProgram, join: CountJoin): void {
  if (absorbingOf(frame, node) !== undefined) return;
  const state = parked(frame, node);
  if (state === null) return;
  const byTokens = join.of === "tokens";
  const have = byTokens ? state.tokens.length : state.filled.size;
  const extra = counters(have, true);
  const [first] = inOrder(state.tokens) as [Token, ...Token[]];
  const need = evaluate(step, join.need, { frame, token: first, extra });
  const json = "json" in need ? need.json : null;
  if (typeof json !== "number" && typeof json !== "boolean") {
    throw new IncidentSignal("invalid-count", `A join has to know how many tokens it needs, and got ${shown(json)}.`);
  }
  if (json === false || (typeof json === "number" && have < json)) return;
  const tokens =
    byTokens && typeof json === "number"
      ? inOrder(state.tokens).slice(0, Math.max(1, json))
      : firstPerSlot(state.tokens);
  if (join.then === undefined || join.then === "again") return fire(step, frame, tokens, undefined, extra);
  const taken = new Set(tokens.map((token) => token.via?.slot ?? ""));
  const absorb = [...node.slots.keys()].filter((slot) => !taken.has(slot));
  fire(step, frame, tokens, absorb, extra);
  if (join.then === "reset" && absorb.length > 0) watch(step, frame, node);
}

function counters(activationCount: number, waitingForStart: boolean): Map<string, Slot> {
  return new Map<string, Slot>([
    ["activationCount", { json: activationCount }],
    ["waitingForStart", { json: waitingForStart }],
  ]);
}

/** A complex gateway after it fired: it starts anew once every slot left has a token or can't get one any more. */
function resetWhenSettled(step: Step, frame: Frame, node: NodeProgram, join: CountJoin, standing: Standing): void {
  const absorbing = absorbingOf(frame, node);
  if (absorbing === undefined) return;
  const state = joinState(step.state, frame, node);
  if (state.reach !== null && isHeldUp(step, state, standing, state.reach.nodes, null)) return;
  const open = new Set(absorbing.slots);
  const late = state.tokens.filter((token) => open.has(token.via?.slot ?? ""));
  const filled = new Set(late.map((token) => token.via?.slot ?? ""));
  for (const slot of filled) open.delete(slot);
  if (open.size > 0) {
    state.reach ??= new Reach(node, open);
    if (isHeldUp(step, state, standing, state.reach.nodes, null)) return;
  }
  const rounds = firstPerSlot(late);
  const survivor = join.emitOnReset === true ? step.createToken(frame, node, null, rounds[0] ?? null) : null;
  step.emit({
    type: "joinAbsorbed",
    frame: frame.id,
    node: node.id,
    tokens: rounds.map((token) => token.id),
    done: true,
  });
  step.touch(frame);
  step.agenda.emptied.push(frame);
  if (survivor !== null)
    leave(step, survivor, "out", {
      flows: new Set(rounds.map((t) => t.via?.id ?? "")),
      extra: counters(filled.size, false),
      onReset: true,
    });
  recheck(step, frame, node);
}

// ---------------------------------------------------------------------------------------------------------------
// Reachability

/**
 * Looks at the watched joins, until one of them fires: what that lets through may be on its way to the next, and has to get there first.
 * True when one did, so that other tokens can move again.
 */
export function settleWatched(step: Step): boolean {
  const { watched, ready, emptied } = step.agenda;
  const before = ready.length + emptied.length;
  for (const [frame, nodes] of [...watched].sort(([a], [b]) => a.id - b.id)) {
    watched.delete(frame);
    const inOrder = [...nodes].sort((a, b) => a.index - b.index);
    const standing = new Standing(step, frame);
    for (const [at, node] of inOrder.entries()) {
      // What fired before may have ended this instance.
      if (step.state.frames.get(frame.id) === frame) settleJoin(step, frame, node, standing);
      if (ready.length + emptied.length === before) continue;
      for (const later of inOrder.slice(at + 1)) watch(step, frame, later);
      return true;
    }
  }
  return false;
}

function settleJoin(step: Step, frame: Frame, node: NodeProgram, standing: Standing): void {
  const join = node.source.kind === "gateway" ? node.source.join : undefined;
  if (join?.rule === "count") return resetWhenSettled(step, frame, node, join, standing);
  const state = parked(frame, node);
  if (state === null) return;
  // A token that an instance began with came by no flow, and fills no slot.
  const full = state.filled.has("") ? state.filled.size - 1 : state.filled.size;
  if (full < node.slots.size) {
    state.reach ??= new Reach(node, state.filled.keys());
    if (isHeldUp(step, state, standing, wholeReach(node).nodes, state.reach.nodes)) return;
  }
  fire(step, frame, firstPerSlot(state.tokens));
}

/** Joins of an instance that have to be looked at again because a token in it moved or died. */
export function watchFrame(step: Step, frame: Frame): void {
  if (frame.joins === null && frame.absorbing.length === 0) return;
  for (const join of frame.joins?.values() ?? [])
    if (isReachable(join.node) && join.tokens.length > 0) watch(step, frame, join.node);
  for (const { node } of frame.absorbing) {
    if (node.source.kind === "gateway" && node.source.join?.rule === "count" && node.source.join.then === "reset")
      watch(step, frame, node);
  }
}
