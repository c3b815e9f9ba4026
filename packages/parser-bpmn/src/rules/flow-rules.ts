import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { attribute } from "../xml/element.js";
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
