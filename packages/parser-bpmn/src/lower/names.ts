/** What messages, signals, errors and escalations are called, so that those who throw and those who catch agree. */
import type { Value } from "@rb/ir";
import { has } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { textOf } from "./expression.js";
import type { Lowering } from "./lowering.js";

/** The signal of all events that name none. */
const unnamedSignal = "signal";

export function signalName(lowering: Lowering, node: FlowNode, definition: XmlElement): Value {
  const signal = referenced(lowering, definition, "signalRef", "signal");
  if (signal !== undefined) return nameValue(lowering, signal);
  return { json: namesAsSignal(node) ? ownName(node) : unnamedSignal };
}

/**
 * Events without a signal name all mean the same signal. Only where a process begins by it and throws it too, the two must
 * be different ones: drawn as "called by" and "calls", they would start the process again without end.
 */
export function namesAsSignal(node: FlowNode): boolean {
  return node.type === "startEvent" && node.level.owner === null && beginsByWhatItThrows(node.level);
}

/** Asked for each start of a process. */
const known = new WeakMap<Level, boolean>();

function beginsByWhatItThrows(level: Level): boolean {
  let begins = known.get(level);
  if (begins === undefined) {
    const starts = level.nodes.filter((one) => one.type === "startEvent");
    begins = level.nodes.some(throwsUnnamed) && starts.every((one) => has(one, "signalEventDefinition"));
    known.set(level, begins);
  }
  return begins;
}

function throwsUnnamed({ type, definitions }: FlowNode): boolean {
  if (type !== "endEvent" && type !== "intermediateThrowEvent") return false;
  return definitions.some((one) => one.type === "signalEventDefinition" && !attribute(one.element, "signalRef"));
}

export function messageName(lowering: Lowering, node: FlowNode, definition: XmlElement): Value {
  const message = referenced(lowering, definition, "messageRef", "message");
  if (message !== undefined) return nameValue(lowering, message);
  const drawn = drawnMessageName(lowering, node);
  if (drawn !== undefined) return { json: drawn };
  return { json: ownName(node) };
}

function ownName({ element, id }: FlowNode): string {
  return nameOf(element) ?? id;
}

/** The message flow that is drawn at a node names its message, by itself or by its other end. */
function drawnMessageName(lowering: Lowering, node: FlowNode): string | undefined {
  const [flow] = lowering.model.messageFlowsAt(node);
  if (flow === undefined) return undefined;
  const other = flow.source.node === node ? flow.target.node : flow.source.node;
  const refs = [
    flow.element,
    ...(other === null ? [] : [other.element, ...other.definitions.map((one) => one.element)]),
  ];
  for (const element of refs) {
    const message = lowering.model.resolve(attribute(element, "messageRef") ?? "");
    if (message?.type === "message") return attribute(message, "name") ?? attribute(message, "id");
  }
  return nameOf(flow.element) ?? flow.id;
}

/** The code of an error or escalation that is thrown; one without a code is told apart by its id. */
export function thrownCode(lowering: Lowering, definition: XmlElement, kind: Coded): string | undefined {
  const found = referenced(lowering, definition, `${kind}Ref`, kind);
  if (found === undefined) return codeItself(lowering, definition, kind);
  return attribute(found, `${kind}Code`) ?? attribute(found, "id");
}

/** What a catching event waits for. An error without a code that nothing here throws stands for any: there is nothing to compare. */
export function caughtCode(lowering: Lowering, definition: XmlElement, kind: Coded): string | undefined {
  const found = referenced(lowering, definition, `${kind}Ref`, kind);
  if (found === undefined) return codeItself(lowering, definition, kind);
  const code = attribute(found, `${kind}Code`);
  if (code !== undefined) return code;
  return lowering.model.isThrown(found) ? attribute(found, "id") : undefined;
}

/** A reference that leads nowhere is the code itself, as some engines have it; the rules have said so. */
function codeItself(lowering: Lowering, definition: XmlElement, kind: Coded): string | undefined {
  const ref = attribute(definition, `${kind}Ref`);
  return ref === undefined || lowering.model.resolve(ref) !== undefined ? undefined : ref;
}

export type Coded = "error" | "escalation";

/** The element of the wanted kind that an attribute names; the rules report a reference that leads elsewhere. */
function referenced(lowering: Lowering, element: XmlElement, name: string, wanted: string): XmlElement | undefined {
  const ref = attribute(element, name);
  const found = ref === undefined ? undefined : lowering.model.resolve(ref);
  return found?.type === wanted ? found : undefined;
}

function nameValue(lowering: Lowering, element: XmlElement): Value {
  return textOf(lowering, element, attribute(element, "name") ?? attribute(element, "id") ?? "");
}
