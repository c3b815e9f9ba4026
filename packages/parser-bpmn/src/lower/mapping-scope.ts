/**
 * A task whose outputs are computed out of what it answers. The answer becomes variables of a scope of its own, where the
 * expressions find it beside the task's inputs; what they give leaves the scope. The scope has the id, the loop and the boundary events of the task.
 */
import { type ActionNode, type Binding, type ScopeNode, synthesized } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import type { Mapped } from "../vendor/outputs.js";
import { addActivity, surroundingsOf } from "./activity.js";
import { baseOf } from "./base.js";
import type { Lowering } from "./lowering.js";
import { answered } from "./mapping.js";

export function addInMappingScope(
  lowering: Lowering,
  node: FlowNode,
  action: ActionNode,
  inputs: readonly Binding[],
  mapped: Mapped,
): void {
  const id = `${node.id}/task`;
  // A name that the answer may not have means what it means outside.
  for (const name of mapped.reads) lowering.variables.read.add(name);
  const outside = mapped.keeps ? [] : mapped.reads.map((name): Binding => ({ path: [name], from: { variable: name } }));
  const locals = [...inputs, ...outside];
  const scope: ScopeNode = {
    kind: "scope",
    ...baseOf(lowering, node),
    ...(locals.length === 0 ? {} : { inputs: locals }),
    region: { entries: [id], ...(mapped.keeps ? {} : { undeclared: "here" }) },
    outputs: mapped.bindings,
    ...surroundingsOf(lowering, node),
  };
  addActivity(lowering, node, scope);
  const origin = synthesized("bpmn/mapping", lowering.originOf(node.element));
  lowering.nodes.push({ ...action, id, origin, outputs: answered(mapped) });
}
