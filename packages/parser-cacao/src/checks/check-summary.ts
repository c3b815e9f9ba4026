import type { Document } from "../document.js";
import type { Playbook } from "../playbook.js";
import { booleanMember, objectMember, stringItems, stringMember } from "../read-members.js";

/** Holds `playbook_processing_summary` and `playbook_activities` against what is there (CACAO 2.0, playbook). */
export function checkSummary(document: Document, playbook: Playbook): void {
  checkActivities(document, playbook);
  const summary = objectMember(playbook.tree, "playbook_processing_summary");
  if (summary === undefined) return;
  for (const [name, isThere] of features(playbook)) {
    const claimed = booleanMember(summary, name);
    const at = document.originOf(summary.members.get(name) ?? summary);
    if (claimed !== undefined && claimed !== isThere) document.report("summary-mismatch", at, { name, isThere });
    else if (claimed === undefined && isThere) document.report("summary-incomplete", at, { name });
  }
}

function features({ tree, steps, extensions }: Playbook): ReadonlyMap<string, boolean> {
  const all = [...steps.values()];
  const has = (type: string): boolean => all.some((step) => step.type === type);
  const commands = all.flatMap((step) => step.commands);
  const signatures = tree.members.get("signatures");
  const signed = signatures?.kind === "array" ? signatures.items : [];
  return new Map([
    [
      "manual_playbook",
      commands.length > 0 && commands.every((command) => stringMember(command, "type")?.value === "manual"),
    ],
    ["external_playbooks", has("playbook-action")],
    ["parallel_processing", has("parallel")],
    ["if_logic", has("if-condition")],
    ["while_logic", has("while-condition")],
    ["switch_logic", has("switch-condition")],
    ["temporal_logic", all.some((step) => step.delayMs > 0 || step.timeoutMs > 0)],
    ["data_markings", stringItems(tree, "markings").length > 0],
    ["digital_signatures", signed.length > 0],
    ["countersigned_signatures", signed.some((item) => item.kind === "object" && item.members.has("signature"))],
    ["extensions", extensions.size > 0],
  ]);
}

/** Each activity of the playbook has to be one of a step's. Where no command says its own, nobody can tell. */
function checkActivities(document: Document, { tree, steps }: Playbook): void {
  const listed = stringItems(tree, "playbook_activities");
  if (listed.length === 0) return;
  const done = new Set<string>();
  for (const step of steps.values()) {
    for (const command of step.commands) {
      const activity = stringMember(command, "playbook_activity");
      if (activity !== undefined) done.add(activity.value);
    }
  }
  if (done.size === 0) return;
  for (const activity of listed) {
    if (!done.has(activity.value))
      document.report("unused-activity", document.originOf(activity), { name: activity.value });
  }
}
