/**
 * Event-based gateways. What the author draws as a gateway and events behind it is one wait with several arms; each event
 * becomes a passage that the token of its arm goes through, so that ids, flows and what the event brings stay where they were.
 *
 * A gateway that instantiates the process has no token to wait with. Each event behind it becomes a start. If it is
 * parallel, an instance also waits for the other events (BPMN 2.0.2, 10.6.6): every start leads to a wait for each other one.
 */
import { type Flow, type GatewayNode, synthesized } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { instantiates } from "../model/kinds.js";
import type { FlowNode, SequenceFlow } from "../model/model.js";
import { attribute } from "../xml/element.js";
import { armsOf } from "./arms.js";
import { baseOf } from "./base.js";
import { type Lowering, type LowerNode, maxCopies } from "./lowering.js";

export const lowerEventGateway: LowerNode = (lowering, node) => {
  if (instantiates(node)) {
    if (attribute(node.element, "eventGatewayType") === "Parallel") waitForTheOthers(lowering, node);
    return;
  }
  const arms = [...waysOf(node)].flatMap((flow) => armsOf(lowering, flow.target, flow.id));
  lowering.nodes.push({ kind: "catch", ...baseOf(lowering, node), arms });
  lowering.placements.set(node, { entry: node.id, exit: node.id });
};

/** The flows that a gateway waits by. Of several to the same event one is enough: the event comes once, and lets one token go. */
function waysOf(gateway: FlowNode): ReadonlySet<SequenceFlow> {
  let ways = knownWays.get(gateway);
  if (ways === undefined) {
    const byTarget = new Map<FlowNode, SequenceFlow>();
    for (const flow of gateway.outgoing) if (!byTarget.has(flow.target)) byTarget.set(flow.target, flow);
    ways = new Set(byTarget.values());
    knownWays.set(gateway, ways);
  }
  return ways;
}

const knownWays = new WeakMap<FlowNode, ReadonlySet<SequenceFlow>>();

/** Whether a flow leaves an event-based gateway beside another one to the same event. */
export function isRepeated(flow: SequenceFlow): boolean {
  return flow.source.type === "eventBasedGateway" && !waysOf(flow.source).has(flow);
}

/** How tokens come to a node. */
interface Arrivals {
  readonly byGateway: boolean;
  readonly otherwise: boolean;
  /** By a gateway that instantiates the process; `together` by a parallel one. */
  readonly starts: boolean;
  readonly together: boolean;
}

/** Each flow of a node asks, and it may have thousands, so this is found out once. */
const knownArrivals = new WeakMap<FlowNode, Arrivals>();

function arrivalsOf(node: FlowNode): Arrivals {
  const known = knownArrivals.get(node);
  if (known !== undefined) return known;
  const sources = node.incoming.map((flow) => flow.source);
  const gateways = sources.filter((source) => source.type === "eventBasedGateway");
  const starts = gateways.filter(instantiates);
  const arrivals = {
    byGateway: gateways.length > 0,
    otherwise: gateways.length < sources.length,
    starts: starts.length > 0,
    together: starts.some((gateway) => attribute(gateway.element, "eventGatewayType") === "Parallel"),
  };
  knownArrivals.set(node, arrivals);
  return arrivals;
}

/** Whether a gateway does all the waiting for an event or receive task. */
export function awaitedOnly(node: FlowNode): boolean {
  const { byGateway, otherwise, starts } = arrivalsOf(node);
  return byGateway && !otherwise && !starts;
}

/** Whether it begins an instance, because the gateway before it does. */
export function startsInstance(node: FlowNode): boolean {
  return arrivalsOf(node).starts;
}

/** What the token of an arm goes through. */
export function addPassage(lowering: Lowering, node: FlowNode): void {
  const passage: GatewayNode = { kind: "gateway", ...baseOf(lowering, node) };
  lowering.nodes.push(passage);
  lowering.placements.set(node, { entry: node.id, exit: node.id });
}

/** A start for an event behind a gateway that instantiates. */
export function addInstanceStart(lowering: Lowering, node: FlowNode): void {
  const arms = armsOf(lowering, node);
  const into = arms.flatMap((arm) => arm.into ?? []);
  lowering.nodes.push({
    kind: "start",
    ...baseOf(lowering, node),
    triggers: arms.map((arm) => arm.trigger),
    ...(into.length === 0 ? {} : { into }),
  });
  lowering.placements.set(node, { entry: node.id, exit: node.id });
}

function waitForTheOthers(lowering: Lowering, gateway: FlowNode): void {
  const targets = [...new Set(gateway.outgoing.map((flow) => flow.target))];
  if (targets.length > maxCopies) {
    const args = { what: describe(gateway), count: targets.length, limit: maxCopies };
    lowering.report(bpmn.report("too-many-copies", lowering.originOf(gateway.element), args));
    return;
  }
  for (const target of targets) {
    const origin = synthesized("bpmn/instantiating-gateway", lowering.originOf(gateway.element));
    const id = waitId(target);
    lowering.nodes.push({ kind: "catch", id, origin, arms: armsOf(lowering, target) });
    for (const other of targets) {
      if (other !== target) lowering.flows.push({ id: `${other.id}/${id}`, from: other.id, to: id, origin });
    }
  }
}

function waitId(target: FlowNode): string {
  return `${target.id}@${target.incoming[0]?.source.id}`;
}

/** The copies of a flow that leave the waits and passages made besides the node that the author drew. */
export function copiesOf(lowering: Lowering, flow: Flow, source: FlowNode): readonly Flow[] {
  const ids = copyIds(source);
  if (ids.length === 0) return [];
  const origin = synthesized("bpmn/event-gateway", lowering.originOf(source.element));
  return ids.map((id) => ({ ...flow, id: `${flow.id}@${id}`, from: id, origin }));
}

function copyIds(source: FlowNode): readonly string[] {
  if (arrivalsOf(source).together) return [waitId(source)];
  return hasSharedPassage(source) ? [passageId(source)] : [];
}

/** An event that is reached both by a gateway that has waited for it and by flows that haven't. */
export function hasSharedPassage(node: FlowNode): boolean {
  const { byGateway, otherwise, starts } = arrivalsOf(node);
  return byGateway && otherwise && !starts;
}

export function passageId(node: FlowNode): string {
  return `${node.id}@arm`;
}

/** Beside the event itself, which waits, the passage for tokens that have waited already. */
export function addSharedPassage(lowering: Lowering, node: FlowNode): void {
  const origin = synthesized("bpmn/event-gateway", lowering.originOf(node.element));
  lowering.nodes.push({ kind: "gateway", id: passageId(node), origin });
}
