import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bundle, Flow, Graph, Node } from "../graph.js";
import type { Origin } from "../origin.js";
import { indexGraph } from "../traverse.js";
import { check } from "./check.js";
import { nestingOf } from "./nesting.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "", start: { line: 1, column: 1 } };
const bundleOf = (...graphs: Graph[]): Bundle => ({ version: 1, main: "g", graphs });
const flow = (from: string, to: string, rest: Partial<Flow> = {}): Flow => ({
  id: `${from}-${to}`,
  from,
  to,
  origin,
  ...rest,
});

/** Things that are unusual, and right. */
test("says nothing about a sound bundle", () => {
  const nodes: Node[] = [
    { kind: "start", id: "start", triggers: [{ on: "timer", every: { json: "PT1H" } }], origin },
    { kind: "gateway", id: "ask", routing: { take: "case", select: { variable: "v" } }, origin },
    {
      kind: "scope",
      id: "work",
      origin,
      handlers: [
        { id: "cancelled", triggers: [{ on: "cancel" }], origin },
        { id: "late", interrupting: false, triggers: [{ on: "timer", after: { json: 5 } }], origin },
      ],
      region: {
        entries: ["do", "leave"],
        transaction: true,
        variables: [{ name: "v" }],
        handlers: [
          {
            id: "late",
            triggers: [{ on: "compensation" }],
            body: { entries: ["undo"], variables: [{ name: "v" }] },
            origin,
          },
        ],
      },
    },
    { kind: "action", id: "do", executor: "x", compensation: "undo", retry: { attempts: 1, firstMs: 0 }, origin },
    { kind: "action", id: "undo", executor: "x", loop: { kind: "repeat", max: 0 }, origin },
    { kind: "end", id: "leave", leave: { scope: "work", port: "gone" }, origin },
    {
      kind: "catch",
      id: "wait",
      arms: [
        { trigger: { on: "signal", name: { json: "a" } }, origin },
        { trigger: { on: "signal", name: { json: "b" } }, origin },
      ],
      origin,
    },
    { kind: "gateway", id: "join", join: { rule: "count", need: { json: 2 } }, origin },
    { kind: "throw", id: "undo all", throws: [{ raise: "compensation", of: "do", wait: false }], origin },
    { kind: "call", id: "elsewhere", target: { id: "not here" }, origin },
    { kind: "end", id: "end", origin },
  ];
  const flows: Flow[] = [
    flow("start", "ask"),
    flow("ask", "work", { cases: [1, null] }),
    flow("ask", "wait", { otherwise: true }),
    flow("work", "join"),
    flow("work", "wait", { port: "gone" }),
    flow("work", "join", { id: "usual", otherwise: true }),
    flow("work", "undo all", { port: "cancelled", otherwise: true }),
    flow("work", "elsewhere", { port: "late" }),
    flow("wait", "join"),
    flow("wait", "ask", { guard: { unspecified: "why" } }),
    flow("join", "end", { guard: { arrived: ["wait-join"] } }),
    flow("join", "ask", { otherwise: true }),
  ];
  const graph: Graph = { id: "g", region: { entries: ["start"] }, nodes, flows, origin };
  expect(check(bundleOf(graph))).toEqual([]);
});

test("recursion that has a way out is fine, also by way of another graph", () => {
  const call = (to: string): Node => ({ kind: "call", id: "call", target: { id: to }, graph: to, origin });
  const graph = (id: string, to: string, wayOut: boolean): Graph => ({
    id,
    region: { entries: ["ask"] },
    nodes: [
      { kind: "gateway", id: "ask", routing: { take: "first" }, origin },
      call(to),
      { kind: "end", id: "end", origin },
    ],
    flows: [flow("ask", "call"), flow("call", "end"), ...(wayOut ? [flow("ask", "end", { otherwise: true })] : [])],
    origin,
  });
  const endless = (...graphs: Graph[]): number =>
    check(bundleOf(...graphs)).filter((d) => d.code === "ir/endless-call-recursion").length;
  expect(endless(graph("g", "g", true))).toBe(0);
  expect(endless(graph("g", "g", false))).toBe(1);
  expect(endless(graph("g", "h", true), graph("h", "g", true))).toBe(0);
  expect(endless(graph("g", "h", false), graph("h", "g", false))).toBe(2);
  // One way out on the round is enough for the round, but the graph without one always goes around once more.
  expect(endless(graph("g", "h", false), graph("h", "h", true))).toBe(0);
});

test("limits can be raised by the caller", () => {
  const nodes = Array.from(
    { length: 70 },
    (_, i): Node =>
      i === 69
        ? { kind: "end", id: "n69", origin }
        : { kind: "scope", id: `n${i}`, region: { entries: [`n${i + 1}`] }, origin },
  );
  const bundle = bundleOf({ id: "g", region: { entries: ["n0"] }, nodes, flows: [], origin });
  expect(check(bundle).map((d) => d.code)).toEqual(["ir/nested-too-deep"]);
  expect(check(bundle, { maxDepth: 69 })).toEqual([]);
  expect(check(bundle, { maxDepth: 69, maxNodes: 69 }).map((d) => d.code)).toEqual(["ir/too-many-nodes"]);
});

test("a scope is not inside itself when only what comes after it leads back", () => {
  const nodes: Node[] = [
    { kind: "scope", id: "round", region: { entries: ["inner"] }, origin },
    { kind: "scope", id: "inner", region: { entries: ["end"] }, origin },
    { kind: "gateway", id: "again", routing: { take: "first" }, origin },
    { kind: "end", id: "end", origin },
  ];
  const flows = [flow("round", "again"), flow("again", "round"), flow("again", "end", { otherwise: true })];
  const index = indexGraph({ id: "g", region: { entries: ["round"] }, nodes, flows, origin });
  const nesting = nestingOf(index);
  expect(nesting.insideThemselves).toEqual([]);
  // `end` is shared: after the loop it stands in no scope, inside in two.
  expect([...nesting.depths]).toEqual([0, 1, 0, 2]);
});

test("depth agrees with following every way", () => {
  const arbitrary = fc.record({
    edges: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 }),
    inside: fc.array(fc.option(fc.nat(7), { nil: undefined }), { minLength: 8, maxLength: 8 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ edges, inside }) => {
      const nodes = inside.map((entry, i): Node => {
        if (entry === undefined) return { kind: "action", id: `n${i}`, executor: "x", origin };
        return { kind: "scope", id: `n${i}`, region: { entries: [`n${entry}`] }, origin };
      });
      const flows = edges.map(([from, to], i) => flow(`n${from}`, `n${to}`, { id: `f${i}` }));
      const nesting = nestingOf(indexGraph({ id: "g", region: { entries: ["n0"] }, nodes, flows, origin }));
      // A way that goes deeper than there are scopes has been in one of them twice.
      const depths = new Map<number, Set<number>>([[0, new Set([0])]]);
      const todo: [number, number][] = [[0, 0]];
      const visit = (node: number, depth: number): void => {
        const known = depths.get(node) ?? new Set();
        if (depth > 8 || known.has(depth)) return;
        depths.set(node, known.add(depth));
        todo.push([node, depth]);
      };
      for (const [node, depth] of todo) {
        for (const [from, to] of edges) if (from === node) visit(to, depth);
        const entry = inside[node];
        if (entry !== undefined) visit(entry, depth + 1);
      }
      const endless = [...depths.values()].some((known) => known.has(8));
      expect(nesting.insideThemselves.length > 0).toBe(endless);
      for (let i = 0; i < 8; i++) {
        const known = depths.get(i);
        if (known === undefined) expect(nesting.depths[i]).toBe(-1);
        else if (!endless) expect(nesting.depths[i]).toBe(Math.max(...known));
      }
    }),
    { numRuns: 300 },
  );
});

test("a chain of 50,000 nodes, forward and back, is checked without recursion", () => {
  const nodes = Array.from({ length: 50_000 }, (_, i): Node => ({ kind: "gateway", id: `n${i}`, origin }));
  const flows = nodes.slice(1).flatMap((node, i) => [flow(`n${i}`, node.id), flow(node.id, `n${i}`)]);
  expect(check(bundleOf({ id: "g", region: { entries: ["n0"] }, nodes, flows, origin }), { maxNodes: 50_000 })).toEqual(
    [],
  );
});
