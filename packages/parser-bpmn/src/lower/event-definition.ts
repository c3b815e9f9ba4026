/** The definitions of events: what is waited for, and what is thrown. Links are flows, and are lowered with their events. */
import type { Throw, Trigger, WaitTrigger } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { activityTypes, hasForeignContent, isEventSubprocess } from "../model/kinds.js";
import type { EventDefinition, FlowNode } from "../model/model.js";
import { messageKey } from "../vendor/message-key.js";
import { extensionsOf } from "../vendor/names.js";
import { attribute, child, childrenOf, flag, type XmlElement } from "../xml/element.js";
import { mayCopy, mayRepeat } from "./copies.js";
import { awaitedKey, sentKey } from "./correlation.js";
import { payloadOf } from "./data.js";
import { guardOf } from "./expression.js";
import type { Lowering } from "./lowering.js";
import { caughtCode, messageName, signalName, thrownCode } from "./names.js";
import { timerTrigger } from "./timer.js";

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
  if (node.definitions.length === 0 && isVendors(node)) {
    return [
      { on: "condition", test: { unspecified: `Only a vendor's engine knows what ${describe(node)} waits for.` } },
    ];
  }
  const taken = node.definitions.filter(({ element }) => mayRepeat(lowering, node, element));
  return taken.flatMap(({ type, element }) => triggers.get(type)?.(lowering, node, element) ?? []);
}

/** Whether what an event waits for is only said in the words of a vendor. (A start without a definition is that of whoever starts.) */
function isVendors(node: FlowNode): boolean {
  const { owner } = node.level;
  const waits = node.type !== "startEvent" || (owner !== null && isEventSubprocess(owner));
  return waits && hasForeignContent(node);
}

/** Those that a token, or a new instance, can wait for. */
export function waitTriggersOf(lowering: Lowering, node: FlowNode): readonly WaitTrigger[] {
  return triggersOf(lowering, node).filter(isWait);
}

function isWait(trigger: Trigger): trigger is WaitTrigger {
  return trigger.on === "timer" || trigger.on === "message" || trigger.on === "signal" || trigger.on === "condition";
}

export function messageTrigger(lowering: Lowering, node: FlowNode, at: XmlElement): WaitTrigger {
  const key = messageKey(lowering, node, at).key ?? awaitedKey(lowering, node, at);
  return { on: "message", name: messageName(lowering, node, at), ...(key === undefined ? {} : { key }) };
}

function coded<K extends "error" | "escalation">(on: K, code: string | undefined): { on: K; code?: string } {
  return code === undefined ? { on } : { on, code };
}

function conditionTrigger(lowering: Lowering, node: FlowNode, definition: XmlElement): WaitTrigger {
  const test = guardOf(lowering, child(definition, "condition"));
  if (test !== undefined) return { on: "condition", test };
  return { on: "condition", test: { unspecified: `The ${describe(node)} has no condition.` } };
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
  const { element } = node;
  const definitions = node.definitions.filter((one) => mayRepeat(lowering, node, one.element));
  const data = childrenOf(element, "dataInputAssociation").length + extensionsOf(element).length;
  const taken = mayCopy(lowering, node, (definitions.length - 1) * data) ? definitions : definitions.slice(0, 1);
  return taken.flatMap(({ type, element }) => throws.get(type)?.(lowering, node, element) ?? []);
}

/** What a multi-instance activity throws by a definition that it names (BPMN 2.0.2, 10.3.8). */
export function implicitThrow(lowering: Lowering, node: FlowNode, definition: EventDefinition): Throw | undefined {
  return throws.get(definition.type)?.(lowering, node, definition.element);
}

export function messageThrow(lowering: Lowering, node: FlowNode, at: XmlElement): Throw {
  const name = messageName(lowering, node, at);
  const { key } = messageKey(lowering, node, at);
  const { payload } = payloadOf(lowering, node);
  if (key === undefined) return { raise: "message", name, ...sentKey(lowering, node, at, payload) };
  return { raise: "message", name, key, ...(payload === undefined ? {} : { payload }) };
}

function codeMember(code: string | undefined): { readonly code?: string } {
  return code === undefined ? {} : { code };
}

function compensationThrow(lowering: Lowering, node: FlowNode, definition: XmlElement): Throw {
  const wait = flag(definition, "waitForCompletion", true);
  const ref = attribute(definition, "activityRef");
  if (ref === undefined) return { raise: "compensation", wait };
  const target = lowering.model.nodeOf(ref);
  if (target !== undefined && activityTypes.has(target.type)) return { raise: "compensation", of: target.id, wait };
  lowering.report(bpmn.report("compensation-target", lowering.originOf(definition), { what: describe(node), ref }));
  return { raise: "compensation", wait };
}
