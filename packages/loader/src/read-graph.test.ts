import { type Bundle, type Json, type Origin, sourceOf } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { readGraph } from "./read-graph.js";

const origin: Origin = { kind: "source", uri: "x", pointer: "", start: { line: 1, column: 1 } };

const bundle: Bundle = {
  version: 1,
  main: "g",
  graphs: [
    {
      id: "g",
      origin,
      region: {
        entries: ["s"],
        variables: [
          {
            name: "v",
            init: { text: ["a", { variable: "b", path: ["c"] }, { expr: { language: "l", text: "1", origin } }] },
          },
        ],
        handlers: [{ id: "h", triggers: [{ on: "error" }], origin, body: { entries: ["s"] } }],
      },
      nodes: [
        { kind: "start", id: "s", origin, triggers: [{ on: "timer", every: { json: "PT1H" } }] },
        {
          kind: "action",
          id: "a",
          executor: "http",
          request: { object: [["url", { list: [{ secret: "secret://x" }] }]] },
          loop: {
            kind: "each",
            items: { variable: "v" },
            emit: [{ at: "one", raise: { raise: "signal", name: { json: "n" } } }],
          },
          retry: { attempts: 2, firstMs: 0 },
          origin: { kind: "synthesized", by: "x/y", from: origin },
          meta: { labels: { a: "b" }, author: { anything: [1, null] } },
        },
        { kind: "end", id: "e", origin, leave: { scope: "a", port: "p" } },
      ],
      flows: [
        { id: "f", from: "s", to: "a", guard: { unspecified: "?" }, origin },
        { id: "f2", from: "a", to: "e", cases: [1, { x: [] }], origin },
      ],
    },
  ],
  languages: [{ name: "l", version: "1" }],
};

describe("readGraph", () => {
  it("reads what JSON.stringify wrote", () => {
    expect(readGraph(JSON.stringify(bundle), { uri: "g.json" }).bundle).toEqual(bundle);
  });

  it("says what the structural checks find, once the shape is right", () => {
    const { diagnostics } = readGraph(JSON.stringify(bundle), { uri: "g.json" });
    expect(diagnostics.map(({ code }) => code)).toContain("ir/cases-without-case-routing");
  });

  /** The bundle with something else at a pointer, or nothing. */
  const refusal = (changes: { readonly [pointer: string]: Json | undefined }): readonly string[] => {
    const draft: unknown = JSON.parse(JSON.stringify(bundle));
    for (const [pointer, value] of Object.entries(changes)) {
      const names = pointer.split("/").slice(1);
      const last = names.pop() ?? "";
      const owner = names.reduce((at, name) => Reflect.get(at as object, name), draft) as object;
      if (value === undefined) Reflect.deleteProperty(owner, last);
      else Reflect.set(owner, last, value);
    }
    const result = readGraph(JSON.stringify(draft, null, 1), { uri: "g.json" });
    expect(result.bundle).toBeNull();
    return result.diagnostics.map(({ code, origin, message }) => `${code} ${sourceOf(origin).pointer} ${message}`);
  };

  it("names each member that is wrong, with its place", () => {
    const found = refusal({
      "/graphs/0/nodes/1/kind": "task",
      "/graphs/0/nodes/0/colour": "red",
      "/graphs/0/flows/0/guard": { maybe: true },
      "/main": 7,
      "/graphs/0/nodes/2/id": undefined,
    });
    const shape = "The graph does not have the shape of an rb graph:";
    expect(found).toEqual([
      `loader/graph-shape /main ${shape} 'main' has to be a text.`,
      `loader/graph-shape /graphs/0/nodes/0/colour ${shape} 'colour' is not a member that is known here.`,
      `loader/graph-shape /graphs/0/nodes/1 ${shape} '1' has to be an object whose 'kind' is one of start, gateway, catch, throw, end, action, gate, scope, call.`,
      `loader/graph-shape /graphs/0/nodes/2 ${shape} '2' lacks 'id'.`,
      `loader/graph-shape /graphs/0/flows/0/guard ${shape} 'guard' has to be an object with one of expr, variable, json, arrived, unspecified.`,
    ]);
  });

  it("takes no name from a prototype for a kind or a member", () => {
    expect(refusal({ "/graphs/0/nodes/0/kind": "constructor" })).toHaveLength(1);
    expect(readGraph('{"version":1,"main":"g","graphs":[],"__proto__":{}}', { uri: "" }).bundle).toBeNull();
  });

  it("keeps the limits", () => {
    const text = JSON.stringify(bundle);
    const codes = (limits: object) => readGraph(text, { uri: "", limits }).diagnostics.map((found) => found.code);
    expect(codes({ maxBytes: 100 })).toEqual(["loader/too-large"]);
    expect(codes({ maxNodes: 2 })).toEqual(["loader/too-many-nodes"]);
    expect(codes({ maxDepth: 3 })).toEqual(["loader/graph-syntax"]);
    const many = readGraph('{"a":1,"b":2,"c":3}', { uri: "", limits: { maxDiagnostics: 2 } }).diagnostics;
    expect(many.map((found) => found.code)).toEqual([
      "loader/graph-shape",
      "loader/graph-shape",
      "loader/more-problems",
    ]);
  });
});
