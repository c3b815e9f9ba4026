import { expect, test } from "vitest";
import { everyMember, origin } from "../test/every-member.js";
import { jsonPointer } from "./canonical.js";
import type { Bundle, Graph, Node, NodeKind, Region } from "./graph.js";
import { InvariantViolation } from "./invariant.js";
import {
  eachEntry,
  eachExpr,
  eachNode,
  eachRegion,
  eachSchema,
  eachSuccessor,
  indexGraph,
  isActivity,
  type Place,
  portsOf,
} from "./traverse.js";

/** Follows a pointer through plain data. */
function at(root: unknown, pointer: string): unknown {
  const keys = pointer.split("/").slice(1);
  return keys.reduce((value, key) => (value as { readonly [key: string]: unknown })[key], root);
}

/** Every object anywhere that looks like an expression or a schema, found without knowing the types. */
function looksLike(root: unknown, members: readonly string[], path = ""): string[] {
  if (typeof root !== "object" || root === null) return [];
  const own = members.every((member) => Object.hasOwn(root, member)) ? [path] : [];
  return [...own, ...Object.entries(root).flatMap(([key, value]) => looksLike(value, members, `${path}/${key}`))];
}

test("finds every expression, with a pointer that leads to it", () => {
  const found: string[] = [];
  eachExpr(everyMember, (expr, path) => {
    const pointer = jsonPointer(path);
    expect(at(everyMember, pointer)).toBe(expr);
    found.push(pointer);
  });
  expect(found.sort()).toEqual(looksLike(everyMember, ["language", "text"]).sort());
  expect(found.length).toBe(11);
});

test("finds every schema, with the origin of what it belongs to", () => {
  const found: string[] = [];
  eachSchema(everyMember, (schema, where, path) => {
    expect(where).toBe(origin);
    expect(at(everyMember, jsonPointer(path))).toBe(schema);
    found.push(jsonPointer(path));
  });
  expect(found.sort()).toEqual(looksLike(everyMember, ["language", "schema"]).sort());
  expect(found.length).toBe(3);
});

test("finds every region, and says whose it is", () => {
  const inner = { entries: ["x"] };
  const outer = { entries: ["y"], handlers: [{ id: "h2", triggers: [], body: inner, origin }] };
  const graph: Graph = {
    id: "g",
    region: { entries: ["s"], handlers: [{ id: "h1", triggers: [], body: outer, origin }] },
    nodes: [{ kind: "scope", id: "s", region: { entries: ["z"] }, origin }],
    flows: [],
    origin,
  };
  const found: string[] = [];
  eachRegion({ version: 1, main: "g", graphs: [graph] }, (region, owner) => {
    found.push(`${owner.graph.id} ${owner.node?.id ?? "-"} ${owner.handler?.id ?? "-"}: ${region.entries}`);
  });
  expect(found).toEqual(["g - -: s", "g - h1: y", "g - h2: x", "g s -: z"]);
});

test("begins where a region and the handlers in it begin", () => {
  const region = (entry: string, ...inside: Region[]): Region => ({
    entries: [entry, "nowhere"],
    handlers: inside.map((body, i) => ({ id: `h${i}`, triggers: [], body, origin })),
  });
  const found: string[] = [];
  eachEntry(index, region("start", region("end", region("undo")), region("call")), (place, deeper) => {
    found.push(`${place.node.id}+${deeper}`);
  });
  expect(found).toEqual(["start+0", "end+1", "call+1", "undo+2"]);
});

test("visits every node", () => {
  const kinds = new Set<NodeKind>();
  eachNode(everyMember, (node) => kinds.add(node.kind));
  expect(kinds.size).toBe(9);
});

const base = { origin } as const;
const nodes: readonly Node[] = [
  { ...base, kind: "start", id: "start" },
  { ...base, kind: "gateway", id: "gateway" },
  {
    ...base,
    kind: "catch",
    id: "race",
    arms: [
      { port: "late", trigger: { on: "timer" }, origin },
      { trigger: { on: "signal", name: { json: "s" } }, origin },
    ],
  },
  { ...base, kind: "catch", id: "both", need: "all", arms: [{ port: "late", trigger: { on: "timer" }, origin }] },
  { ...base, kind: "throw", id: "throw", throws: [] },
  { ...base, kind: "end", id: "end", leave: { scope: "scope", port: "jump" } },
  {
    ...base,
    kind: "action",
    id: "action",
    executor: "x",
    compensation: "undo",
    handlers: [{ id: "late", triggers: [], origin }],
  },
  { ...base, kind: "action", id: "undo", executor: "x" },
  { ...base, kind: "gate", id: "gate", by: "people" },
  {
    ...base,
    kind: "scope",
    id: "scope",
    region: { entries: ["undo"], handlers: [{ id: "h", triggers: [], body: { entries: ["end"] }, origin }] },
  },
  { ...base, kind: "call", id: "call", target: { id: "x" } },
];
const graph: Graph = {
  id: "g",
  region: { entries: ["start"] },
  nodes,
  flows: [
    ...nodes.map((node) => ({ id: `f-${node.id}`, from: node.id, to: "gateway", origin })),
    { id: "loose", from: "nowhere", to: "gateway", origin },
  ],
  origin,
};
const index = indexGraph(graph);

test.each([
  ["start", "out", "gateway"],
  ["gateway", "out skipped", "gateway"],
  ["race", "late out", "gateway"],
  ["both", "out", "gateway"],
  ["throw", "out", "gateway"],
  ["end", "", "gateway"],
  ["action", "out failed late", "gateway undo"],
  ["gate", "out rejected failed", "gateway"],
  ["scope", "out failed jump", "gateway undo+1 end+2"],
  ["call", "out failed", "gateway"],
])("ports and successors of %s", (id, ports, next) => {
  const place = index.places.get(id) as Place;
  expect(portsOf(index, place.node).join(" ")).toBe(ports);
  const found: string[] = [];
  eachSuccessor(index, place, ({ node }, deeper) => found.push(deeper === 0 ? node.id : `${node.id}+${deeper}`));
  expect(found.join(" ")).toBe(next);
});

test("an index holds adjacency in document order, and sets aside what has no place", () => {
  expect(index.places.get("gateway")?.incoming.map((flow) => flow.from)).toEqual(nodes.map((node) => node.id));
  expect([...index.places.values()].map((place) => place.number)).toEqual(nodes.map((_, i) => i));
  expect(index.danglingFlows.map((flow) => flow.id)).toEqual(["loose"]);
  const again = { ...base, kind: "end", id: "start" } as const;
  const twice = indexGraph({ ...graph, nodes: [...nodes, again], flows: [...graph.flows, ...graph.flows] });
  expect(twice.places.get("start")?.node.kind).toBe("start");
  expect(twice.duplicateNodes).toEqual([again]);
  expect(twice.duplicateFlows).toEqual(graph.flows);
});

test("activities are the four kinds that have a body", () => {
  expect(nodes.filter(isActivity).map((node) => node.kind)).toEqual(["action", "action", "gate", "scope", "call"]);
});

test("a bundle that no check would pass is a bug of whoever traverses it", () => {
  let value: unknown = { json: 1 };
  for (let i = 0; i < 5000; i++) value = { list: [value] };
  const node = { ...base, kind: "action", id: "a", executor: "x", request: value } as Node;
  const bundle: Bundle = { version: 1, main: "g", graphs: [{ ...graph, nodes: [node] }] };
  expect(() => eachExpr(bundle, () => undefined)).toThrow(InvariantViolation);
});
