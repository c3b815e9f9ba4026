import type { Document } from "../document.js";
import type { JsonTree } from "../json-tree.js";
import { stringMember } from "../read-members.js";
import { kindOfObject, nameOfObject } from "./object-kind.js";

/** Kinds of objects that can't be read without what they lack. */
const needed: ReadonlySet<string> = new Set(["playbook", "step", "variable"]);
/** Kinds of objects that can't be told what they are without a type. */
const typed: ReadonlySet<string> = new Set(["command", "party", "authentication"]);

/** Reports that an object has none of these members, one of which it should have. */
export function reportMissing(document: Document, at: JsonTree, names: readonly string[]): void {
  if (at.kind !== "object") return;
  const origin = document.originOf(at);
  const kind = kindOfObject(at) ?? "";
  const [name = ""] = names;
  const what = nameOfObject(at);
  const members = names.map((member) => `'${member}'`).join(" or ");
  if (kind === "step" && name === "agent") document.report("missing-agent", origin, {});
  else if (kind === "command" && name !== "type") {
    document.report("missing-command", origin, { type: stringMember(at, "type")?.value ?? "", members });
  } else if (needed.has(kind) || (name === "type" && typed.has(kind)))
    document.report("missing-member", origin, { what, name });
  else document.report("incomplete-definition", origin, { what, members });
}
