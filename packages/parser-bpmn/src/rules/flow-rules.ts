/** Sequence flows and the nodes that they leave (BPMN 2.0.2, 8.4.13). Where they begin and end is seen to when the model is built. */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { isExecutable } from "../model/executable.js";
import { activityTypes } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { vendorName } from "../vendor/names.js";
import { attribute, child, flag } from "../xml/element.js";
import type { Scene } from "./scene.js";

/** The flow named as default leaves that same node. */
export function checkDefaultFlow({ source, findings }: Scene, node: FlowNode): void {
  const ref = attribute(node.element, "default");
  if (ref === undefined || node.outgoing.some((flow) => flow.id === ref)) return;
  const near = findings.near(
    ref,
    node.outgoing.map(({ id }) => id),
  );
  findings.add(bpmn.report("default-flow", source.originOf(node.element), { what: describe(node), ref, near }));
}

export function checkFlows(scene: Scene, level: Level): void {
  if (isExecutable(level.process)) checkImmediate(scene, level);
  const { source, findings } = scene;
  for (const { id, element, source: from } of level.flows) {
    // Where the only way out has a condition that doesn't hold, the token is stuck.
    if (from.outgoing.length !== 1 || !activityTypes.has(from.type)) continue;
    const condition = child(element, "conditionExpression");
    if (condition === undefined) continue;
    findings.add(bpmn.report("lone-conditional-flow", source.originOf(condition), { id, what: describe(from) }));
  }
}

/** Told once for a level, since tools write it into every flow or into none. */
function checkImmediate({ source, findings }: Scene, level: Level): void {
  const slow = level.flows.filter(({ element }) => !flag(element, "isImmediate", true));
  const [first] = slow;
  if (first === undefined) return;
  const origin = source.originOfAttribute(first.element, "isImmediate");
  const found = bpmn.report("flow-not-immediate", origin, { id: first.id, more: slow.length - 1 });
  // Trisotech writes it into every flow, whatever is meant.
  const byTool = slow.every(({ element }) =>
    element.foreign.some(([name]) => vendorName(name).shown.startsWith("triso:")),
  );
  findings.add(byTool ? { ...found, severity: "warning" } : found);
}
