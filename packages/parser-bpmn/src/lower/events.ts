import { type EndNode, type Node, type StartNode, synthesized, type Throw } from "@rb/ir";
import { has } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { formVariables } from "../vendor/form.js";
import { flag } from "../xml/element.js";
import { armsOf } from "./arms.js";
import { baseOf } from "./base.js";
import { learntBySending } from "./correlation.js";
import { addCycle, cycleOf } from "./cycle.js";
import { intoOf } from "./data.js";
import { messageThrow, messageTrigger, throwsOf, waitTriggersOf } from "./event-definition.js";
import {
  addInstanceStart,
  addPassage,
  addSharedPassage,
  awaitedOnly,
  hasSharedPassage,
  startsInstance,
} from "./event-gateway.js";
import type { Lowering, LowerNode } from "./lowering.js";
import { addWorkerEvent } from "./send.js";

/** A start of a process waits for its trigger; one of a subprocess has none, and one of an event subprocess belongs to the handler. */
export const lowerStartEvent: LowerNode = (lowering, node) => {
  const base = baseOf(lowering, node);
  // Whoever starts the process fills its form.
  for (const name of formVariables(node.element)) lowering.variables.read.add(name);
  const triggers = node.level.owner === null ? startTriggers(lowering, node) : [];
  const start: StartNode = {
    kind: "start",
    ...base,
    ...(triggers.length === 0 ? {} : { triggers }),
    ...(triggers.length > 1 && isParallel(node) ? { need: "all" } : {}),
    ...intoOf(lowering, node, triggers),
  };
  place(lowering, node, start);
};

function startTriggers(lowering: Lowering, node: FlowNode): ReturnType<typeof waitTriggersOf> {
  const receives = lowering.model.messageFlowsAt(node).some((flow) => flow.target.node === node);
  // A message flow drawn to a plain start says what it waits for.
  if (node.definitions.length === 0 && receives) return [messageTrigger(lowering, node, node.element)];
  return waitTriggersOf(lowering, node);
}

export const lowerEndEvent: LowerNode = (lowering, node) => {
  if (addWorkerEvent(lowering, node)) return;
  const throws = [...throwsOf(lowering, node), ...drawnMessages(lowering, node)];
  const end: EndNode = {
    kind: "end",
    ...baseOf(lowering, node),
    ...(throws.length === 0 ? {} : { throws }),
    ...learntBySending(lowering, node, throws),
  };
  place(lowering, node, end);
};

/** A link is a flow to its partner; anything else is raised. */
export const lowerThrowEvent: LowerNode = (lowering, node) => {
  const base = baseOf(lowering, node);
  if (has(node, "linkEventDefinition")) {
    place(lowering, node, { kind: "gateway", ...base });
    const partner = lowering.model.linkTarget(node);
    if (partner === undefined) return;
    const origin = synthesized("bpmn/link", base.origin);
    lowering.flows.push({ id: `${node.id}/link`, from: node.id, to: partner.id, origin });
    return;
  }
  if (addWorkerEvent(lowering, node)) return;
  const throws = [...throwsOf(lowering, node), ...drawnMessages(lowering, node)];
  place(lowering, node, { kind: "throw", ...base, throws, ...learntBySending(lowering, node, throws) });
};

export const lowerCatchEvent: LowerNode = (lowering, node) => {
  if (startsInstance(node)) {
    addInstanceStart(lowering, node);
    return;
  }
  if (has(node, "linkEventDefinition") || awaitedOnly(node)) {
    addPassage(lowering, node);
    return;
  }
  if (hasSharedPassage(node)) addSharedPassage(lowering, node);
  const base = baseOf(lowering, node);
  const found = armsOf(lowering, node);
  const cycle = cycleOf(found.map(({ trigger }) => trigger));
  const arms = cycle === null ? found : found.slice(0, 1).map((arm) => ({ ...arm, trigger: cycle.trigger }));
  if (arms.length === 0) {
    addPassage(lowering, node);
    return;
  }
  const all = arms.length > 1 && isParallel(node);
  place(lowering, node, { kind: "catch", ...base, ...(all ? { need: "all" } : {}), arms });
  if (cycle !== null) addCycle(lowering, node, cycle);
};

/** Boundary events are handlers of their activity, which lowers them. */
export const lowerBoundaryEvent: LowerNode = () => {};

function place(lowering: Lowering, node: FlowNode, lowered: Node): void {
  lowering.nodes.push(lowered);
  lowering.placements.set(node, { entry: node.id, exit: node.id });
}

function isParallel(node: FlowNode): boolean {
  return flag(node.element, "parallelMultiple", false);
}

/** A message flow drawn from a plain event says what it sends. */
function drawnMessages(lowering: Lowering, node: FlowNode): readonly Throw[] {
  const drawn = lowering.model.messageFlowsAt(node).some((flow) => flow.source.node === node);
  return node.definitions.length === 0 && drawn ? [messageThrow(lowering, node, node.element)] : [];
}
