/** The definitions of events: what is waited for, and what is thrown. Links are flows, and are lowered with their events. */
import {
  parseDateTime,
  parseDuration,
  parseRepeating,
  type Throw,
  type Trigger,
  type Value,
  type WaitTrigger,
} from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { EventDefinition, FlowNode } from "../model/model.js";
import { messageKey } from "../vendor/message-key.js";
import { attribute, child, flag, type XmlElement } from "../xml/element.js";
import { payloadOf } from "./data.js";
import { guardOf, textOf } from "./expression.js";
import type { Lowering } from "./lowering.js";
import { caughtCode, messageName, signalName, thrownCode } from "./names.js";

type TriggerOf = (lowering: Lowering, node: FlowNode, definition: XmlElement) => Trigger;
type ThrowOf = (lowering: Lowering, node: FlowNode, definition: XmlElement) => Throw;

const triggers: ReadonlyMap<string, TriggerOf> = new Map<string, TriggerOf>([
  ["messageEventDefinition", messageTrigger],
  ["signalEventDefinition", (lowering, node, at) => ({ on: "signal", name: signalName(lowering, node, at) })],
  ["timerEventDefinition", timerTrigger],
  ["conditionalEventDefinition", conditionTrigger],
  ["errorEventDefinition", (lowering, _, at) => coded("error", caughtCode(lowering, at, "error"))],
  ["escalationEventDefinition", (lowering, _, at) => coded("escalation", caughtCode(lowering, at, "escalation"))],
  ["cancelEventDefinition", () => ({ on: "cancel" })],
  ["compensateEventDefinition", () => ({ on: "compensation" })],
]);

/** What a catching event waits for; definitions that can't be caught have been reported by the rules. */
export function triggersOf(lowering: Lowering, node: FlowNode): readonly Trigger[] {
  return node.definitions.flatMap(({ type, element }) => triggers.get(type)?.(lowering, node, element) ?? []);
}

/** Those that a token, or a new instance, can wait for. */
export function waitTriggersOf(lowering: Lowering, node: FlowNode): readonly WaitTrigger[] {
  return triggersOf(lowering, node).filter(isWait);
}

function isWait(trigger: Trigger): trigger is WaitTrigger {
  return trigger.on === "timer" || trigger.on === "message" || trigger.on === "signal" || trigger.on === "condition";
}

export function messageTrigger(lowering: Lowering, node: FlowNode, at: XmlElement): WaitTrigger {
  return { on: "message", name: messageName(lowering, node, at), ...messageKey(lowering, node, at) };
}

function coded<K extends "error" | "escalation">(on: K, code: string | undefined): { on: K; code?: string } {
  return code === undefined ? { on } : { on, code };
}

function conditionTrigger(lowering: Lowering, node: FlowNode, definition: XmlElement): WaitTrigger {
  const test = guardOf(lowering, child(definition, "condition"));
  if (test !== undefined) return { on: "condition", test };
  const what = describe(node);
  lowering.report(bpmn.report("condition-missing", lowering.originOf(node.element), { what }));
  return { on: "condition", test: { unspecified: `The ${what} has no condition.` } };
}

type TimerOf = (lowering: Lowering, node: FlowNode, element: XmlElement) => WaitTrigger;
const timers: ReadonlyMap<string, TimerOf> = new Map<string, TimerOf>([
  ["timeDate", dateTimer],
  ["timeDuration", durationTimer],
  ["timeCycle", cycleTimer],
]);

function timerTrigger(lowering: Lowering, node: FlowNode, definition: XmlElement): WaitTrigger {
  for (const element of definition.children) {
    const timer = timers.get(element.type);
    if (timer !== undefined && element.text.trim() !== "") return timer(lowering, node, element);
  }
  const what = describe(node);
  lowering.report(bpmn.report("timer-without-value", lowering.originOf(node.element), { what }));
  return saidBySomebody(what);
}

/** A timer that nobody can compute waits until a person says that its time has come. */
function saidBySomebody(what: string): WaitTrigger {
  return { on: "condition", test: { unspecified: `The timer of ${what} doesn't say when it fires.` } };
}

function dateTimer(lowering: Lowering, node: FlowNode, element: XmlElement): WaitTrigger {
  const at = textOf(lowering, element, element.text);
  if (!isText(at) || parseDateTime(at.json) !== null) return { on: "timer", at };
  const [text, what] = [at.json, describe(node)];
  const inUtc = momentInUtc(text);
  if (parseDateTime(inUtc) !== null) {
    lowering.report(bpmn.report("timer-offset", lowering.originOf(element), { what, text }));
    return { on: "timer", at: { json: inUtc } };
  }
  const args = { what, text, wanted: "a date with a time" };
  lowering.report(bpmn.report("timer-syntax", lowering.originOf(element), args));
  return saidBySomebody(what);
}

/** A date and time that says no offset is meant in UTC: what it means must not depend on the machine. */
function momentInUtc(text: string): string {
  return parseDateTime(text) === null && parseDateTime(`${text}Z`) !== null ? `${text}Z` : text;
}

function durationTimer(lowering: Lowering, node: FlowNode, element: XmlElement): WaitTrigger {
  const after = textOf(lowering, element, element.text);
  if (!isText(after) || parseDuration(after.json) !== null) return { on: "timer", after };
  const what = describe(node);
  const args = { what, text: after.json, wanted: "a duration" };
  lowering.report(bpmn.report("timer-syntax", lowering.originOf(element), args));
  return saidBySomebody(what);
}

/** Some engines take cron expressions here, so another text is no mistake, only none that is understood. */
function cycleTimer(lowering: Lowering, node: FlowNode, element: XmlElement): WaitTrigger {
  const every = textOf(lowering, element, element.text);
  if (!isText(every) || parseRepeating(every.json) !== null) return { on: "timer", every };
  const what = describe(node);
  const inUtc = every.json.split("/").map(momentInUtc).join("/");
  if (parseRepeating(inUtc) !== null) {
    lowering.report(bpmn.report("timer-offset", lowering.originOf(element), { what, text: every.json }));
    return { on: "timer", every: { json: inUtc } };
  }
  lowering.report(bpmn.report("timer-cycle", lowering.originOf(element), { what, text: every.json }));
  return saidBySomebody(what);
}

function isText(value: Value): value is { readonly json: string } {
  return "json" in value && typeof value.json === "string";
}

const throws: ReadonlyMap<string, ThrowOf> = new Map<string, ThrowOf>([
  ["messageEventDefinition", messageThrow],
  [
    "signalEventDefinition",
    (lowering, node, at) => ({
      raise: "signal",
      name: signalName(lowering, node, at),
      ...payloadOf(lowering, node),
    }),
  ],
  [
    "errorEventDefinition",
    (lowering, node, at) => ({
      raise: "error",
      ...codeMember(thrownCode(lowering, at, "error")),
      ...payloadOf(lowering, node),
    }),
  ],
  [
    "escalationEventDefinition",
    (lowering, node, at) => ({
      raise: "escalation",
      ...codeMember(thrownCode(lowering, at, "escalation")),
      ...payloadOf(lowering, node),
    }),
  ],
  ["cancelEventDefinition", () => ({ raise: "cancel" })],
  ["terminateEventDefinition", () => ({ raise: "terminate" })],
  ["compensateEventDefinition", compensationThrow],
]);

/** What a throwing event raises, in document order. */
export function throwsOf(lowering: Lowering, node: FlowNode): readonly Throw[] {
  return node.definitions.flatMap(({ type, element }) => throws.get(type)?.(lowering, node, element) ?? []);
}

/** What a multi-instance activity throws by a definition that it names (BPMN 2.0.2, 10.3.8). */
export function implicitThrow(lowering: Lowering, node: FlowNode, definition: EventDefinition): Throw | undefined {
  return throws.get(definition.type)?.(lowering, node, definition.element);
}

export function messageThrow(lowering: Lowering, node: FlowNode, at: XmlElement): Throw {
  const name = messageName(lowering, node, at);
  return { raise: "message", name, ...messageKey(lowering, node, at), ...payloadOf(lowering, node) };
}

function codeMember(code: string | undefined): { readonly code?: string } {
  return code === undefined ? {} : { code };
}

function compensationThrow(lowering: Lowering, node: FlowNode, definition: XmlElement): Throw {
  const wait = flag(definition, "waitForCompletion", true);
  const ref = attribute(definition, "activityRef");
  if (ref === undefined) return { raise: "compensation", wait };
  const target = lowering.model.nodeOf(ref);
  if (target !== undefined) return { raise: "compensation", of: target.id, wait };
  lowering.report(bpmn.report("compensation-target", lowering.originOf(definition), { what: describe(node), ref }));
  return { raise: "compensation", wait };
}
