import type { Binding } from "@rb/ir";
import { lowerComputed } from "./computed-results.js";
import { localBindings, stepOutputs } from "./lower-variables.js";
import type { Instance, Lowering } from "./lowering.js";
import { stringMember } from "./read-members.js";
import { goOn, nodeOf, ownTimeout } from "./step-parts.js";

/** Another playbook, known here by id and version only; whoever has it links it. A playbook that calls itself is here already. */
export function lowerCall(lowering: Lowering, instance: Instance): void {
  const { step, id } = instance;
  const { playbook, scope } = lowering;
  for (const argument of [...step.inArgs, ...step.outArgs]) scope.use(argument.value, argument, step);
  const playbookId = stringMember(step.tree, "playbook_id")?.value ?? "";
  const version = stringMember(step.tree, "playbook_version")?.value;
  const modified = stringMember(playbook.tree, "modified")?.value;
  const isSelf = playbookId === playbook.id && (version === undefined || version === modified);
  const inputs = callInputs(instance, lowering);
  const call = nodeOf(instance, {
    kind: "call",
    target: { id: playbookId, ...(version === undefined ? {} : { version }) },
    ...(isSelf ? { graph: playbook.id } : {}),
    ...(inputs.length === 0 ? {} : { inputs }),
    ...stepOutputs(lowering, step)[0],
    ...ownTimeout(lowering, instance),
  });
  lowering.add(call);
  lowerComputed(lowering, instance);
  goOn(lowering, instance, instance.wrapper ?? id);
}

/** What `in_args` name goes over, with the value that the step gives it or else the surrounding one. */
function callInputs({ step }: Instance, { scope }: Lowering): Binding[] {
  const local = new Map(localBindings(step, scope).map((binding) => [binding.path[0], binding]));
  const names = new Set(step.inArgs.map((argument) => argument.value));
  return [...names].map((name) => local.get(name) ?? { path: [name], from: { variable: name } });
}
