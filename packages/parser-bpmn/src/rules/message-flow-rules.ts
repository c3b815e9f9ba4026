/** Message flows join two pools, at ends that send and receive (BPMN 2.0.2, 8.4.1, 9.4 and 10.5). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { artifactTypes, has } from "../model/kinds.js";
import type { FlowNode, Model } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import type { Scene } from "./scene.js";

export function checkMessageFlow(scene: Scene, flow: XmlElement): void {
  const [from, to] = [attribute(flow, "sourceRef"), attribute(flow, "targetRef")];
  for (const [name, ref] of [
    ["sourceRef", from],
    ["targetRef", to],
  ] as const) {
    if (ref === undefined) {
      const args = { what: describe(flow), attribute: name };
      scene.findings.add(bpmn.report("message-flow-without-end", scene.source.originOf(flow), args));
      continue;
    }
    const end = scene.model.resolve(ref);
    if (end === undefined || !artifactTypes.has(end.type)) continue;
    const args = { what: describe(flow), found: describe(end), attribute: name };
    scene.findings.add(bpmn.report("message-flow-artifact", scene.source.originOfAttribute(flow, name), args));
  }
  checkPools(scene, flow, from ?? "", to ?? "");
  const [source, target] = [scene.model.nodeOf(from ?? ""), scene.model.nodeOf(to ?? "")];
  if (source !== undefined) checkSender(scene, flow, source);
  if (target !== undefined) checkReceiver(scene, flow, target);
}

function checkPools({ model, source, findings }: Scene, flow: XmlElement, from: string, to: string): void {
  const [pool, other] = [poolOf(model, from), poolOf(model, to)];
  if (pool === undefined || pool !== other) return;
  findings.add(
    bpmn.report("message-flow-within-pool", source.originOf(flow), { what: describe(flow), pool: describe(pool) }),
  );
}

/** The pool that an end is, or lies in; a process that is in none stands for itself. */
function poolOf(model: Model, ref: string): XmlElement | undefined {
  const node = model.nodeOf(ref);
  if (node !== undefined) return node.level.process.participant ?? node.level.process.element;
  const element = model.resolve(ref);
  return element?.type === "participant" ? element : undefined;
}

function checkSender({ source, findings }: Scene, flow: XmlElement, node: FlowNode): void {
  const args = { what: describe(node), flow: describe(flow) };
  const origin = source.originOfAttribute(flow, "sourceRef");
  if (node.type === "startEvent") findings.add(bpmn.report("start-event-sends", origin, args));
  else if (node.type === "intermediateCatchEvent" || node.type === "boundaryEvent") {
    findings.add(bpmn.report("intermediate-event-message-flow", origin, { ...args, way: "catches" }));
  } else if (node.type === "endEvent" && !has(node, "messageEventDefinition")) {
    findings.add(bpmn.report("end-event-without-message", origin, args));
  }
}

function checkReceiver({ source, findings }: Scene, flow: XmlElement, node: FlowNode): void {
  const args = { what: describe(node), flow: describe(flow) };
  const origin = source.originOfAttribute(flow, "targetRef");
  if (node.type === "endEvent") findings.add(bpmn.report("end-event-receives", origin, args));
  else if (node.type === "intermediateThrowEvent") {
    findings.add(bpmn.report("intermediate-event-message-flow", origin, { ...args, way: "throws" }));
  } else if (node.type === "startEvent" && !has(node, "messageEventDefinition")) {
    findings.add(bpmn.report("start-event-without-message", origin, args));
  }
}
