/** From what a command, an agent or a target says to the request that an executor gets. */
import type { Json, Value } from "@rb/ir";
import { decodeBase64Text } from "./base64.js";
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";
import type { Playbook, Step } from "./playbook.js";
import { booleanMember, stringMember } from "./read-members.js";
import type { VariableScope } from "./variable-scope.js";
import { openAuthenticationMembers } from "./vocabulary.js";

type Entry = readonly [key: string, value: Value];

const commandMembers = ["command", "command_b64", "headers", "content", "content_b64", "version", "description"];

/** Written here, so that a definition can't pass for another or bring credentials of its own. */
const ownMembers = new Set(["id", "authentication"]);

export class Requests {
  private readonly playbook: Playbook;
  private readonly scope: VariableScope;
  /** Most steps share few agents. */
  private readonly parties = new Map<ObjectTree, Value>();

  constructor(playbook: Playbook, scope: VariableScope) {
    this.playbook = playbook;
    this.scope = scope;
  }

  /** The whole request of one command of an action. */
  ofCommand(step: Step, command: ObjectTree): Value {
    const entries: Entry[] = [["type", { json: stringMember(command, "type")?.value ?? null }]];
    for (const name of commandMembers) {
      const member = command.members.get(name);
      if (member !== undefined) entries.push([name, this.value(member, step)]);
    }
    for (const name of ["command", "content"]) {
      const decoded = decodedMember(command, name);
      if (decoded !== undefined) entries.push([name, this.text(decoded, step)]);
    }
    const agent = this.agent(step);
    if (agent !== undefined) entries.push(["agent", agent]);
    if (step.targets.length > 0) {
      const targets = step.targets.map((target) => this.party(target, this.playbook.targets, step));
      entries.push(["targets", gathered(targets)]);
    }
    return joined(entries);
  }

  /** The value of any text or structure, with references to variables in their place; a text that is one reference keeps its type. */
  value(tree: JsonTree, step: Step | undefined): Value {
    if (tree.kind === "string") return this.text(tree, step);
    if (tree.kind === "array") return gathered(tree.items.map((item) => this.value(item, step)));
    if (tree.kind === "object")
      return joined([...tree.members].map(([key, member]) => [key, this.value(member, step)]));
    return { json: tree.value };
  }

  private text(tree: StringTree, step: Step | undefined): Value {
    const references = this.scope.referencesIn(tree, step);
    const [only] = references;
    if (only === undefined) return { json: tree.value };
    if (only.start === 0 && only.end === tree.value.length) return { variable: only.name };
    const pieces: (string | Value)[] = [];
    let from = 0;
    for (const { name, start, end } of references) {
      if (start > from) pieces.push(tree.value.slice(from, start));
      pieces.push({ variable: name });
      from = end;
    }
    if (from < tree.value.length) pieces.push(tree.value.slice(from));
    return { text: pieces };
  }

  private agent(step: Step): Value | undefined {
    return step.agent === undefined ? undefined : this.party(step.agent, this.playbook.agents, step);
  }

  /** An agent or a target: what its definition says, or no more than its id where none is there. */
  private party(reference: StringTree, definitions: ReadonlyMap<string, ObjectTree>, step: Step): Value {
    const definition = definitions.get(reference.value);
    if (definition === undefined) return { json: { id: reference.value } };
    const known = this.parties.get(definition);
    if (known !== undefined) return known;
    const entries: Entry[] = [["id", { json: reference.value }]];
    for (const [name, member] of definition.members) {
      if (name === "authentication_info") {
        if (member.kind === "string") entries.push(["authentication", this.authentication(member, step)]);
      } else if (!ownMembers.has(name)) entries.push([name, this.value(member, step)]);
    }
    const party = joined(entries);
    this.parties.set(definition, party);
    return party;
  }

  /** Nothing that could be a secret leaves the document: what isn't a variable becomes a reference to a store of secrets. */
  private authentication(reference: StringTree, step: Step): Value {
    const definition = this.playbook.authentication.get(reference.value);
    const entries: Entry[] = [["id", { json: reference.value }]];
    const isKept = definition !== undefined && booleanMember(definition, "kms") === true;
    for (const [name, member] of definition?.members ?? []) {
      if (ownMembers.has(name) || (isKept && !openAuthenticationMembers.has(name))) continue;
      if (openAuthenticationMembers.has(name)) entries.push([name, this.value(member, step)]);
      else entries.push([name, this.secret(reference.value, name, member, step)]);
    }
    if (isKept) entries.push(...kept(definition));
    return joined(entries);
  }

  private secret(id: string, name: string, member: JsonTree, step: Step): Value {
    const value = member.kind === "string" ? this.text(member, step) : undefined;
    return value !== undefined && "variable" in value ? value : { secret: secretReference(id, name) };
  }
}

export function secretReference(id: string, member: string): string {
  return `secret://cacao/${encodeURIComponent(id)}/${encodeURIComponent(member)}`;
}

/** With `kms`, the secret lies in a key management service under its key (CACAO 2.0, authentication information). */
function kept(definition: ObjectTree): Entry[] {
  const key = stringMember(definition, "kms_key_identifier")?.value;
  if (key === undefined) return [];
  const member = stringMember(definition, "type")?.value === "oauth2" ? "token" : "password";
  return [
    ["kms_key_identifier", { json: key }],
    [member, { secret: `secret://kms/${encodeURIComponent(key)}` }],
  ];
}

/** Executors and people read text, so that a `_b64` member which holds text is there as text too, with variables in place of references. */
function decodedMember(command: ObjectTree, name: string): StringTree | undefined {
  if (command.members.has(name)) return undefined;
  const encoded = stringMember(command, `${name}_b64`);
  const value = encoded === undefined ? undefined : decodeBase64Text(encoded.value);
  return encoded === undefined || value === undefined ? undefined : { ...encoded, value };
}

function joined(entries: readonly Entry[]): Value {
  const fixed: [string, Json][] = [];
  for (const [key, value] of entries) {
    if (!("json" in value)) return { object: entries };
    fixed.push([key, value.json]);
  }
  return { json: Object.fromEntries(fixed) };
}

function gathered(values: readonly Value[]): Value {
  const fixed: Json[] = [];
  for (const value of values) {
    if (!("json" in value)) return { list: values };
    fixed.push(value.json);
  }
  return { json: fixed };
}
