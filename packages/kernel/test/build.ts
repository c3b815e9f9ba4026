/** Builds small graphs for tests from short lines: `"a > b"`, `"a:failed > b"`, `"g > b if x = 1"`, `"g > b else"`, `"g > b slot s"`. */
import type { Bundle, Expr, Flow, Graph, Guard, Json, Node, Origin, Region, Value } from "@rb/ir";

export { testLanguage, testSchemas } from "@rb/testing";

export const origin: Origin = { kind: "source", uri: "test", pointer: "", start: { line: 1, column: 1 } };

type Extra<K extends Node["kind"]> = Partial<Omit<Extract<Node, { kind: K }>, "kind" | "id" | "origin">>;

export const start = (id: string, extra: Extra<"start"> = {}): Node => ({ kind: "start", id, origin, ...extra });
export const gateway = (id: string, extra: Extra<"gateway"> = {}): Node => ({ kind: "gateway", id, origin, ...extra });
export const action = (id: string, extra: Extra<"action"> = {}): Node => ({
  kind: "action",
  id,
  origin,
  executor: "test",
  ...extra,
});
export const gate = (id: string, extra: Extra<"gate"> = {}): Node => ({
  kind: "gate",
  id,
  origin,
  by: "people",
  ...extra,
});
export const end = (id: string, extra: Extra<"end"> = {}): Node => ({ kind: "end", id, origin, ...extra });
export const raise = (
  id: string,
  throws: Extract<Node, { kind: "throw" }>["throws"],
  extra: Extra<"throw"> = {},
): Node => ({
  kind: "throw",
  id,
  origin,
  throws,
  ...extra,
});
export const wait = (
  id: string,
  arms: Omit<Extract<Node, { kind: "catch" }>["arms"][number], "origin">[],
  extra: Extra<"catch"> = {},
): Node => ({
  kind: "catch",
  id,
  origin,
  arms: arms.map((arm) => ({ ...arm, origin })),
  ...extra,
});
export const scope = (
  id: string,
  region: Partial<Region> & Pick<Region, "entries">,
  extra: Extra<"scope"> = {},
): Node => ({
  kind: "scope",
  id,
  origin,
  region,
  ...extra,
});
export const call = (id: string, graph: string, extra: Extra<"call"> = {}): Node => ({
  kind: "call",
  id,
  origin,
  target: { id: graph },
  graph,
  ...extra,
});

export const all = { join: { rule: "all" } } as const;
export const reachable = { join: { rule: "reachable" } } as const;
export const first = { routing: { take: "first" } } as const;

export const expr = (text: string): Expr => ({ language: "test", text, origin });
export const when = (text: string): Guard => ({ expr: expr(text) });
export const value = (json: Json): Value => ({ json });

export function flows(...lines: string[]): Flow[] {
  return lines.map((line) => {
    const match = /^(\S+?)(?::(\S+))? > (\S+)(.*)$/.exec(line);
    if (match === null) throw new Error(`not a flow: ${line}`);
    const [, from = "", port, to = "", rest = ""] = match;
    const guard = / if (.+)$/.exec(rest)?.[1];
    const slot = / slot (\S+)/.exec(rest)?.[1];
    return {
      id: `${from}${port === undefined ? "" : `:${port}`}>${to}`,
      from,
      to,
      origin,
      ...(port === undefined ? {} : { port }),
      ...(slot === undefined ? {} : { slot }),
      ...(guard === undefined ? {} : { guard: guard.startsWith("?") ? { unspecified: guard.slice(1) } : when(guard) }),
      ...(/ else\b/.test(rest) ? { otherwise: true } : {}),
    };
  });
}

export function graph(
  nodes: readonly Node[],
  lines: readonly string[],
  region: Partial<Region> = {},
  extra: Partial<Graph> = {},
): Graph {
  return {
    id: "main",
    region: {
      entries: nodes
        .filter((node) => node.kind === "start")
        .slice(0, 1)
        .map((node) => node.id),
      ...region,
    },
    nodes,
    flows: flows(...lines),
    origin,
    ...extra,
  };
}

export function bundle(
  nodes: readonly Node[],
  lines: readonly string[],
  region: Partial<Region> = {},
  extra: Partial<Graph> = {},
): Bundle {
  return { version: 1, main: "main", graphs: [graph(nodes, lines, region, extra)] };
}
