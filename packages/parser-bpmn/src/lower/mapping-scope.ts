/**
 * A task whose outputs are computed out of what it answers. The answer becomes variables of a scope of its own, where the
 * expressions find it beside the task's inputs; what they give leaves the scope. The loop and the boundary events of the task are
 * those of the scope.
 */
import { type ActionNode, type Binding, type Region, type ScopeNode, synthesized, type ThrowNode } from "@rb/ir";
import { isForCompensation } from "../model/kinds.js";
import type { FlowNode } from "../model/model.js";
import type { Mapped } from "../vendor/outputs.js";
import { addActivity, catchesCompensation, surroundingsOf } from "./activity.js";
import { type Inputs, inputMembers } from "./input-list.js";
import type { Lowering } from "./lowering.js";
import { answered } from "./mapping.js";

export function addInMappingScope(
  lowering: Lowering,
  node: FlowNode,
  action: ActionNode,
  inputs: Inputs,
  mapped: Mapped,
): void {
  // A name that the answer may not have means what it means outside.
  for (const name of mapped.reads) lowering.variables.read.add(name);
  const outside = mapped.keeps ? [] : mapped.reads.map((name): Binding => ({ path: [name], from: { variable: name } }));
  const local = mapped.keeps ? {} : isolated;
  const inner = { ...action, outputs: answered(mapped) };
  const all: Inputs = { bindings: [...inputs.bindings, ...outside], inOrder: inputs.inOrder };
  addScopeAround(lowering, node, inner, all, mapped, local);
}

/** What is assigned inside, and declared nowhere, stays inside. */
export const isolated: Pick<Region, "undeclared"> = { undeclared: "here" };

/**
 * Puts a scope around what a task is lowered to. The task keeps its id, by which people and answers know it; only where something
 * undoes it, or it undoes something, has the scope to be what the document names.
 */
export function addScopeAround(
  lowering: Lowering,
  node: FlowNode,
  inner: ActionNode | ThrowNode,
  inputs: Inputs,
  outputs: Pick<Mapped, "bindings" | "inOrder">,
  region: Pick<Region, "undeclared" | "variables">,
): void {
  const isNamed = isForCompensation(node) || node.boundary.some(catchesCompensation);
  const origin = synthesized("bpmn/mapping", lowering.originOf(node.element));
  const id = isNamed ? `${node.id}/task` : node.id;
  const scope: ScopeNode = {
    kind: "scope",
    ...(isNamed ? { id: node.id, origin: inner.origin } : { id: `${node.id}/scope`, origin }),
    ...(isNamed && inner.name !== undefined ? { name: inner.name } : {}),
    ...inputMembers(inputs),
    region: { entries: [id], ...region },
    ...(outputs.bindings.length === 0 ? {} : { outputs: outputs.bindings }),
    ...(outputs.inOrder ? { inOrder: true } : {}),
    ...surroundingsOf(lowering, node),
  };
  addActivity(lowering, node, scope);
  lowering.nodes.push(isNamed ? { ...inner, id, origin } : inner);
}
