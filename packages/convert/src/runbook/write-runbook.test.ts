import type { Bundle, Flow, Graph, Guard, Node, Origin, Region, Value } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { runbookOf } from "./write-runbook.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "/here", start: { line: 3, column: 1 } };

type Draft = Partial<Node> & { readonly id: string };
const act = (id: string, rest: object = {}): Draft => ({ kind: "action", id, executor: "noop", ...rest });
const choice = (id: string): Draft => ({ kind: "gateway", id, routing: { take: "first" } });
const end = (id: string): Draft => ({ kind: "end", id });
const flow = (from: string, to: string, rest: Partial<Flow> = {}): Partial<Flow> => ({ from, to, ...rest });
const when = (text: string, language = "jsonata"): Pick<Flow, "guard"> => ({
  guard: { expr: { language, text, origin } },
});
const otherwise = { otherwise: true } as const;

function bundle(nodes: readonly Draft[], flows: readonly Partial<Flow>[] = [], region: Partial<Region> = {}): Bundle {
  const graph = {
    id: "g",
    name: "G",
    origin,
    region: { entries: [nodes[0]?.id ?? ""], ...region },
    nodes: nodes.map((node) => ({ origin, ...node }) as Node),
    flows: flows.map((one, at) => ({ origin, id: `f${at}`, ...one }) as Flow),
  };
  return { version: 1, main: graph.id, graphs: [graph] };
}

/** What stands under `flow`, without the two spaces before it. */
function written(of: Bundle): string {
  const { text } = runbookOf(of);
  return (text ?? "").replace(/^.*\nflow:\n/s, "").replaceAll(/^ {2}/gm, "");
}

/** Ids in their order, with what each leads to where that isn't the next one. */
function outline(of: Bundle): string {
  const found = written(of).matchAll(/^- id: (.*)$|^ {2}then: (.*)$|^ {4}- (?:\{.*\bto: ([^ ,}]*).*\}|([\w-]+))$/gm);
  return [...found].map(([, id, then, way, plain]) => (id === undefined ? `>${then ?? way ?? plain}` : id)).join(" ");
}

describe("the order of nodes", () => {
  test("a linear procedure is a list that leads to nothing else", () => {
    const nodes = [end("done"), act("b"), act("a"), { kind: "start", id: "begin" } as const];
    const flows = [flow("b", "done"), flow("begin", "a"), flow("a", "b")];
    expect(outline(bundle(nodes, flows, { entries: ["begin"] }))).toBe("begin a b done");
  });

  test("a branch ends before the next one begins; what they lead to comes behind all of them", () => {
    const nodes = [choice("which"), act("c"), end("stop"), act("b"), act("a"), act("next")];
    const flows = [
      flow("which", "a", when("x = 1")),
      flow("which", "b", when("x = 2")),
      flow("which", "c", otherwise),
      flow("a", "next"),
      flow("b", "stop"),
      flow("c", "next"),
    ];
    expect(outline(bundle(nodes, flows))).toBe("which >a >b >c a >next b stop c next");
  });

  test("a way back is said, and what is behind the loop comes behind what is in it", () => {
    const nodes = [choice("again"), act("out"), act("in")];
    const flows = [flow("again", "in", when("x")), flow("again", "out", otherwise), flow("in", "again")];
    expect(outline(bundle(nodes, flows))).toBe("again >in >out in >again out");
  });

  test("handlers and what undoes a node come behind the usual way", () => {
    const handlers = [{ id: "late", triggers: [{ on: "timer", after: { json: 1 } }], origin }];
    const nodes = [act("a", { handlers, compensation: "undo" }), act("undo"), act("tell"), act("b")];
    const flows = [flow("a", "tell", { port: "late" }), flow("a", "b")];
    expect(outline(bundle(nodes, flows))).toBe("a >b >tell b >[] tell >[] undo");
  });

  test("several entries are named", () => {
    expect(runbookOf(bundle([act("a"), act("b")], [], { entries: ["a", "b"] })).text).toContain("entries: [a, b]\n");
  });
});

describe("names", () => {
  const ids = (of: Bundle): readonly string[] => [...written(of).matchAll(/- id: (.*)$/gm)].map(([, id]) => id ?? "");

  test("ids of authors are kept; where a tool made one up, the name is the id, or what kind of node it is", () => {
    const nodes = [
      act("Activity_0x3f9ab", { name: "Contain the host" }),
      act("action--5f5ad1a8-6a3e-4a0c-9d2b-0f6d8c1c7b11", { name: "Contain the host!" }),
      act("isolate-2nd-host", { name: "Something else" }),
      act("Task_1", { name: "Don't „wait“" }),
      choice("Gateway_1kd83hs"),
      act("t1"),
      end("EndEvent_1"),
      act("sid-12AB34CD-0000-0000-0000-AB12CD34EF56", { name: "隔離 1" }),
    ];
    const flows = nodes.slice(1).map(({ id }, at) => flow(nodes[at]?.id ?? "", id, at === 4 ? otherwise : {}));
    expect(
      ids(bundle(nodes, [...flows, flow("Gateway_1kd83hs", "sid-12AB34CD-0000-0000-0000-AB12CD34EF56", when("x"))])),
    ).toEqual([
      "contain-the-host",
      "contain-the-host-2",
      "isolate-2nd-host",
      "dont-wait",
      "choice",
      "t1",
      "end",
      "隔離-1",
    ]);
  });

  test("what several branches share has a name in each", () => {
    const scope = (id: string): Draft => ({ kind: "scope", id, region: { entries: ["shared"] } });
    const nodes = [scope("one"), scope("two"), act("shared")];
    expect(ids(bundle(nodes, [flow("one", "two")]))).toEqual(["one", "shared", "two", "shared-2"]);
  });

  test("a graph keeps the id that others know it by", () => {
    const { text } = runbookOf({
      ...bundle([act("a")]),
      main: "Process 7",
      graphs: [{ ...(bundle([act("a")]).graphs[0] as Bundle["graphs"][0]), id: "Process 7" }],
    });
    expect(text).toContain("metadata: { id: Process 7, title: G }");
  });
});

describe("values", () => {
  const jsonata = (text: string): Value => ({ expr: { language: "jsonata", text, origin } });
  const request = (value: Value, region: Partial<Region> = {}): string =>
    written(bundle([act("a", { request: value })], [], region))
      .split("request:")[1]
      ?.trim() ?? "";

  test.each<readonly [value: Value, yaml: string]>([
    [{ json: 1 }, "1"],
    [{ json: "1" }, '"1"'],
    [{ json: "no" }, '"no"'],
    [{ json: null }, "null"],
    [{ json: "a ${{ b }}" }, "a $${{ b }}"],
    [{ json: { a: [1, "x"], b: {} } }, "{ a: [1, x], b: {} }"],
    [{ json: "secret://x" }, "{ $value: { json: secret://x } }"],
    [{ json: ["secret://x", 1] }, "- { $value: { json: secret://x } }\n    - 1"],
    [{ json: { $value: 1 } }, "{ $value: { json: { $value: 1 } } }"],
    [{ secret: "secret://x" }, "secret://x"],
    [{ variable: "x" }, "${{ vars.x }}"],
    [{ variable: "__x__", path: ["a", "b-c"] }, "${{ vars.__x__.a.`b-c` }}"],
    [{ variable: "x", path: [] }, "{ $value: { variable: x, path: [] } }"],
    [{ variable: "x`y" }, "{ $value: { variable: x`y } }"],
    [{ variable: "My data", path: ["in"] }, "${{ vars.`My data`.`in` }}"],
    [{ result: [] }, "${{ result }}"],
    [{ result: ["a"] }, "${{ result.a }}"],
    [jsonata("$sum(a.b)"), "${{ $sum(a.b) }}"],
    [jsonata('{"a": {"b": "}}"}}'), `{ $value: { expr: { language: jsonata, text: '{"a": {"b": "}}"}}' } } }`],
    [jsonata('{"a": "}}"}'), `'${"$"}{{ {"a": "}}"} }}'`],
    [jsonata("vars.x"), "{ $value: { expr: { language: jsonata, text: vars.x } } }"],
    [jsonata("vars.x + 1"), "{ $value: { expr: { language: jsonata, text: vars.x + 1 } } }"],
    [jsonata("result.a"), "{ $value: { expr: { language: jsonata, text: result.a } } }"],
    [jsonata(" a"), '{ $value: { expr: { language: jsonata, text: " a" } } }'],
    [jsonata("a /* b"), "{ $value: { expr: { language: jsonata, text: a /* b } } }"],
    [{ expr: { language: "feel", text: "a + 1", origin } }, "{ $value: { expr: { language: feel, text: a + 1 } } }"],
    [{ text: ["n is ", { variable: "n" }, "."] }, "n is ${{ vars.n }}."],
    [{ text: ["$", { variable: "n" }] }, "$value:\n      text:\n        - $\n        - { variable: n }"],
    [{ text: ["a", "b"] }, "{ $value: { text: [a, b] } }"],
    [{ list: [{ json: 1 }, { variable: "x" }] }, '[1, "${{ vars.x }}"]'],
    [{ object: [["a", { variable: "x" }]] }, '{ a: "${{ vars.x }}" }'],
    [
      {
        object: [
          ["a", { json: 1 }],
          ["a", { json: 2 }],
        ],
      },
      "$value:\n      object:\n        - - a\n          - { json: 1 }\n        - - a\n          - { json: 2 }",
    ],
    [{ pointer: { uri: "u", sha256: "s", size: 1 } }, "{ $value: { pointer: { uri: u, sha256: s, size: 1 } } }"],
  ])("%j", (value, yaml) => {
    expect(request(value)).toBe(yaml);
  });

  test("a variable that another one's name would hide is said as the graph has it", () => {
    const variables = [{ name: "x" }, { name: "vars.x" }, { name: "inputs.y" }];
    expect(request({ variable: "x" }, { variables })).toBe("{ $value: { variable: x } }");
    expect(request({ variable: "vars.x" }, { variables })).toBe("${{ vars.x }}");
    expect(request(jsonata("vars.x > inputs.y"), { variables })).toBe("${{ vars.x > inputs.y }}");
    expect(request(jsonata("vars.x > inputs.z"), { variables })).toContain("$value");
  });

  test("a text of several lines stands as it is", () => {
    expect(request({ json: "one\n  two\n" })).toBe("|\n    one\n      two");
  });

  test("a number that YAML of runbooks can't carry is lost, and said to be", () => {
    const { counts, diagnostics } = runbookOf(bundle([act("a", { request: { json: [1e21] } })]));
    expect(counts.lost).toBe(1);
    expect(diagnostics).toMatchObject([{ code: "convert/not-expressible", origin: { pointer: "/here" } }]);
  });
});

describe("durations", () => {
  test.each<readonly [value: Value, yaml: string]>([
    [{ json: 600_000 }, "10m"],
    [{ json: 90_061_000 }, "1d1h1m1s"],
    [{ json: 1500 }, "1500ms"],
    [{ json: 0 }, "0ms"],
    [{ json: 1.5 }, "1.5"],
    [{ json: -1 }, "-1"],
    [{ json: "PT5M" }, "PT5M"],
    [{ json: "10m" }, "{ $value: { json: 10m } }"],
    [{ secret: "secret://x" }, "{ $value: { secret: secret://x } }"],
    [{ variable: "x" }, "${{ vars.x }}"],
  ])("%j", (attemptTimeout, yaml) => {
    expect(written(bundle([act("a", { attemptTimeout })]))).toContain(`attemptTimeout: ${yaml}\n`);
  });

  test("elsewhere, a text is a text", () => {
    const triggers = [{ on: "timer", at: { json: "10m" }, every: { json: "R3/PT1M" } }];
    expect(written(bundle([{ kind: "start", id: "s", triggers } as Draft]))).toContain(
      "triggers: [{ on: timer, at: 10m, every: R3/PT1M }]",
    );
  });
});

describe("conditions", () => {
  test.each<readonly [guard: Guard, yaml: string]>([
    [{ json: true }, "true"],
    [{ variable: "ok" }, "vars.ok"],
    [{ variable: "ok", path: ["a"] }, "vars.ok.a"],
    [{ variable: "secrets.x", path: [] }, "{ variable: secrets.x, path: [] }"],
    [{ expr: { language: "jsonata", text: "true", origin } }, '"true"'],
    [{ expr: { language: "jsonata", text: "n > 1", origin } }, "n > 1"],
    [{ expr: { language: "jsonata", text: "vars.n > 1", origin } }, "{ language: jsonata, text: vars.n > 1 }"],
    [{ expr: { language: "jsonata", text: "n", origin } }, "{ language: jsonata, text: n }"],
    [{ expr: { language: "stix", text: "[a:b = 1]", origin } }, '{ language: stix, text: "[a:b = 1]" }'],
    [{ unspecified: "why" }, "{ unspecified: why }"],
  ])("%j", (guard, yaml) => {
    const nodes = [choice("a"), act("b"), act("c")];
    const flows = [flow("a", "b", { guard }), flow("a", "c", otherwise)];
    expect(written(bundle(nodes, flows))).toContain(`- { when: ${yaml}, to: b }`);
  });

  test("a flow has an id where another one asks for it", () => {
    const nodes = [choice("a"), { kind: "gateway", id: "j", join: { rule: "all" } } as Draft, act("b"), act("c")];
    const flows = [
      flow("a", "j", when("x")),
      flow("a", "b", otherwise),
      flow("b", "j", {}),
      flow("j", "c", { guard: { arrived: ["f0"] } }),
    ];
    const text = written(bundle(nodes, flows));
    expect(text).toContain("- { id: f0, when: { language: jsonata, text: x }, to: j }");
    expect(text).toContain("then: [{ when: { arrived: [f0] }, to: c }]");
    const long = "f 0".repeat(1000);
    const [first, ...others] = flows;
    const named = [{ ...first, id: long }, ...others.slice(0, 2), { ...others[2], guard: { arrived: [long] } }];
    expect(written(bundle(nodes, named))).toMatch(/- id: (.{1,100})\n[\s\S]*arrived: \[\1\]/);
  });
});

describe("what is said", () => {
  test("assignments stand by name, unless they lead into something", () => {
    const one = { path: ["n"], from: { result: ["a"] } };
    const text = (outputs: readonly object[]): string => written(bundle([act("a", { outputs })]));
    expect(text([one])).toContain('outputs: { n: "${{ result.a }}" }');
    expect(text([one, one])).toContain("outputs:\n    - { path: [n], from: ");
    expect(text([{ ...one, path: [] }])).toContain(
      'outputs: [{ path: [], from: "${{ result }}" }]'.replace("result", "result.a"),
    );
    expect(text([])).toContain("outputs: []");
  });

  test("parts that only the words of the graph say are counted, with what they are", () => {
    const nodes = [choice("a"), act("b", { request: { pointer: { uri: "u", sha256: "s", size: 1 } } }), act("c")];
    const { counts, diagnostics } = runbookOf(
      bundle(nodes, [flow("a", "b", when("x > 1", "feel")), flow("a", "c", otherwise)]),
    );
    expect(counts).toEqual({ native: 4, extended: 2, lost: 0 });
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "convert/as-in-graph: Expressions in 'feel' (1) stand in a runbook as they are in the graph: it has no words of its own for them.",
      "convert/as-in-graph: Values and conditions in the graph's notation (1) stand in a runbook as they are in the graph: it has no words of its own for them.",
    ]);
  });
});

describe("limits", () => {
  const nested = (depth: number): Bundle => {
    const nodes = Array.from({ length: depth }, (_, at): Draft => {
      return { kind: "scope", id: `s${at}`, region: { entries: [`s${at + 1}`] } };
    });
    return bundle([...nodes, act(`s${depth}`)]);
  };

  test("what lies too deep is refused", () => {
    expect(runbookOf(nested(15))).toMatchObject({ text: expect.any(String), diagnostics: [] });
    for (const depth of [40, 100]) {
      expect(runbookOf(nested(depth))).toMatchObject({ text: null, diagnostics: [{ code: "convert/too-deep" }] });
    }
    expect(runbookOf(nested(150), { maxDepth: 1e6 }).text).toContain("- id: s150\n");
    expect(runbookOf(nested(200), { maxDepth: 1e6 })).toMatchObject({ text: null });
    const json = JSON.parse("[".repeat(100) + "]".repeat(100));
    expect(runbookOf(bundle([act("a", { request: { json } })]))).toMatchObject({ text: null });
  });

  test("what branches share stands only once where there would be too many copies", () => {
    const scope = (id: string, next: string): Draft => {
      return { kind: "scope", id, region: { entries: [`${next}-a`, `${next}-b`] } };
    };
    const levels = ["one", "two", "three", "four"];
    const nodes = levels.flatMap((id, at) =>
      ["a", "b"].map((side) => scope(`${id}-${side}`, levels[at + 1] ?? "work")),
    );
    const shared = bundle([...nodes, act("work-a"), act("work-b")], [], { entries: ["one-a", "one-b"] });
    expect(runbookOf(shared).text?.match(/- id: /g)?.length).toBe(62);
    const { text } = runbookOf(shared, { maxNodes: 61 });
    expect(text?.match(/- id: /g)?.length).toBe(10);
    expect(text).toContain("region:\n      entries: [two-a, two-b]\n      flow: []");
    expect(runbookOf(shared, { maxNodes: 9 })).toMatchObject({
      text: null,
      counts: { native: 0 },
      diagnostics: [{ code: "convert/too-many-copies" }],
    });
  });

  test("so it does where a message goes to it; one that goes nowhere is lost", () => {
    const starts = ["one", "two"].map((id): Draft => ({ kind: "scope", id, region: { entries: ["wait"] } }));
    const wait: Draft = {
      kind: "catch",
      id: "wait",
      arms: [{ trigger: { on: "message", name: { json: "m" } }, origin }],
    };
    const receiver = bundle([...starts, wait, act("nowhere")], [], { entries: ["one", "two"] });
    const sender = bundle([{ kind: "end", id: "send", throws: [{ raise: "message", name: { json: "m" } }] }]);
    const [from, to] = [
      { graph: "g", node: "send" },
      { graph: "other", node: "wait" },
    ];
    const graphs = [...sender.graphs, ...receiver.graphs.map((graph) => ({ ...graph, id: "other" }))];
    const both: Bundle = { ...sender, graphs, routes: [{ from, to }] };
    expect(runbookOf(both)).toMatchObject({ counts: { lost: 0 }, diagnostics: [] });
    expect(runbookOf(both).text).toContain(
      "routes: [{ from: { graph: g, node: send }, to: { graph: other, node: wait } }]",
    );
    const lost = runbookOf({ ...both, routes: [{ from, to: { ...to, node: "nowhere" } }] });
    expect(lost).toMatchObject({ counts: { lost: 1 }, diagnostics: [{ code: "convert/not-expressible" }] });
  });

  test("ids that are long in an unkind way take no time", () => {
    for (const id of [`a${"-".repeat(100_000)}a`, "id".repeat(50_000), "1".repeat(100_000), "/".repeat(100_000)]) {
      expect(written(bundle([act(id, { name: id })]))).toMatch(/^- id: .{1,70}\n/);
    }
  });

  test("ten thousand nodes take seconds", { timeout: 20_000 }, () => {
    const nodes = Array.from({ length: 10_000 }, (_, at) =>
      act(`n${at}`, { name: `Step ${at % 7}`, request: { json: { at } } }),
    );
    const flows = nodes.slice(1).map(({ id }, at) => flow(`n${at}`, id));
    const { text } = runbookOf(bundle(nodes, flows));
    expect(text?.match(/- id: /g)?.length).toBe(10_000);
    expect(text).not.toContain("then:");
  });
});

test("all that a runbook may say stands in the order in which it is taught", () => {
  const [graph] = bundle([act("a")], [], { variables: [{ name: "x" }], mistakes: "failure", limit: 1 }).graphs;
  const outputs = [{ path: ["x"], from: { variable: "x" } }];
  const more = {
    outputs,
    governance: { requireEvidence: true },
    messages: { success: "Done." },
    meta: { tenant: "t", labels: { a: "b" } },
  };
  const { text } = runbookOf({ version: 1, main: "g", graphs: [{ ...graph, ...more, version: "2" } as Graph] });
  expect(text).toBe(`apiVersion: rb/v1
kind: Runbook
metadata: { name: g, title: G, version: "2", labels: { a: b } }
governance: { requireEvidence: true }
mistakes: failure

variables:
  x: {}

limit: 1

flow:
  - id: a
    kind: action
    executor: noop

outputs: { x: "\${{ vars.x }}" }
messages: { success: Done. }
meta: { tenant: t }
`);
});
