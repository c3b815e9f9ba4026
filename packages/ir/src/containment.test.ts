import { expect, test } from "vitest";
import { scopesOf } from "./containment.js";
import type { Flow, Graph, Node } from "./graph.js";
import type { Origin } from "./origin.js";
import { indexGraph } from "./traverse.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "", start: { line: 1, column: 1 } };
const flow = (from: string, to: string): Flow => ({ id: `${from}-${to}`, from, to, origin });
const action = (id: string): Node => ({ kind: "action", id, executor: "x", origin });

test("a node stands in every scope from inside which it is reached", () => {
  const graph: Graph = {
    id: "g",
    region: { entries: ["outer"] },
    nodes: [
      {
        kind: "scope",
        id: "outer",
        origin,
        region: { entries: ["a"], handlers: [{ id: "h", triggers: [], body: { entries: ["help"] }, origin }] },
      },
      { kind: "action", id: "a", executor: "x", compensation: "undo", origin },
      { kind: "scope", id: "inner", region: { entries: ["shared"] }, origin },
      action("help"),
      action("undo"),
      action("shared"),
      action("nowhere"),
    ],
    flows: [flow("outer", "shared"), flow("a", "inner"), flow("help", "shared")],
    origin,
  };
  const found = [...scopesOf(indexGraph(graph))].map(([id, scopes]) => [id, scopes.map((scope) => scope?.id ?? null)]);
  expect(Object.fromEntries(found)).toEqual({
    outer: [null],
    a: ["outer"],
    help: ["outer"],
    inner: ["outer"],
    undo: ["outer"],
    shared: [null, "outer", "inner"],
  });
});
