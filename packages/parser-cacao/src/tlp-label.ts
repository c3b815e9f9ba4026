/** How widely a playbook may be shared, by its markings (CACAO 2.0, data markings; Traffic Light Protocol 2.0). */
import { narrowestTlp, tlpLevels } from "@rb/ir";
import type { Playbook } from "./playbook.js";
import { stringItems, stringMember } from "./read-members.js";

/** The standard's own markings, by id: whoever marks has to use these. In order of `tlpLevels`. */
const standardIds = [
  "marking-tlp--94868c89-83c2-464b-929b-a1a8aa3c8487",
  "marking-tlp--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  "marking-tlp--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  "marking-tlp--939a9414-2ddd-4d32-a0cd-375ea402b003",
  "marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1",
];

/**
 * The narrowest level of the playbook's markings, those of the IEP included. A marking that says it is one of these and can't be read
 * is given as it is written: nobody knows how narrow it is. Undefined: there is no such marking.
 */
export function tlpLabel({ tree, markings }: Playbook): string | undefined {
  return narrowestTlp(stringItems(tree, "markings").flatMap(({ value: id }) => levelsOf(id)));

  function levelsOf(id: string): readonly string[] {
    const definition = markings.get(id);
    const type = definition && stringMember(definition, "type")?.value;
    const isTlp = id.startsWith("marking-tlp--") || type === "marking-tlp";
    const written = definition && (stringMember(definition, "tlpv2_level") ?? stringMember(definition, "tlp"))?.value;
    const standard = tlpLevels[standardIds.indexOf(id)];
    const known = [written, standard].filter((level) => level !== undefined);
    return known.length > 0 || !isTlp ? known : [id];
  }
}
