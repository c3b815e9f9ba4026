/** What stands on one line of a scenario's graph, as members of the graph's types. */
import type { Binding, Json, ScopeHandler, Variable } from "@rb/ir";
import { origin } from "../build.js";
import { LiteralReader } from "./literal.js";

export type Members = Record<string, unknown>;

const regionKeys = ["undeclared", "mistakes", "limit", "manual", "completeWhen", "rest", "transaction"];
const routingKeys = ["take", "select", "none", "copies"];
const triggerKeys = ["on", "at", "after", "every", "name", "key", "test", "code"];
const throwKeys = ["raise", "name", "key", "payload", "code", "message", "again", "of", "wait"];

export interface Header {
  readonly id: string;
  readonly entries: string[] | undefined;
  readonly flags: string[];
  readonly pairs: Record<string, Json>;
}

/** `id [entries] flag flag key: value, …` */
export function header(text: string): Header {
  const [, id = "", list, rest = ""] = /^(\S+)\s*(?:\[([^\]]*)\])?\s*(.*)$/.exec(text) ?? [];
  const [, words = "", pairs = ""] = /^((?:[a-z]+(?=\s|$)\s*)*)(.*)$/.exec(rest) ?? [];
  return {
    id,
    entries: list
      ?.split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
    flags: words.split(" ").filter((word) => word !== ""),
    pairs: new LiteralReader(pairs).pairs(),
  };
}

export function nodeMembers(
  kind: string,
  id: string,
  entries: string[] | undefined,
  pairs: Record<string, Json>,
): Members {
  const members: Members = withBindings(pairs);
  const routing = take(members, routingKeys);
  if (Object.keys(routing).length > 0) members.routing = routing;
  switch (kind) {
    case "scope":
      members.region = { entries: entries ?? [], ...take(members, regionKeys) };
      break;
    case "catch": {
      const own = take(members, [...triggerKeys, "into"]);
      if (own.on !== undefined) members.arms = [armOf("", own)];
      break;
    }
    case "throw":
    case "end": {
      const thrown = take(members, throwKeys);
      if (thrown.raise === "compensation") thrown.wait ??= true;
      if (thrown.raise !== undefined) members.throws = [thrown];
      else if (kind === "throw") members.throws ??= [];
      break;
    }
    case "start": {
      const trigger = take(members, triggerKeys);
      if (trigger.on !== undefined) members.triggers = [trigger];
      break;
    }
    case "action":
      members.executor ??= "test";
      break;
    case "gate":
      members.by ??= "people";
      break;
    case "call": {
      const graph = (members.graph ?? id) as string;
      members.target = { id: graph };
      if (members.linked !== false) members.graph = graph;
      delete members.linked;
      break;
    }
    default:
      break;
  }
  return members;
}

export function handler({ id, flags: _, entries: __, pairs }: Header): Members {
  const members = withBindings(pairs);
  const trigger = take(members, triggerKeys);
  return { id, origin, ...(trigger.on === undefined ? {} : { triggers: [trigger] }), ...members };
}

export function scopeHandler(rest: string): ScopeHandler {
  const head = header(rest);
  const members = handler(head);
  const { variables, ...region } = take(members, [...regionKeys, "variables", "handlers"]);
  const names = (variables ?? []) as string[];
  const body = {
    entries: head.entries ?? [],
    ...region,
    ...(names.length === 0 ? {} : { variables: names.map((name) => ({ name })) }),
  };
  return { ...members, body } as unknown as ScopeHandler;
}

export function arm({ id, pairs }: Header): Members {
  return armOf(id, withBindings(pairs));
}

function armOf(id: string, members: Members): Members {
  const trigger = take(members, triggerKeys);
  return { ...(id === "" || id === "-" ? {} : { port: id }), trigger, ...members, origin };
}

/** `x = 1`, `x external required`, `x` */
export function variable(rest: string): Variable {
  const [, name = "", flags = "", init] = /^(\w+)((?: \w+)*)(?: = (.+))?$/.exec(rest) ?? [];
  const value = init === undefined ? undefined : new LiteralReader(init).whole();
  return {
    name,
    ...Object.fromEntries(
      flags
        .trim()
        .split(" ")
        .filter((flag) => flag !== "")
        .map((flag) => [flag, true]),
    ),
    ...(value === undefined ? {} : { init: isValue(value) ? value : { json: value } }),
  } as Variable;
}

function isValue(json: Json): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    ["json", "variable", "expr", "secret"].some((key) => Object.hasOwn(json, key))
  );
}

function withBindings(pairs: Record<string, Json>): Members {
  const members: Members = { ...pairs };
  for (const key of ["inputs", "outputs", "into"])
    if (members[key] !== undefined) members[key] = bindings(members[key] as Record<string, Json>);
  const loop = members.loop as Record<string, Json> | undefined;
  if (loop?.collect !== undefined) members.loop = { ...loop, collect: bindings(loop.collect as Record<string, Json>) };
  return members;
}

export function bindings(object: Record<string, Json>): Binding[] {
  return Object.entries(object).map(
    ([path, from]) => ({ path: path === "*" ? [] : path.split("."), from }) as unknown as Binding,
  );
}

/** Takes the members of these names out. */
function take(members: Members, keys: readonly string[]): Members {
  const taken: Members = {};
  for (const key of keys) {
    if (!Object.hasOwn(members, key)) continue;
    taken[key] = members[key];
    delete members[key];
  }
  return taken;
}

export function push(members: Members, key: string, member: unknown): void {
  members[key] = [...((members[key] as unknown[] | undefined) ?? []), member];
}
