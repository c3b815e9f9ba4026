/**
 * Where in a command's result a variable's value is. CACAO says which variables are assigned (`out_args`), and nothing about how a result
 * becomes their values; so a step may say it, in an extension of ours:
 *
 * ```json
 * "step_extensions": {
 *   "extension-definition--6f0d9c1e-3b7a-4d52-8e46-1c2b5a9f7d03": {
 *     "type": "result-mapping",
 *     "results": {
 *       "__owner__": { "pointer": "/body/owner" },
 *       "__open__": { "jsonata": "$count(result.body.tickets[state='open'])" },
 *       "__session__": { "pointer": "/body/session", "command": 1 }
 *     }
 *   }
 * }
 * ```
 *
 * `pointer` is a JSON Pointer (RFC 6901), `jsonata` an expression that has the result as `result` and sees the step's variables. `command` is
 * the number of the command, counted from 1; by default it is the last one's result. What is not named here is the member of the last
 * result that bears the variable's name.
 */
import type { Binding, Value } from "@rb/ir";
import type { Document } from "./document.js";
import type { JsonTree, ObjectTree } from "./json-tree.js";
import type { Step } from "./playbook.js";
import { objectMember, stringMember } from "./read-members.js";

/** The id that a playbook's `extension_definitions` gives this extension. */
export const resultMappingId = "extension-definition--6f0d9c1e-3b7a-4d52-8e46-1c2b5a9f7d03";
/** The language of expressions in the mapping; hosts plug it in. */
export const mappingLanguage = { name: "jsonata", version: "2.2" } as const;

export interface MappedResult {
  readonly binding: Binding;
  /** Index of the command whose result it is. */
  readonly command: number;
}

interface Reporter {
  readonly document: Document;
  /** A step may be lowered more than once; a mistake of it is told once. */
  readonly reportOnce: (place: unknown, report: () => void) => void;
}

/** What a step's mapping says, by variable; what is wrong with it is reported, and not there. */
export function readMapping({ document, reportOnce }: Reporter, step: Step): ReadonlyMap<string, MappedResult> {
  const mapped = new Map<string, MappedResult>();
  const extensions = objectMember(step.tree, "step_extensions");
  const extension = extensions === undefined ? undefined : objectMember(extensions, resultMappingId);
  const results = extension === undefined ? undefined : objectMember(extension, "results");
  const assigned = new Set(step.outArgs.map((argument) => argument.value));
  for (const [name, source] of results?.members ?? []) {
    const report = (problem: string): void => {
      reportOnce(source, () => document.report("result-mapping", document.originOf(source), { name, problem }));
    };
    const last = Math.max(step.commands.length, 1);
    const command = source.kind === "object" ? commandOf(source, last) : undefined;
    const from = source.kind === "object" ? sourceOf(document, source) : undefined;
    if (!assigned.has(name)) report("is not among the step's 'out_args'");
    else if (from === undefined) report("needs a 'pointer' such as \"/body/id\", or an expression in 'jsonata'");
    else if (command === undefined) report(`can be taken from a command from 1 to ${last}`);
    else mapped.set(name, { binding: { path: [name], from }, command });
  }
  return mapped;
}

function commandOf(source: ObjectTree, last: number): number | undefined {
  const command: JsonTree | undefined = source.members.get("command");
  if (command === undefined) return last - 1;
  if (command.kind !== "number" || !Number.isInteger(command.value)) return undefined;
  return command.value >= 1 && command.value <= last ? command.value - 1 : undefined;
}

function sourceOf(document: Document, source: ObjectTree): Value | undefined {
  const [pointer, expression] = [stringMember(source, "pointer"), stringMember(source, "jsonata")];
  if (expression !== undefined && pointer === undefined) {
    const origin = document.originOf(expression, "jsonata");
    return { expr: { language: mappingLanguage.name, text: expression.value, origin } };
  }
  if (pointer === undefined || expression !== undefined || !/^(?:\/(?:[^~]|~[01])*)?$/.test(pointer.value))
    return undefined;
  const path = pointer.value.split("/").slice(1);
  return { result: path.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")) };
}
