/** What an event-based gateway leads to (BPMN 2.0.2, 10.6.6). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { has, instantiates } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import { child } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkEventGateway(scene: Scene, node: FlowNode): void {
  const { source, findings, tallies } = scene;
  if (node.outgoing.length < 2) tallies.add("event-gateway-ways", node);
  if (instantiates(node) && node.incoming.length > 0) {
    findings.add(bpmn.report("event-gateway-incoming", source.originOf(node.element), { what: describe(node) }));
  }
  for (const { id, element } of node.outgoing) {
    const condition = child(element, "conditionExpression");
    if (condition === undefined) continue;
    const args = { what: describe(node), flow: `'${id}'` };
    findings.add(bpmn.report("event-gateway-condition", source.originOf(element), args));
  }
  checkTargets(scene, node);
  checkMix(scene, node);
}

function checkTargets({ source, findings }: Scene, node: FlowNode): void {
  const seen = new Set<FlowNode>();
  for (const { element, target } of node.outgoing) {
    if (seen.has(target)) continue;
    seen.add(target);
    if (canBeAwaited(target)) continue;
    const args = { what: describe(node), target: describe(target) };
    findings.add(bpmn.report("event-gateway-target", source.originOf(element), args));
  }
}

/** What an event-based gateway waits for comes to a node by that gateway alone. */
export function checkAwaited({ source, findings }: Scene, node: FlowNode): void {
  const gateway = node.incoming.find((flow) => flow.source.type === "eventBasedGateway")?.source;
  if (gateway === undefined || !canBeAwaited(node)) return;
  const args = { what: describe(node), gateway: describe(gateway) };
  if (node.incoming.length > 1) {
    findings.add(bpmn.report("event-gateway-shared", source.originOf(node.element), args));
  }
  for (const event of node.boundary) {
    const more = { ...args, event: describe(event) };
    findings.add(bpmn.report("event-gateway-boundary", source.originOf(event.element), more));
  }
}

const awaitable: ReadonlySet<string> = new Set([
  "messageEventDefinition",
  "signalEventDefinition",
  "timerEventDefinition",
  "conditionalEventDefinition",
]);

/** What a node can be waited for as. Many gateways may lead to it, and it may have many definitions, so this is found out once. */
interface Awaited {
  readonly possible: boolean;
  readonly hasMessage: boolean;
}

const known = new WeakMap<FlowNode, Awaited>();

function awaitedAs(node: FlowNode): Awaited {
  let found = known.get(node);
  if (found === undefined) {
    const isCatch = node.type === "intermediateCatchEvent";
    found = {
      // An event without a definition has been reported already.
      possible: node.type === "receiveTask" || (isCatch && node.definitions.every(({ type }) => awaitable.has(type))),
      hasMessage: isCatch && has(node, "messageEventDefinition"),
    };
    known.set(node, found);
  }
  return found;
}

function canBeAwaited(target: FlowNode): boolean {
  return awaitedAs(target).possible;
}

function checkMix({ source, findings }: Scene, node: FlowNode): void {
  const targets = node.outgoing.map(({ target }) => target);
  const task = targets.find((target) => target.type === "receiveTask");
  const event = targets.find((target) => awaitedAs(target).hasMessage);
  if (task === undefined || event === undefined) return;
  const args = { what: describe(node), task: describe(task), event: describe(event) };
  findings.add(bpmn.report("event-gateway-mixes", source.originOf(node.element), args));
}
