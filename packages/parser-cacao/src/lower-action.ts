import { type ActionNode, type NodeId, type Region, synthesized } from "@rb/ir";
import { authorOf, loweredCommandMembers } from "./author.js";
import { lowerComputed } from "./computed-results.js";
import type { Draft } from "./draft.js";
import type { ObjectTree } from "./json-tree.js";
import { localBindings, regionVariables, stepOutputs } from "./lower-variables.js";
import type { Instance, Lowering } from "./lowering.js";
import { stringMember } from "./read-members.js";
import { goOn, nodeOf, ownTimeout } from "./step-parts.js";
import { executors } from "./vocabulary.js";

/** One command is one action; several are a scope in which they run one after the other (CACAO 2.0, action step: commands). */
export function lowerAction(lowering: Lowering, instance: Instance): void {
  const { step } = instance;
  for (const argument of step.inArgs) lowering.scope.use(argument.value, argument, step);
  for (const argument of step.outArgs) lowering.scope.use(argument.value, argument, step);
  if (step.commands.length > 1) lowerSequence(lowering, instance);
  else lowerSingle(lowering, instance, step.commands[0]);
  lowerComputed(lowering, instance);
  goOn(lowering, instance, instance.wrapper ?? instance.id);
}

function lowerSingle(lowering: Lowering, instance: Instance, command: ObjectTree | undefined): void {
  const { step } = instance;
  const node: Draft<ActionNode> = nodeOf(instance, { kind: "action", executor: executorOf(command) });
  if (command !== undefined) node.request = lowering.requests.ofCommand(step, command);
  const inputs = localBindings(step, lowering.scope);
  if (inputs.length > 0) node.inputs = inputs;
  Object.assign(node, stepOutputs(lowering, step)[0], ownTimeout(lowering, instance));
  const author = command === undefined ? undefined : authorOf(command, loweredCommandMembers);
  if (author !== undefined) node.meta = { author: { ...node.meta?.author, ...author } };
  lowering.add(node);
}

function lowerSequence(lowering: Lowering, instance: Instance): void {
  const { step, id } = instance;
  const ids = step.commands.map((_, index): NodeId => lowering.freshId(`${id}/command-${index + 1}`));
  const variables = regionVariables(step).filter((variable) => !lowering.scope.isHoisted(variable.name));
  const region: Region = { entries: ids.slice(0, 1), ...(variables.length === 0 ? {} : { variables }) };
  lowering.add(nodeOf(instance, { kind: "scope", region, ...ownTimeout(lowering, instance) }));
  const outputs = stepOutputs(lowering, step);
  for (const [index, command] of step.commands.entries()) {
    const isLast = index === step.commands.length - 1;
    const author = authorOf(command, loweredCommandMembers);
    const origin = lowering.document.originOf(command, "command");
    lowering.add({
      id: ids[index] as NodeId,
      name: `${step.name ?? step.id} (${index + 1} of ${step.commands.length})`,
      kind: "action",
      origin,
      executor: executorOf(command),
      request: lowering.requests.ofCommand(step, command),
      ...outputs[index],
      ...(author === undefined ? {} : { meta: { author } }),
    });
    if (!isLast)
      lowering.flow(ids[index] as NodeId, ids[index + 1] as NodeId, synthesized("cacao/next-command", origin));
  }
}

/** Who executes a command. An action without commands, which has been reported, is left to a person. */
function executorOf(command: ObjectTree | undefined): string {
  if (command === undefined) return "manual";
  const type = stringMember(command, "type")?.value ?? "";
  // A type that the standard doesn't know must not reach an executor that happens to have its name.
  return executors.get(type) ?? `cacao/${type}`;
}
