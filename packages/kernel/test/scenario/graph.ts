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
import type { Bundle, Flow, Graph, Json, Node, Region, Route } from "@rb/ir";
import { origin, when } from "../build.js";
import { LiteralReader } from "./literal.js";
import { arm, bindings, handler, header, type Members, nodeMembers, push, scopeHandler, variable } from "./members.js";

type Draft<T> = { -readonly [K in keyof T]: T[K] };

const nodeKinds = new Set(["start", "gateway", "catch", "throw", "end", "action", "gate", "scope", "call"]);

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
      if (kind === "gateway" && ["each", "all", "reachable"].includes(flag)) node.join = { rule: flag };
      else if (["every", "first", "case"].includes(flag) && kind !== "catch") pairs.take = flag;
      else node.need = flag;
    }
    Object.assign(node, nodeMembers(kind, id, entries, pairs));
    this.#node = node;
    this.#graph().nodes.push(node as unknown as Node);
  }

  /** What belongs to the node above, or to the graph. */
  #part(word: string, rest: string): void {
    const node = this.#node;
    const region = (node === null ? this.#graph().region : node.region) as Draft<Region> | undefined;
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
        this.#graph().rest.outputs = bindings(new LiteralReader(rest).pairs());
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
