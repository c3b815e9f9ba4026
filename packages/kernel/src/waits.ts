/** Opening waits, and what a wait is told when something arrives. */

import {
  isJsonObject,
  isUnknown,
  type Json,
  parseRepeating,
  type Repeating,
  type Slot,
  type Trigger,
  type WaitTrigger,
} from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import type { WaitFacts } from "./record.js";
import { type Due, firstDue, nextDue } from "./recurrence.js";
import { sameJson } from "./routing.js";
import type { SavedMessage } from "./saved-state.js";
import { shown } from "./shown.js";
import type { Frame, Token, Wait } from "./state.js";
import { durationMs, evaluate, holds, momentMs, textOf } from "./values.js";
import type { Place } from "./variables.js";

export interface WaitOwner {
  readonly token?: Token;
  readonly frame?: Frame;
  readonly purpose: WaitFacts["purpose"];
  readonly handler?: string;
}

export function isWaitTrigger(trigger: Trigger): trigger is WaitTrigger {
  return trigger.on === "timer" || trigger.on === "message" || trigger.on === "signal" || trigger.on === "condition";
}

type OwnFacts = Pick<WaitFacts, "kind"> &
  Partial<Pick<WaitFacts, "name" | "key" | "dueAtMs" | "left" | "sinceMs" | "is">>;

export function openWaitFor(step: Step, owner: WaitOwner, index: number, trigger: WaitTrigger, place: Place): Wait {
  return open(step, owner, index, factsOf(step, trigger, place));
}

export function openTimer(step: Step, owner: WaitOwner, dueAtMs: number): Wait {
  return open(step, owner, 0, { kind: "timer", dueAtMs });
}

function open(step: Step, owner: WaitOwner, index: number, facts: OwnFacts): Wait {
  const wait: WaitFacts = {
    id: step.nextId(),
    ...facts,
    ...(owner.token === undefined ? {} : { token: owner.token.id }),
    ...(owner.frame === undefined ? {} : { frame: owner.frame.id }),
    purpose: owner.purpose,
    index,
    ...(owner.handler === undefined ? {} : { handler: owner.handler }),
  };
  step.emit({ type: "waitOpened", wait });
  // That it holds already counts as becoming true.
  if (wait.kind === "condition") step.wrote = true;
  if (wait.kind === "message" || wait.kind === "signal") step.effects.push({ type: "listen", wait });
  return step.state.waits.get(wait.id) as Wait;
}

function factsOf(step: Step, trigger: WaitTrigger, place: Place): OwnFacts {
  switch (trigger.on) {
    case "timer":
      return timerFacts(step, trigger, place);
    case "message": {
      const name = textOf(step, trigger.name, place, "name of a message");
      if (trigger.key === undefined) return { kind: "message", name };
      const key = evaluate(step, trigger.key, place);
      if (isUnknown(key)) return { kind: "message", name };
      if (!("json" in key))
        throw new IncidentSignal("not-readable", "A secret or a stored value can't be a correlation key.");
      return { kind: "message", name, key: key.json };
    }
    case "signal":
      return { kind: "signal", name: textOf(step, trigger.name, place, "name of a signal") };
    case "condition":
      return { kind: "condition", is: false };
  }
}

function timerFacts(step: Step, trigger: Extract<WaitTrigger, { on: "timer" }>, place: Place): OwnFacts {
  const now = step.state.nowMs;
  if (trigger.at !== undefined) return { kind: "timer", dueAtMs: momentMs(step, trigger.at, place) ?? now };
  if (trigger.after !== undefined)
    return { kind: "timer", dueAtMs: now + (durationMs(step, trigger.after, place) ?? 0) };
  if (trigger.every === undefined) throw new IncidentSignal("invalid-time", "A timer has to say at, after or every.");
  const cycle = cycleOf(step, trigger.every, place);
  return cycle === null ? { kind: "timer", dueAtMs: now } : { kind: "timer", ...firstDue(cycle, now) };
}

function cycleOf(
  step: Step,
  value: NonNullable<Extract<WaitTrigger, { on: "timer" }>["every"]>,
  place: Place,
): Repeating | null {
  const slot = evaluate(step, value, place);
  if (isUnknown(slot)) return null;
  const json = "json" in slot ? slot.json : null;
  if (typeof json === "number" && Number.isFinite(json) && json > 0)
    // A cycle that takes no time would fire for ever within one moment.
    return { times: null, start: null, every: { years: 0, months: 0, days: 0, ms: Math.max(1, Math.round(json)) } };
  const repeating = typeof json === "string" ? parseRepeating(json) : null;
  if (repeating !== null && repeating.times !== 0) return repeating;
  throw new IncidentSignal(
    "invalid-time",
    `${shown(json)} is no cycle: a number of milliseconds, a duration such as PT1H, or an interval such as R3/PT10M.`,
  );
}

/** When a cyclic wait is due again; null when it has run out. */
export function dueAgain(step: Step, wait: Wait, trigger: WaitTrigger | undefined, place: Place): Due | null {
  if (trigger?.on !== "timer" || trigger.every === undefined) return null;
  const cycle = cycleOf(step, trigger.every, place);
  return cycle === null ? null : nextDue(cycle, wait, wait.facts.sinceMs, step.state.nowMs);
}

/** Waits that a signal is for, in id order. */
export function listeners(step: Step, name: string): Wait[] {
  return [...step.state.waits.values()].filter(({ facts }) => facts.kind === "signal" && facts.name === name);
}

/** What a message is told apart by: its key, and what it brings. */
export interface Content {
  readonly key: Slot | null;
  readonly payload: Slot;
}

/** The wait that a message is for: one whose key fits before one that takes any, and the first of those. */
export function messageListener(step: Step, name: string, content: Content): Wait | undefined {
  return firstOf(
    step,
    (wait) => wait.facts.kind === "message" && wait.facts.name === name && matchesKey(wait, content),
  );
}

/** The same among those that `takes` lets through. */
export function firstOf(step: Step, takes: (wait: Wait) => boolean): Wait | undefined {
  let any: Wait | undefined;
  for (const wait of step.state.waits.values()) {
    if (!takes(wait)) continue;
    if (!takesAny(wait.facts.key)) return wait;
    any ??= wait;
  }
  return any;
}

/** Whether what a message flow brings is for this wait: it has the name, or there is no other message that its token waits for. */
export function takesRouted(wait: Wait, name: string, content: Content): boolean {
  if (wait.facts.kind !== "message" || wait.token === null || !matchesKey(wait, content)) return false;
  return wait.facts.name === name || wait.token.waits.filter((other) => other.facts.kind === "message").length === 1;
}

/** Whether a message that was kept is for this wait. */
export function takesKept(wait: Wait, kept: SavedMessage): boolean {
  const content = { key: { json: kept.key }, payload: kept.payload };
  if (kept.node === undefined) return wait.facts.name === kept.name && matchesKey(wait, content);
  const node = wait.token?.node;
  return node?.id === kept.node && node.graph.id === kept.graph && takesRouted(wait, kept.name, content);
}

function matchesKey(wait: Wait, { key, payload }: Content): boolean {
  const wanted = wait.facts.key;
  if (wanted === undefined) return true;
  const hasKey = key !== null && !("json" in key && key.json === null);
  const given = hasKey || !isJsonObject(wanted) ? key : payload;
  if (given !== null && isUnknown(given)) return true;
  if (given !== null && !("json" in given)) return false;
  return fits(wanted, given?.json ?? null);
}

/** Equal; of an object, as far as it has members that are not null. */
function fits(wanted: Json, given: Json): boolean {
  if (!isJsonObject(wanted)) return sameJson(wanted, given);
  return Object.entries(wanted).every(
    ([name, value]) =>
      isOpen(value) || (isJsonObject(given) && Object.hasOwn(given, name) && fits(value, given[name] as Json)),
  );
}

/** Whether a member of a key, or a key without any other, is not known yet. */
function isOpen(value: Json): boolean {
  return value === null || (isJsonObject(value) && Object.values(value).every(isOpen));
}

function takesAny(key: Json | undefined): boolean {
  return key === undefined || (isJsonObject(key) && isOpen(key));
}

/** Whether a condition that a wait listens for holds now. An unknown one does not count as having become true. */
export function conditionHolds(step: Step, trigger: WaitTrigger | undefined, place: Place): boolean {
  return trigger?.on === "condition" && holds(step, trigger.test, place, null) === true;
}
