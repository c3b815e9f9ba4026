import type { JsonTree } from "../json-tree.js";
import { changed, objectOf, stringOf } from "./change.js";

/** Markings name levels of the Traffic Light Protocol 2; in version 1, what everybody may see was white. */
export function upgradeMarkings(members: Map<string, JsonTree>, changes: Set<string>): void {
  const definitions = members.get("data_marking_definitions");
  if (definitions?.kind !== "object") return;
  const markings = [...definitions.members].map(([id, marking]) => [id, upgradeMarking(marking, changes)] as const);
  members.set("data_marking_definitions", objectOf(definitions, new Map(markings)));
}

function upgradeMarking(marking: JsonTree, changes: Set<string>): JsonTree {
  const level = marking.kind === "object" ? marking.members.get("tlp_level") : undefined;
  if (marking.kind !== "object" || level?.kind !== "string" || marking.members.has("tlpv2_level")) return marking;
  const members = new Map(marking.members);
  members.delete("tlp_level");
  members.set("tlpv2_level", stringOf(level, level.value === "TLP:WHITE" ? "TLP:CLEAR" : level.value));
  changes.add("'tlp_level' as 'tlpv2_level'");
  return changed(marking, members);
}
