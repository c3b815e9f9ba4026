/**
 * Reads the graph of a scenario: one node a line, `kind id [entries] flags key: value, …`; what belongs to a node stands indented beneath
 * it (`boundary`, `handler`, `arm`, `var`); flows are chains `a > b:port > c` with `if …`, `else`, `slot s` or `cases […]` after the last.
 *
 *   gateway fork                          action a retry: {attempts: 2, firstMs: 10}
 *   gateway join all                        boundary late on: timer, after: =PT5S, interrupting: false
 *   scope box [s1]                        throw t raise: signal, name: =fire
 *
 * `graph id` begins another graph, `route a.n > b.m` is a message flow; top-level `handler`, `var`, `region` and `outputs` are the graph's.
 */
import type { Binding, Bundle, Flow, Graph, Json, Node, Region, Route, ScopeHandler, Variable } from "@rb/ir";
import { origin, when } from "../build.js";
import { LiteralReader } from "./literal.js";

type Members = Record<string, unknown>;
type Draft<T> = { -readonly [K in keyof T]: T[K] };

const nodeKinds = new Set(["start", "gateway", "catch", "throw", "end", "action", "gate", "scope", "call"]);
const regionKeys = ["undeclared", "limit", "manual", "completeWhen", "rest", "transaction"];
const routingKeys = ["take", "select", "none", "copies"];
const triggerKeys = ["on", "at", "after", "every", "name", "key", "test", "code"];
const throwKeys = ["raise", "name", "key", "payload", "code", "message", "of", "wait"];

export function readGraph(text: string): Bundle {
  const reader = new GraphReader();
  for (const line of text.split("\n")) if (line.trim() !== "") reader.line(line);
  return reader.bundle();
}

interface GraphDraft {
  readonly id: string;
  readonly nodes: Node[];
  readonly flows: Flow[];
  readonly region: Draft<Region>;
  readonly rest: Members;
}

class GraphReader {
  readonly #graphs: GraphDraft[] = [];
  readonly #routes: Route[] = [];
  #node: Members | null = null;

  line(line: string): void {
    const isIndented = line.startsWith(" ");
    const [, word = "", rest = ""] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? [];
    if (!isIndented) this.#node = null;
    if (/^\S+ > /.test(line)) this.#flows(line.trim());
    else if (nodeKinds.has(word)) this.#startNode(word, rest);
    else if (word === "graph") this.#startGraph(rest);
    else if (word === "route") this.#route(rest);
    else this.#part(word, rest);
  }

  bundle(): Bundle {
    const graphs = this.#graphs.map(({ id, nodes, flows, region, rest }): Graph => {
      const entry = nodes.find((node) => node.kind === "start")?.id ?? nodes[0]?.id ?? "";
      return {
        id,
        region: region.entries.length === 0 ? { ...region, entries: [entry] } : region,
        nodes,
        flows,
        origin,
        ...rest,
      };
    });
    return { version: 1, main: "main", graphs, ...(this.#routes.length === 0 ? {} : { routes: this.#routes }) };
  }

  #graph(): GraphDraft {
    return this.#graphs.at(-1) ?? this.#startGraph("main");
  }

  #startGraph(id: string): GraphDraft {
    const graph: GraphDraft = { id, nodes: [], flows: [], region: { entries: [] }, rest: {} };
    this.#graphs.push(graph);
    return graph;
  }

  #route(rest: string): void {
    const [, graph = "", node = "", toGraph = "", toNode, message] =
      /^([^.]+)\.(\S+) > ([^.\s]+)(?:\.(\S+))?(?: message (\S+))?$/.exec(rest) ?? [];
    this.#routes.push({
      from: { graph, node },
      to: { graph: toGraph, ...(toNode === undefined ? {} : { node: toNode }) },
      ...(message === undefined ? {} : { message }),
    });
  }

  #startNode(kind: string, rest: string): void {
    const { id, entries, flags, pairs } = header(rest);
    const node: Members = { kind, id, origin };
    for (const flag of flags) {
      if (kind === "gateway" && ["each", "all", "reachable"].includes(flag)) node["join"] = { rule: flag };
      else if (["every", "first", "case"].includes(flag) && kind !== "catch") pairs["take"] = flag;
      else node["need"] = flag;
    }
    Object.assign(node, nodeMembers(kind, id, entries, pairs));
    this.#node = node;
    this.#graph().nodes.push(node as unknown as Node);
  }

  /** What belongs to the node above, or to the graph. */
  #part(word: string, rest: string): void {
    const node = this.#node;
    const region = (node === null ? this.#graph().region : node["region"]) as Draft<Region> | undefined;
    switch (word) {
      case "var":
        return push(region as unknown as Members, "variables", variable(rest));
      case "handler":
        return push(region as unknown as Members, "handlers", scopeHandler(rest));
      case "boundary":
        return push(node as Members, "handlers", handler(header(rest)));
      case "arm":
        return push(node as Members, "arms", arm(header(rest)));
      case "trigger":
        return push(node as Members, "triggers", new LiteralReader(rest).pairs());
      case "region": {
        const { entries, ...members } = new LiteralReader(rest).pairs();
        if (entries !== undefined) this.#graph().region.entries = entries as string[];
        Object.assign(this.#graph().region, members);
        return;
      }
      case "outputs":
        this.#graph().rest["outputs"] = bindings(new LiteralReader(rest).pairs());
        return;
      default:
        throw new Error(`not understood: ${word} ${rest}`);
    }
  }

  #flows(line: string): void {
    const [, chain = "", suffix = ""] = /^(\S+(?: > \S+)+)( .*)?$/.exec(line) ?? [];
    const stops = chain.split(" > ");
    stops.slice(1).forEach((stop, index) => {
      const [from = "", port] = (stops[index] as string).split(":");
      const to = (stop.split(":")[0] as string).trim();
      const isLast = index === stops.length - 2;
      this.#graph().flows.push({
        id: `${from}${port === undefined ? "" : `:${port}`}>${to}`,
        from,
        to,
        origin,
        ...(port === undefined ? {} : { port }),
        ...(isLast ? flowMembers(suffix) : {}),
      });
    });
  }
}

function flowMembers(suffix: string): Partial<Flow> {
  const slot = / slot (\S+)/.exec(suffix)?.[1];
  const guard = / if (.+)$/.exec(suffix)?.[1];
  const arrived = / arrived (.+)$/.exec(suffix)?.[1];
  const cases = / cases (\[.*\])/.exec(suffix)?.[1];
  return {
    ...(slot === undefined ? {} : { slot }),
    ...(arrived === undefined ? {} : { guard: { arrived: arrived.split(" ") } }),
    ...(guard === undefined ? {} : { guard: guard.startsWith("?") ? { unspecified: guard.slice(1) } : when(guard) }),
    ...(cases === undefined ? {} : { cases: new LiteralReader(cases).whole() as Json[] }),
    ...(/ else\b/.test(suffix) ? { otherwise: true } : {}),
  };
}

interface Header {
  readonly id: string;
  readonly entries: string[] | undefined;
  readonly flags: string[];
  readonly pairs: Record<string, Json>;
}

/** `id [entries] flag flag key: value, …` */
function header(text: string): Header {
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

function nodeMembers(kind: string, id: string, entries: string[] | undefined, pairs: Record<string, Json>): Members {
  const members: Members = withBindings(pairs);
  const routing = take(members, routingKeys);
  if (Object.keys(routing).length > 0) members["routing"] = routing;
  switch (kind) {
    case "scope":
      members["region"] = { entries: entries ?? [], ...take(members, regionKeys) };
      break;
    case "catch": {
      const own = take(members, [...triggerKeys, "into"]);
      if (own["on"] !== undefined) members["arms"] = [armOf("", own)];
      break;
    }
    case "throw":
    case "end": {
      const thrown = take(members, throwKeys);
      if (thrown["raise"] === "compensation") thrown["wait"] ??= true;
      if (thrown["raise"] !== undefined) members["throws"] = [thrown];
      else if (kind === "throw") members["throws"] ??= [];
      break;
    }
    case "start": {
      const trigger = take(members, triggerKeys);
      if (trigger["on"] !== undefined) members["triggers"] = [trigger];
      break;
    }
    case "action":
      members["executor"] ??= "test";
      break;
    case "gate":
      members["by"] ??= "people";
      break;
    case "call": {
      const graph = (members["graph"] ?? id) as string;
      members["target"] = { id: graph };
      if (members["linked"] !== false) members["graph"] = graph;
      delete members["linked"];
      break;
    }
    default:
      break;
  }
  return members;
}

function handler({ id, flags: _, entries: __, pairs }: Header): Members {
  const members = withBindings(pairs);
  const trigger = take(members, triggerKeys);
  return { id, origin, ...(trigger["on"] === undefined ? {} : { triggers: [trigger] }), ...members };
}

function scopeHandler(rest: string): ScopeHandler {
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

function arm({ id, pairs }: Header): Members {
  return armOf(id, withBindings(pairs));
}

function armOf(id: string, members: Members): Members {
  const trigger = take(members, triggerKeys);
  return { ...(id === "" || id === "-" ? {} : { port: id }), trigger, ...members, origin };
}

/** `x = 1`, `x external required`, `x` */
function variable(rest: string): Variable {
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
  const loop = members["loop"] as Record<string, Json> | undefined;
  if (loop?.["collect"] !== undefined)
    members["loop"] = { ...loop, collect: bindings(loop["collect"] as Record<string, Json>) };
  return members;
}

function bindings(object: Record<string, Json>): Binding[] {
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

function push(members: Members, key: string, member: unknown): void {
  members[key] = [...((members[key] as unknown[] | undefined) ?? []), member];
}
