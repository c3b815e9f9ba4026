/** Agents, targets and credentials (CACAO 2.0, agent-target and authentication information). */
import type { Document } from "../document.js";
import type { ObjectTree, StringTree } from "../json-tree.js";
import type { Playbook } from "../playbook.js";
import { booleanMember, objectMember, stringItems, stringMember } from "../read-members.js";
import { secretReference } from "../request.js";
import { soleReference } from "../variable-references.js";
import { agentTypes, openAuthenticationMembers } from "../vocabulary.js";
import { checkType } from "./identifiers.js";
import { checkWord } from "./metadata.js";

export function checkParties(document: Document, playbook: Playbook): void {
  for (const definitions of [playbook.agents, playbook.targets]) {
    for (const [id, definition] of definitions) checkParty(document, playbook, id, definition);
  }
  for (const [id, definition] of playbook.authentication) checkAuthentication(document, id, definition);
}

function checkParty(document: Document, playbook: Playbook, id: string, definition: ObjectTree): void {
  const type = stringMember(definition, "type");
  if (type !== undefined) {
    if (agentTypes.includes(type.value)) {
      if (!playbook.isUpgraded) checkType(document, definition, id, type.value);
    } else {
      const hint = document.suggest(type.value, agentTypes);
      document.report("unknown-agent-type", document.originOf(type), { name: type.value, hint });
    }
  }
  for (const category of stringItems(definition, "category")) checkWord(document, "category", category);
  const address = objectMember(definition, "address");
  if (address !== undefined && address.members.size === 0) {
    document.report("incomplete-definition", document.originOf(address), {
      what: "The address",
      members: "'ipv4' or 'dname'",
    });
  }
  const authentication = stringMember(definition, "authentication_info");
  if (authentication !== undefined) {
    checkDefined(document, authentication, playbook.authentication, "authentication_info_definitions");
  }
}

/** Reports a reference to what isn't defined. */
export function checkDefined(
  document: Document,
  reference: StringTree,
  definitions: ReadonlyMap<string, ObjectTree>,
  where: string,
): void {
  if (definitions.has(reference.value)) return;
  const hint = document.suggest(reference.value, definitions.keys());
  document.report("unknown-definition", document.originOf(reference), { name: reference.value, where, hint });
}

/** Credentials belong into a store of secrets, or come by a variable. With a key management service, what is written is never read. */
function checkAuthentication(document: Document, id: string, definition: ObjectTree): void {
  if (booleanMember(definition, "kms") === true) return;
  for (const [name, member] of definition.members) {
    if (openAuthenticationMembers.has(name) || name === "kms_key_identifier" || name.endsWith("_extensions")) continue;
    if (member.kind !== "string" || member.value === "" || soleReference(member.value) !== undefined) continue;
    document.report("plain-secret", document.originOf(member), { name, reference: secretReference(id, name) });
  }
}
