import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { calledByVendor, calledVersion } from "../vendor/call.js";
import { attribute } from "../xml/element.js";
import { addActivity, surroundingsOf } from "./activity.js";
import { baseOf } from "./base.js";
import { mayRepeat } from "./copies.js";
import { inputsOf } from "./data.js";
import { inputMembers } from "./input-list.js";
import type { LowerNode } from "./lowering.js";
import { callOutputs } from "./mapping.js";
import { addTask, isGlobalTask } from "./task.js";

/** A call of a process of this file is linked to it, one of a global task is that task; any other is for the host to resolve. */
export const lowerCallActivity: LowerNode = (lowering, node) => {
  const { element } = node;
  const called = attribute(element, "calledElement") ?? calledByVendor(element);
  const task = called === undefined ? undefined : lowering.model.resolve(called);
  if (isGlobalTask(task) && mayRepeat(lowering, node, task)) {
    addTask(lowering, node, task);
    return;
  }
  if (called === undefined) {
    lowering.report(bpmn.report("call-without-target", lowering.originOf(element), { what: describe(node) }));
  }
  const process = called === undefined ? undefined : lowering.model.processOf(called);
  const inputs = inputsOf(lowering, node);
  const { outputs, inOrder } = callOutputs(lowering, node, inputs.bindings);
  addActivity(lowering, node, {
    kind: "call",
    ...baseOf(lowering, node),
    target: { id: called ?? attribute(element, "name") ?? node.id, ...calledVersion(element) },
    ...(process === undefined || process.level.nodes.length === 0 ? {} : { graph: process.id }),
    ...inputMembers(inputs),
    ...(outputs.length === 0 ? {} : { outputs }),
    ...(inOrder ? { inOrder } : {}),
    ...surroundingsOf(lowering, node),
  });
};
