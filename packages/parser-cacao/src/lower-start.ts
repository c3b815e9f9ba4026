import type { WaitTrigger } from "@rb/ir";
import type { Instance, Lowering } from "./lowering.js";
import { objectMember, stringMember } from "./read-members.js";
import { goOn, nodeOf } from "./step-parts.js";

export function lowerStart(lowering: Lowering, instance: Instance): void {
  const trigger = readTrigger(lowering, instance);
  lowering.add({ ...nodeOf(instance), kind: "start", ...(trigger === undefined ? {} : { triggers: [trigger] }) });
  goOn(lowering, instance, instance.id);
}

/**
 * What starts a run, where the step extension `trigger` says so: `{"kind": "message", "subject": …}`. The standard has no
 * triggers; this convention is the one found in published playbooks.
 */
function readTrigger({ document }: Lowering, { step }: Instance): WaitTrigger | undefined {
  const extensions = objectMember(step.tree, "step_extensions");
  const extension = extensions === undefined ? undefined : objectMember(extensions, "trigger");
  if (extension === undefined) return undefined;
  const kind = stringMember(extension, "kind")?.value ?? "";
  const name = stringMember(extension, "subject")?.value ?? stringMember(extension, "name")?.value;
  if ((kind === "message" || kind === "signal") && name !== undefined) return { on: kind, name: { json: name } };
  if (kind !== "none") document.report("unsupported-trigger", document.originOf(extension), { kind });
  return undefined;
}
