/** A script task of Zeebe whose script is an expression: nothing has to be run, so the graph assigns its value. */
import type { Binding, ThrowNode } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { feelScript } from "../vendor/feel-script.js";
import { mappedOutputs } from "../vendor/outputs.js";
import { child } from "../xml/element.js";
import { addInScope } from "./activity.js";
import { baseOf } from "./base.js";
import { inputsOf } from "./data.js";
import type { Lowering } from "./lowering.js";
import { addScopeAround, isolated } from "./mapping-scope.js";

/** False when the task has no such script, or one that isn't understood: that is for an executor. */
export function addFeelScript(lowering: Lowering, node: FlowNode): boolean {
  const script = feelScript(lowering, node);
  if (script === undefined) return false;
  const result: Binding = { path: [script.variable], from: script.value };
  const assignment: ThrowNode = { kind: "throw", ...baseOf(lowering, node), throws: [], outputs: [result] };
  const inputs = inputsOf(lowering, node);
  const mapped = mappedOutputs(lowering, node, inputs.bindings, "variables");
  for (const name of mapped?.reads ?? []) lowering.variables.read.add(name);
  const mapping = mapped !== undefined && mapped.bindings.length > 0 ? mapped : undefined;
  // The instances of a loop must not overwrite what each other assigns.
  const isLoop = child(node.element, "multiInstanceLoopCharacteristics") !== undefined;
  if (inputs.bindings.length === 0 && mapping === undefined && !isLoop) {
    addInScope(lowering, node, assignment);
    return true;
  }
  const given: Binding = { path: result.path, from: { variable: script.variable } };
  // Declared inside, it isn't the variable of that name outside.
  const isInput = inputs.bindings.some(({ path }) => path[0] === script.variable);
  const region = isInput ? isolated : { ...isolated, variables: [{ name: script.variable }] };
  addScopeAround(lowering, node, assignment, inputs, mapping ?? { bindings: [given], inOrder: false }, region);
  return true;
}
