import { parseDateTime, parseDuration, parseRepeating, type WaitTrigger } from "@rb/ir";
import type { ObjectTree } from "./json-tree.js";
import type { Instance, Lowering } from "./lowering.js";
import { objectMember, stringMember } from "./read-members.js";
import { goOn, nodeOf } from "./step-parts.js";

export function lowerStart(lowering: Lowering, instance: Instance): void {
  const trigger = readTrigger(lowering, instance);
  lowering.add(nodeOf(instance, { kind: "start", ...(trigger === undefined ? {} : { triggers: [trigger] }) }));
  goOn(lowering, instance, instance.id);
}

/**
 * What starts a run, where the step extension `trigger` says so: `{"kind": "message", "subject": …}`, with a `key` if only some messages are
 * meant; `signal`; `timer` or `schedule`, with `at`, `after` or `every` in ISO 8601. The standard has no triggers; this convention is the
 * one found in published playbooks.
 */
function readTrigger({ document }: Lowering, { step }: Instance): WaitTrigger | undefined {
  const extensions = objectMember(step.tree, "step_extensions");
  const extension = extensions === undefined ? undefined : objectMember(extensions, "trigger");
  if (extension === undefined) return undefined;
  const kind = stringMember(extension, "kind")?.value ?? "";
  const trigger = kind === "timer" || kind === "schedule" ? timerOf(extension) : named(kind, extension);
  if (trigger === undefined && kind !== "none") {
    document.report("unsupported-trigger", document.originOf(extension), { kind });
  }
  return trigger;
}

function named(kind: string, extension: ObjectTree): WaitTrigger | undefined {
  const name = stringMember(extension, "subject")?.value ?? stringMember(extension, "name")?.value;
  const key = stringMember(extension, "key")?.value;
  if (name === undefined) return undefined;
  if (kind === "signal") return { on: "signal", name: { json: name } };
  if (kind !== "message") return undefined;
  return { on: "message", name: { json: name }, ...(key === undefined ? {} : { key: { json: key } }) };
}

/** Exactly one of the three, and understood. */
function timerOf(extension: ObjectTree): WaitTrigger | undefined {
  const given = ["at", "after", "every"].filter((member) => extension.members.has(member));
  const [member = ""] = given;
  const text = stringMember(extension, member)?.value;
  if (given.length !== 1 || text === undefined) return undefined;
  if (member === "at") return parseDateTime(text) === null ? undefined : { on: "timer", at: { json: text } };
  if (member === "after") return parseDuration(text) === null ? undefined : { on: "timer", after: { json: text } };
  const isCycle = parseRepeating(text) !== null || parseDuration(text) !== null;
  return isCycle ? { on: "timer", every: { json: text } } : undefined;
}
