/** Times, words and markings of a playbook. */
import { parseDateTime } from "@rb/ir";
import type { Document } from "../document.js";
import type { ObjectTree, StringTree } from "../json-tree.js";
import type { Playbook } from "../playbook.js";
import { objectMember, stringItems, stringMember } from "../read-members.js";
import { words } from "../structure/validate-playbook.js";

const timestamps = ["created", "modified", "valid_from", "valid_until"];

export function checkMetadata(document: Document, playbook: Playbook): void {
  const { tree } = playbook;
  checkTimes(document, tree);
  for (const marking of playbook.markings.values()) checkTimes(document, marking);
  const revoked = tree.members.get("revoked");
  if (revoked?.kind === "boolean" && revoked.value) document.report("revoked", document.originOf(revoked), {});
  const signatures = tree.members.get("signatures");
  if (signatures !== undefined) document.report("signature-not-checked", document.originOf(signatures), {});
  checkMarkings(document, playbook);
  for (const name of ["playbook_types", "playbook_activities", "industry_sectors"]) {
    for (const word of stringItems(tree, name)) checkWord(document, name, word);
  }
  checkExtensions(document, playbook);
}

function checkTimes(document: Document, tree: ObjectTree): void {
  const times = new Map<string, number>();
  for (const name of timestamps) {
    const value = stringMember(tree, name);
    const time = value === undefined ? undefined : checkTimestamp(document, value, name);
    if (time !== undefined) times.set(name, time);
  }
  checkOrder(document, tree, times, "created", "modified", 0);
  // "Greater than", says the standard; a version may be its first.
  checkOrder(document, tree, times, "valid_from", "valid_until", 1);
}

/** The time in milliseconds. What has the form of a timestamp may still name no day that there is; the form itself is the schema's matter. */
export function checkTimestamp(document: Document, value: StringTree, name: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(value.value)) return undefined;
  const time = parseDateTime(value.value);
  if (time !== null) return time;
  document.report("bad-timestamp", document.originOf(value), { name, value: value.value });
  return undefined;
}

function checkOrder(
  document: Document,
  tree: ObjectTree,
  times: ReadonlyMap<string, number>,
  earlier: string,
  later: string,
  leastMs: number,
): void {
  const [first, second] = [times.get(earlier), times.get(later)];
  const at = stringMember(tree, later);
  if (first === undefined || second === undefined || at === undefined || second >= first + leastMs) return;
  document.report("timestamp-order", document.originOf(at), { earlier, later });
}

function checkMarkings(document: Document, { tree, markings }: Playbook): void {
  for (const marking of stringItems(tree, "markings")) {
    if (markings.has(marking.value)) continue;
    const hint = document.suggest(marking.value, markings.keys());
    document.report("unknown-marking", document.originOf(marking), { name: marking.value, hint });
  }
}

/** Vocabularies are open, so that a word of the author's own is right, and only one that is nearly theirs is probably wrong. */
export function checkWord(document: Document, vocabulary: string, word: StringTree): void {
  const known = words[vocabulary] ?? [];
  if (known.includes(word.value)) return;
  const hint = document.suggest(word.value, known);
  if (hint === undefined) return;
  document.report("nearly-a-word", document.originOf(word), { name: vocabulary, value: word.value, hint });
}

/** What the start step has for triggers is no extension of the standard's, and needs no definition. */
const withoutDefinition = new Set(["trigger"]);

/** Extensions in use have to be defined (CACAO 2.0, playbook: extension_definitions). */
function checkExtensions(document: Document, { tree, steps, extensions, agents, targets }: Playbook): void {
  const seen = new Set<string>();
  const check = (owner: ObjectTree, member: string): void => {
    objectMember(owner, member)?.members.forEach((use, name) => {
      if (extensions.has(name) || withoutDefinition.has(name) || seen.has(name)) return;
      seen.add(name);
      document.report("undefined-extension", document.originOf(use), { name });
    });
  };
  check(tree, "playbook_extensions");
  for (const step of steps.values()) check(step.tree, "step_extensions");
  for (const definitions of [agents, targets]) {
    for (const party of definitions.values()) check(party, "agent_target_extensions");
  }
}
