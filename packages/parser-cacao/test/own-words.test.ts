/** What rb writes beside steps is read back; what has the wrong shape is reported, and the steps count by themselves. */
import type { Bundle, Flow, Graph, Node } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { ownExtension } from "../src/own-words/own-step.js";
import { act, choice, end, fork, idOf, loop, playbook, start, text } from "./playbook-text.js";

const definitions = {
  extension_definitions: {
    [ownExtension]: {
      type: "extension-definition",
      name: "rb graph",
      created_by: idOf("identity", "i"),
      schema: "urn:rb:cacao:1",
      version: "1.0.0",
    },
  },
};
const own = (words: object) => ({ step_extensions: { [ownExtension]: { type: "rb-ir", ...words } } });

function read(steps: Parameters<typeof playbook>[0], rest: object = {}) {
  const { bundle, diagnostics } = parseCacao(text(playbook(steps, { ...definitions, ...rest })), { uri: "p.json" });
  return { graph: (bundle as Bundle).graphs[0] as Graph, bundle, codes: diagnostics.map(({ code }) => code) };
}

const nodeOf = ({ nodes }: Graph, type: string, name: string): Node | undefined =>
  nodes.find(({ id }) => id === idOf(type, name));
const waysFrom = ({ flows }: Graph, id: string): readonly Flow[] => flows.filter(({ from }) => from === id);

describe("what stands beside a step", () => {
  it("is what the node is; the step keeps its name, and where it leads", () => {
    const node = { kind: "gate", by: "people", roles: ["lead"], name: "not this" };
    const { graph, codes } = read({ start: start("a"), a: act("e", own({ node })), e: end });
    expect(codes).toEqual([]);
    expect(nodeOf(graph, "action", "a")).toMatchObject({ kind: "gate", name: "a", roles: ["lead"] });
    expect(waysFrom(graph, idOf("action", "a")).map(({ to }) => to)).toEqual([idOf("end", "e")]);
  });

  it("lets branches go on behind their step, by way of a join", () => {
    const steps = {
      start: start("p"),
      p: { ...fork(["a", "b"], "c"), ...own({ inline: true, join: { join: { rule: "all" }, kind: "gateway" } }) },
      a: act("f"),
      b: act("g"),
      f: end,
      g: end,
      c: act("e"),
      e: end,
    };
    const { graph, codes } = read(steps);
    expect(codes).toEqual([]);
    expect(graph.nodes.filter(({ kind }) => kind === "scope")).toEqual([]);
    const join = graph.nodes.find((node) => node.kind === "gateway" && node.join !== undefined) as Node;
    expect(graph.flows.filter(({ to }) => to === join.id).map(({ from }) => from)).toEqual([
      idOf("end", "f"),
      idOf("end", "g"),
    ]);
    expect(waysFrom(graph, join.id).map(({ to }) => to)).toEqual([idOf("action", "c")]);
  });

  it("lets an end within such a branch be the end of it all", () => {
    const steps = {
      start: start("p"),
      p: { ...fork(["a", "b"], "c"), ...own({ inline: true }) },
      a: act("f"),
      b: act("g"),
      f: { ...end, ...own({ node: { kind: "end" } }) },
      g: end,
      c: act("e"),
      e: end,
    };
    const { graph } = read(steps);
    expect(nodeOf(graph, "end", "f")?.kind).toBe("end");
    expect(nodeOf(graph, "end", "g")?.kind).toBe("gateway");
  });

  it("lets branches of branches come together in one join", () => {
    const steps = {
      start: start("p"),
      p: { ...fork(["q", "a"]), ...own({ inline: true, join: { kind: "gateway", join: { rule: "all" } } }) },
      q: { ...fork(["b", "c"], "f"), ...own({ inline: true, tail: true }) },
      a: act("g"),
      b: act("h"),
      c: act("i"),
      f: end,
      g: end,
      h: end,
      i: end,
    };
    const { graph, codes } = read(steps);
    expect(codes).toEqual([]);
    const join = graph.nodes.find((node) => node.kind === "gateway" && node.join !== undefined) as Node;
    const into = graph.flows.filter(({ to }) => to === join.id).map(({ from }) => from);
    expect(new Set(into)).toEqual(new Set(["g", "h", "i"].map((name) => idOf("end", name))));
  });

  it("lets the body of a loop lead back to its test", () => {
    const steps = {
      start: start("w"),
      w: { ...loop("a", "e"), ...own({ inline: true }) },
      a: act("f"),
      f: end,
      e: end,
    };
    const { graph } = read(steps);
    expect(graph.nodes.filter(({ kind }) => kind === "scope")).toEqual([]);
    expect(waysFrom(graph, idOf("end", "f")).map(({ to }) => to)).toEqual([idOf("while-condition", "w")]);
  });

  it("says the ways of a choice in their order, without those that only stand there", () => {
    const ways = [
      { branch: "false", name: "No", otherwise: true },
      { branch: "true", guard: { expr: { language: "feel", text: "x > 1" } } },
    ];
    const { graph } = read({
      start: start("c"),
      c: { ...choice("a", "b"), ...own({ ways }) },
      a: act("e"),
      b: act("e"),
      e: end,
    });
    const [first, second] = waysFrom(graph, idOf("if-condition", "c"));
    expect(first).toMatchObject({ to: idOf("action", "b"), name: "No", otherwise: true });
    expect(second).toMatchObject({ to: idOf("action", "a"), guard: { expr: { language: "feel", text: "x > 1" } } });
  });

  it("leads from ports that steps have no word for", () => {
    const node = {
      kind: "action",
      executor: "x",
      handlers: [{ id: "h", triggers: [{ on: "message", name: { json: "stop" } }] }],
    };
    const steps = {
      start: start("a"),
      a: act("e", own({ node, exits: { h: idOf("action", "b") } })),
      b: act("e"),
      e: end,
    };
    const { graph, codes } = read(steps);
    expect(codes).toEqual([]);
    expect(waysFrom(graph, idOf("action", "a")).find(({ port }) => port === "h")?.to).toBe(idOf("action", "b"));
  });

  it("has other graphs, and the messages between them", () => {
    const graphs = [{ id: "other", name: "Other", region: { entries: [idOf("action", "b")] } }];
    const routes = [{ from: { graph: idOf("playbook", "p"), node: idOf("action", "a") }, to: { graph: "other" } }];
    const steps = { start: start("a"), a: act("e"), e: end, b: act("f"), f: end };
    const { bundle, codes } = read(steps, {
      playbook_extensions: { [ownExtension]: { type: "rb-ir", graphs, routes } },
    });
    expect(codes).toEqual([]);
    expect(bundle?.graphs.map(({ name }) => name)).toEqual(["p", "Other"]);
    expect(bundle?.routes).toEqual(routes);
  });
});

describe("what is of no use is reported, and the steps count", () => {
  const simple = (words: object) => read({ start: start("a"), a: act("e", own(words)), e: end });
  const bad = ["cacao/own-words"];

  it.each<[string, object]>([
    ["no kind of node", { node: { kind: "wizard" } }],
    ["a member of the wrong type", { node: { kind: "action", executor: 7 } }],
    ["a member of a prototype's name", { node: JSON.parse('{"kind":"action","executor":"x","__proto__":{"a":1}}') }],
    ["a region that is none", { node: { kind: "scope", region: { handlers: 3 } } }],
  ])("%s", (_, words) => {
    const { graph, codes } = simple(words);
    expect(codes).toEqual(bad);
    expect(nodeOf(graph, "action", "a")).toMatchObject({ kind: "action", executor: "manual" });
  });

  it("a flow of the wrong shape", () => {
    const c = { ...choice("a", "b"), ...own({ ways: [{ branch: "true", guard: 1 }, { branch: "false" }] }) };
    expect(read({ start: start("c"), c, a: act("e"), b: act("e"), e: end }).codes).toEqual(bad);
  });

  it("a branch that leads out of itself", () => {
    const p = { ...fork(["a", "b"], "c"), ...own({ inline: true }) };
    const { graph, codes } = read({ start: start("p"), p, a: act("c"), b: act("e"), c: act("e"), e: end });
    expect(codes).toContain("cacao/own-words");
    expect(nodeOf(graph, "parallel", "p")?.kind).toBe("scope");
  });

  it("a graph without an id, routes that are none, more graphs than are looked at", () => {
    const codesOf = (words: object) =>
      read(
        { start: start("a"), a: act("e"), e: end },
        { playbook_extensions: { [ownExtension]: { type: "rb-ir", ...words } } },
      ).codes;
    const other = { id: "g", region: { entries: [idOf("action", "a")] } };
    expect(codesOf({ graphs: [{ region: {} }] })).toEqual(bad);
    expect(codesOf({ graphs: [other], routes: [1] })).toEqual(bad);
    expect(codesOf({ graphs: Array.from({ length: 200 }, (_, at) => ({ ...other, id: `g${at}` })) })).toContain(bad[0]);
    expect(codesOf({ graph: { region: 5, outputs: "x" } })).toEqual(bad);
  });

  it("steps that only tell others, in a circle", () => {
    const passing = (next: string) => ({ ...choice(next), ...own({ passed: true }) });
    const { graph } = read({ start: start("a"), a: passing("b"), b: passing("c"), c: passing("a"), e: end });
    expect(graph.nodes.length).toBeLessThan(5);
  });

  it("a step that is spread behind several, and forks of entries in each other", () => {
    const words = own({ inline: true, spread: true, entries: true });
    const p = { ...fork(["q", "a"]), ...words };
    const { graph } = read({ start: start("p"), p, q: { ...fork(["p", "a"]), ...words }, a: act("e"), e: end });
    expect(graph.nodes.length).toBeLessThan(10);
  });

  it.each<[string, unknown]>([
    ["a number", 7],
    ["a list", []],
    [
      "members of the wrong type",
      { type: "rb-ir", node: 1, inline: "yes", ways: {}, exits: [], ports: 3, slots: null, join: [] },
    ],
    ["exits that lead nowhere", { type: "rb-ir", exits: { x: "nowhere" } }],
  ])("%s is not taken for words", (_, words) => {
    const { graph } = read({ start: start("a"), a: act("e", { step_extensions: { [ownExtension]: words } }), e: end });
    expect(nodeOf(graph, "action", "a")).toMatchObject({ kind: "action", executor: "manual" });
  });
});
