/** What a playbook means as a whole, beyond its structure; the flow of branches is checked while it is lowered. */
import type { Document } from "../document.js";
import { Groups } from "../groups.js";
import type { Playbook } from "../playbook.js";
import { checkParties } from "./check-parties.js";
import { checkActions, checkEntries, checkStep } from "./check-step.js";
import { checkSummary } from "./check-summary.js";
import { checkVariables } from "./check-variables.js";
import { checkIdentity } from "./identifiers.js";
import { checkMetadata } from "./metadata.js";

export function checkPlaybook(document: Document, playbook: Playbook): void {
  checkMetadata(document, playbook);
  checkIdentity(document, playbook);
  checkSummary(document, playbook);
  checkEntries(document, playbook);
  checkActions(document, playbook);
  const unknown = new Groups();
  for (const step of playbook.steps.values()) checkStep(document, playbook, step, unknown);
  unknown.flush();
  checkVariables(document, playbook.variables, false);
  checkParties(document, playbook);
}
