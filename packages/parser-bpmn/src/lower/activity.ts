import {
  type Activity,
  type ActivityBase,
  type BoundaryHandler,
  type CatchNode,
  type GatewayNode,
  type NodeId,
  type ScopeNode,
  synthesized,
  type ThrowNode,
} from "@rb/ir";
import { isForCompensation } from "../model/kinds.js";
import type { FlowNode, Model } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { attribute, flag } from "../xml/element.js";
import { learntBySending } from "./correlation.js";
import { intoOf } from "./data.js";
import { messageThrow, triggersOf } from "./event-definition.js";
import { keepLoopRunning, loopOf } from "./loop.js";
import type { Draft, Lowering } from "./lowering.js";
import { ownPort } from "./own-words.js";

/** What is drawn around an activity, whatever is inside: its loop, its boundary events, what undoes it. */
export type Surroundings = Pick<ActivityBase, "loop" | "handlers" | "compensation" | "routing">;

export function surroundingsOf(lowering: Lowering, node: FlowNode): Surroundings {
  const around: Draft<Surroundings> = {};
  const loop = loopOf(lowering, node);
  if (loop !== undefined) around.loop = loop;
  const copies = quantity(node, "completionQuantity");
  if (copies > 1) around.routing = { copies };
  if (node.boundary.length === 0) return around;
  const handlers = node.boundary
    .filter((event) => !catchesCompensation(event) && ownPort(event.element) === undefined)
    .map((event) => keepLoopRunning(handlerOf(lowering, event), loop));
  if (handlers.length > 0) around.handlers = handlers;
  const compensator = node.boundary.find(catchesCompensation);
  const compensation = compensator && compensationHandler(lowering.model, compensator)?.id;
  if (compensation !== undefined) around.compensation = compensation;
  return around;
}

export function catchesCompensation(event: FlowNode): boolean {
  return event.definitions.some((one) => one.type === "compensateEventDefinition");
}

/** The activity that an association ties to a compensation boundary event. */
export function compensationHandler(model: Model, event: FlowNode): FlowNode | undefined {
  return model
    .associatedWith(event.id)
    .map((id) => model.nodeOf(id))
    .find((node) => node !== undefined && isForCompensation(node));
}

function handlerOf(lowering: Lowering, event: FlowNode): BoundaryHandler {
  const { element } = event;
  const name = nameOf(element);
  const triggers = triggersOf(lowering, event);
  return {
    id: event.id,
    ...(name === undefined ? {} : { name }),
    triggers,
    ...(flag(element, "parallelMultiple", false) ? { need: "all" } : {}),
    ...(flag(element, "cancelActivity", true) ? {} : { interrupting: false }),
    ...intoOf(lowering, event, triggers),
    origin: lowering.originOf(element),
  };
}

/** Adds an activity, and what has to stand in front of it or behind it. */
export function addActivity(lowering: Lowering, node: FlowNode, activity: Activity): void {
  lowering.nodes.push(activity);
  const entry = startQuantity(lowering, node, activity.id);
  const exit = sendBehind(lowering, node, activity.id);
  lowering.placements.set(node, { entry, exit });
  for (const event of node.boundary) {
    if (catchesCompensation(event)) continue;
    lowering.placements.set(event, { entry: event.id, exit: activity.id, port: ownPort(event.element) ?? event.id });
  }
}

/** Adds a node that waits or throws where the author drew a task; if more is drawn around it, a scope carries that. */
export function addInScope(lowering: Lowering, node: FlowNode, inner: CatchNode | ThrowNode): void {
  const around = surroundingsOf(lowering, node);
  lowering.nodes.push(inner);
  if (Object.keys(around).length === 0 && quantity(node, "startQuantity") === 1) {
    lowering.placements.set(node, { entry: inner.id, exit: inner.id });
    return;
  }
  const scope: ScopeNode = {
    kind: "scope",
    id: `${node.id}/scope`,
    origin: synthesized("bpmn/task-scope", inner.origin),
    region: { entries: [inner.id] },
    ...around,
  };
  addActivity(lowering, node, scope);
}

/** A start quantity of n waits for n tokens before the activity begins (BPMN 2.0.2, 10.3). */
function startQuantity(lowering: Lowering, node: FlowNode, activity: NodeId): NodeId {
  const need = quantity(node, "startQuantity");
  if (need <= 1) return activity;
  const origin = synthesized("bpmn/start-quantity", lowering.originOf(node.element));
  const id = `${node.id}/start-quantity`;
  const gateway: GatewayNode = {
    kind: "gateway",
    id,
    origin,
    join: { rule: "count", need: { json: need }, of: "tokens" },
  };
  lowering.nodes.push(gateway);
  lowering.flows.push({ id: `${id}/flow`, from: id, to: activity, origin });
  return id;
}

/** The rules have reported what is no number of at least 1. */
function quantity(node: FlowNode, name: string): number {
  const text = attribute(node.element, name);
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1;
}

/** A message flow that leaves an activity which isn't a sender: it sends when it has completed. */
function sendBehind(lowering: Lowering, node: FlowNode, activity: NodeId): NodeId {
  if (node.type === "sendTask") return activity;
  const sends = lowering.model
    .messageFlowsAt(node)
    .some((flow) => flow.source.node === node && flow.target.process !== null);
  if (!sends) return activity;
  const origin = synthesized("bpmn/send", lowering.originOf(node.element));
  const id = `${node.id}/send`;
  const throws = [messageThrow(lowering, node, node.element)];
  lowering.nodes.push({ kind: "throw", id, origin, throws, ...learntBySending(lowering, node, throws) });
  lowering.flows.push({ id: `${id}/flow`, from: activity, to: id, origin });
  return id;
}
