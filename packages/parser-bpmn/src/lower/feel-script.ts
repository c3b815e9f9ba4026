/** A script task of Zeebe whose script is an expression: nothing has to be run, so the graph assigns its value. */
import { type Binding, type ScopeNode, synthesized, type ThrowNode } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { feelScript } from "../vendor/feel-script.js";
import { mappedOutputs } from "../vendor/outputs.js";
import { addActivity, addInScope, surroundingsOf } from "./activity.js";
import { baseOf } from "./base.js";
import { inputsOf } from "./data.js";
import type { Lowering } from "./lowering.js";

/** False when the task has no such script, or one that isn't understood: that is for an executor. */
export function addFeelScript(lowering: Lowering, node: FlowNode): boolean {
  const script = feelScript(lowering, node);
  if (script === undefined) return false;
  const result: Binding = { path: [script.variable], from: script.value };
  const inputs = inputsOf(lowering, node);
  const mapped = mappedOutputs(lowering, node, inputs, "variables");
  if (inputs.length === 0 && (mapped === undefined || mapped.bindings.length === 0)) {
    const assignment: ThrowNode = { kind: "throw", ...baseOf(lowering, node), throws: [], outputs: [result] };
    addInScope(lowering, node, assignment);
    return true;
  }
  const id = `${node.id}/script`;
  const outputs = mapped?.bindings.length
    ? mapped.bindings
    : [{ path: result.path, from: { variable: script.variable } }];
  const scope: ScopeNode = {
    kind: "scope",
    ...baseOf(lowering, node),
    ...(inputs.length === 0 ? {} : { inputs }),
    region: { entries: [id], undeclared: "here" },
    outputs,
    ...surroundingsOf(lowering, node),
  };
  addActivity(lowering, node, scope);
  const origin = synthesized("bpmn/script", lowering.originOf(node.element));
  lowering.nodes.push({ kind: "throw", id, origin, throws: [], outputs: [result] });
  for (const name of mapped?.reads ?? []) lowering.variables.read.add(name);
  return true;
}
