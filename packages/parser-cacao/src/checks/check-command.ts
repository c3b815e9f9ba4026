import { suggest } from "@rb/ir";
import { decodeBase64 } from "../base64.js";
import type { Document } from "../document.js";
import type { Groups } from "../groups.js";
import type { ObjectTree } from "../json-tree.js";
import { stringMember } from "../read-members.js";
import { executors } from "../vocabulary.js";

/** Types that the vocabulary lacks go to `unknown`, since a playbook that has one has it often. */
export function checkCommand(document: Document, command: ObjectTree, unknown: Groups): void {
  const type = stringMember(command, "type");
  if (type === undefined) return;
  if (!executors.has(type.value)) {
    const hint = suggest(type.value, executors.keys());
    unknown.add(type.value, document.originOf(type), (origin, related) => {
      const others = related.length === 0 ? undefined : related;
      document.report("unknown-command-type", origin, { name: type.value, hint }, others);
    });
  }
  for (const name of ["command_b64", "content_b64"]) {
    const member = stringMember(command, name);
    if (member === undefined || decodeBase64(member.value) !== undefined) continue;
    document.report("bad-base64", document.originOf(member), { name });
  }
  if (type.value === "http-api" || type.value === "openc2-http") checkStartLine(document, command, type.value);
}

/** A method and a target are needed; the version, which many leave out, says nothing new. */
function checkStartLine(document: Document, command: ObjectTree, type: string): void {
  const line = stringMember(command, "command");
  if (line === undefined) return;
  const isPost = type === "openc2-http";
  const method = isPost ? "POST" : "[A-Z]{1,20}";
  if (new RegExp(`^${method} \\S+(?: HTTP/\\d(?:\\.\\d)?)?$`).test(line.value)) return;
  document.report("bad-start-line", document.originOf(line), { value: line.value, isPost });
}
