/** What tasks, calls and subprocesses give back, by the associations of the standard and by the mappings of vendors. */
import type { Binding, ScopeNode } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { passesAll } from "../vendor/call.js";
import { mappedInputs } from "../vendor/inputs.js";
import { type Mapped, mappedOutputs, reportComputed } from "../vendor/outputs.js";
import { everything, outputsOf } from "./data.js";
import { inputMembers } from "./input-list.js";
import type { Lowering } from "./lowering.js";

/** What becomes of the answer of a task: what associations and mappings say, else every member into the variable of its name. */
export function taskOutputs(lowering: Lowering, node: FlowNode, mapped: Mapped | undefined): readonly Binding[] {
  const own = outputsOf(lowering, node);
  if (mapped === undefined) return own ?? everything;
  return [...(mapped.keeps ? answered(mapped) : []), ...(own ?? []), ...mapped.bindings];
}

/** What a call gives back: what associations and mappings say, and all of it where a vendor says so. */
export function callOutputs(
  lowering: Lowering,
  node: FlowNode,
  inputs: readonly Binding[],
): { readonly outputs: readonly Binding[]; readonly inOrder: boolean } {
  const mapped = mappedOutputs(lowering, node, inputs, "answer");
  if (mapped?.needsScope === true) reportComputed(lowering, node);
  const outputs = [
    ...(passesAll(node).out ? everything : []),
    ...(outputsOf(lowering, node) ?? []),
    ...(mapped === undefined || mapped.needsScope ? [] : mapped.bindings),
  ];
  return { outputs, inOrder: mapped?.inOrder === true && !mapped.needsScope };
}

/** The mapping of a subprocess: its own variables, and what leaves it. */
export function mappingOf(lowering: Lowering, node: FlowNode): Pick<ScopeNode, "inputs" | "outputs" | "inOrder"> {
  const inputs = mappedInputs(lowering, node);
  const mapped = mappedOutputs(lowering, node, inputs.bindings, "variables");
  for (const name of mapped?.reads ?? []) lowering.variables.read.add(name);
  return {
    ...inputMembers(inputs),
    ...(mapped === undefined || mapped.bindings.length === 0 ? {} : { outputs: mapped.bindings }),
    ...(mapped?.inOrder === true ? { inOrder: true } : {}),
  };
}

/** What becomes of an answer by itself: it goes into one variable, or its members into one each. */
export function answered({ whole }: Pick<Mapped, "whole">): readonly Binding[] {
  return whole === undefined ? everything : [{ path: [whole], from: { result: [] } }];
}
