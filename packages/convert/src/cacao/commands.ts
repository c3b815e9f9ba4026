/** Actions as commands: what was a command once is one again, anything else is told to a person. */
import { type ActionNode, isJsonObject, type Json, type JsonObject, MANUAL, type Value } from "@rb/ir";
import { typeOfId } from "./identifiers.js";
import { jsonOf, quoted, wordsOf } from "./texts.js";

/** Which type of command an executor does (CACAO 2.0, commands). */
const types: ReadonlyMap<string, string> = new Map(
  Object.entries({
    manual: "manual",
    bash: "bash",
    "caldera-cmd": "caldera-cmd",
    elastic: "elastic",
    http: "http-api",
    jupyter: "jupyter",
    kestrel: "kestrel",
    "openc2-http": "openc2-http",
    powershell: "powershell",
    sigma: "sigma",
    ssh: "ssh",
    yara: "yara",
  }),
);

/** An agent or a target: what is defined under its id. */
export interface Party {
  readonly id: string;
  readonly definition: JsonObject;
}

export interface Command {
  readonly command: JsonObject;
  readonly agent: Party | undefined;
  readonly targets: readonly Party[];
  /** Whether it is read back as the same request. */
  readonly isExact: boolean;
}

const order = ["type", "command", "command_b64", "headers", "content", "content_b64", "version", "description"];

/** The command that an action is; undefined where it is none of CACAO's. */
export function commandOf({ executor, request }: ActionNode): Command | undefined {
  const entries = request === undefined ? undefined : entriesOf(request);
  const type = entries?.find(([name]) => name === "type")?.[1];
  if (entries === undefined || type === undefined || !("json" in type) || typeof type.json !== "string")
    return undefined;
  if (executor !== `cacao/${type.json}` && types.get(executor) !== type.json) return undefined;
  const members: [string, Json][] = [];
  let isExact = "json" in (request as Value) || entries.some(([, value]) => !("json" in value));
  let last = -1;
  for (const [name, value] of entries) {
    if (name === "agent" || name === "targets") continue;
    const json = jsonOf(value);
    const place = order.indexOf(name);
    if (json === undefined || place === -1) return undefined;
    isExact &&= "json" in (request as Value) || place > last;
    last = place;
    members.push([name, json]);
  }
  const command = Object.fromEntries(members);
  for (const name of ["command", "content"]) {
    if (!Object.hasOwn(command, `${name}_b64`)) continue;
    // Text beside its encoded form is what a reader decoded.
    isExact &&= !Object.hasOwn(command, name);
    delete command[name];
  }
  const agent = partyOf(entries.find(([name]) => name === "agent")?.[1]);
  const targets = partiesOf(entries.find(([name]) => name === "targets")?.[1]);
  return {
    command,
    agent: agent?.party,
    targets: targets.flatMap((one) => one?.party ?? []),
    isExact: isExact && agent?.isExact === true && targets.every((one) => one?.isExact === true),
  };
}

function entriesOf(value: Value): readonly (readonly [string, Value])[] | undefined {
  if ("object" in value) return value.object;
  if (!("json" in value) || !isJsonObject(value.json)) return undefined;
  return Object.entries(value.json).map(([name, json]) => [name, { json: json as Json }]);
}

interface FoundParty {
  readonly party: Party;
  readonly isExact: boolean;
}

function partiesOf(value: Value | undefined): readonly (FoundParty | undefined)[] {
  if (value === undefined) return [];
  if ("list" in value) return value.list.map(partyOf);
  if (!("json" in value) || !Array.isArray(value.json)) return [undefined];
  return value.json.map((json) => partyOf({ json }));
}

/** Credentials stay where they are: the document has no more of them than the graph. */
function partyOf(value: Value | undefined): FoundParty | undefined {
  const entries = value === undefined ? undefined : entriesOf(value);
  const [id, ...rest] = entries ?? [];
  if (id?.[0] !== "id" || !("json" in id[1]) || typeof id[1].json !== "string") return undefined;
  const members = rest.filter(([name]) => name !== "authentication");
  const json = members.map(([name, member]): [string, Json | undefined] => [name, jsonOf(member)]);
  const definition = Object.fromEntries(json.flatMap(([name, one]) => (one === undefined ? [] : [[name, one]])));
  const type = definition.type;
  if (typeof type !== "string" || typeOfId(id[1].json) !== type || typeof definition.name !== "string")
    return undefined;
  const isRead = "json" in (value as Value) || (entries ?? []).some(([, member]) => !("json" in member));
  const isExact = isRead && members.length === rest.length && json.every(([, one]) => one !== undefined);
  return { party: { id: id[1].json, definition }, isExact };
}

/** What a person is told to do in place of an action that has no command. */
export function manualCommand({ executor, request, name, id }: ActionNode): JsonObject {
  const what = wordsOf(request) || (name ?? id);
  return manual(executor === MANUAL ? what : `${what} (by '${executor}')`);
}

export function manual(text: string): JsonObject {
  return { type: "manual", command: quoted(text) };
}
