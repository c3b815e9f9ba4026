import type { Bundle, Flow, Graph, Node, Origin, Value } from "@rb/ir";
import { expect, test } from "vitest";
import { normalForm } from "./normal-form.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "", start: { line: 1, column: 1 } };

function bundle(nodes: readonly Partial<Node>[], flows: readonly Partial<Flow>[], entries: readonly string[]): Bundle {
  return {
    version: 1,
    main: "g",
    graphs: [
      {
        id: "g",
        origin,
        region: { entries },
        nodes: nodes.map((node) => ({ origin, ...node }) as Node),
        flows: flows.map((flow, at) => ({ origin, id: `f${at}`, ...flow }) as Flow),
      },
    ],
  };
}

const act = (id: string, name = id): Partial<Node> => ({ kind: "action", id, name, executor: "noop" });
const flow = (from: string, to: string, rest: Partial<Flow> = {}): Partial<Flow> => ({ from, to, ...rest });
const plain = bundle([act("a"), act("b")], [flow("a", "b")], ["a"]);

test("ids, passages and ends that nothing is said about make no difference", () => {
  const drawn = bundle(
    [
      { kind: "start", id: "s" },
      act("x", "a"),
      { kind: "gateway", id: "g", name: "?", routing: { take: "first" } },
      act("y", "b"),
      { kind: "end", id: "e", name: "Done" },
    ],
    [flow("s", "x"), flow("x", "g"), flow("g", "y", { otherwise: true }), flow("y", "e")],
    ["s"],
  );
  expect(normalForm(drawn)).toEqual(normalForm(plain));
});

test("a start that nothing follows is an end", () => {
  const scope = { kind: "scope", id: "p", region: { entries: ["s"] } } as const;
  const start = { kind: "start", id: "s" } as const;
  const drawn = bundle([scope, start, { kind: "end", id: "e" }], [flow("s", "e")], ["p"]);
  expect(normalForm(drawn)).toEqual(normalForm(bundle([scope, start], [], ["p"])));
});

test("a fork right at the beginning is the same as several entries", () => {
  const entries = bundle([act("a"), act("b")], [], ["a", "b"]);
  const forked = bundle(
    [{ kind: "start", id: "s" }, { kind: "gateway", id: "g" }, act("a"), act("b")],
    [flow("s", "g"), flow("g", "a"), flow("g", "b")],
    ["s"],
  );
  expect(normalForm(forked)).toEqual(normalForm(entries));
  expect(normalForm(forked)).not.toEqual(normalForm(bundle([act("a"), act("b")], [], ["b", "a"])));
});

test("a branch that two regions share is the same as one for each", () => {
  const scope = (id: string, entry: string): Partial<Node> => ({
    kind: "scope",
    id,
    name: id,
    region: { entries: [entry] },
  });
  const shared = bundle([scope("p", "a"), scope("q", "a"), act("a")], [flow("p", "q")], ["p"]);
  const apart = bundle([scope("p", "a"), scope("q", "b"), act("a"), act("b", "a")], [flow("p", "q")], ["p"]);
  expect(normalForm(shared)).toEqual(normalForm(apart));
});

test.each<[string, Bundle]>([
  ["another name", bundle([act("a"), act("b", "c")], [flow("a", "b")], ["a"])],
  ["another executor", bundle([act("a"), { ...act("b"), executor: "http" } as Node], [flow("a", "b")], ["a"])],
  ["a condition", bundle([act("a"), act("b")], [flow("a", "b", { guard: { variable: "x" } })], ["a"])],
  ["another port", bundle([act("a"), act("b")], [flow("a", "b", { port: "failed" })], ["a"])],
  ["a flow back", bundle([act("a"), act("b")], [flow("a", "b"), flow("b", "a")], ["a"])],
  [
    "an end that raises",
    bundle(
      [act("a"), act("b"), { kind: "end", id: "e", throws: [{ raise: "terminate" }] }],
      [flow("a", "b"), flow("b", "e")],
      ["a"],
    ),
  ],
  [
    "an input",
    bundle([act("a"), { ...act("b"), inputs: [{ path: ["x"], from: { json: 1 } }] } as Node], [flow("a", "b")], ["a"]),
  ],
])("%s makes a difference", (_, other) => {
  expect(normalForm(other)).not.toEqual(normalForm(plain));
});

test("routes go by the places of their ends, wherever these are shared", () => {
  const throws = [{ raise: "message", name: { json: "m" } } as const];
  const scope = (id: string, entry: string): Partial<Node> => ({ kind: "scope", id, region: { entries: [entry] } });
  const sends = (id: string): Partial<Node> => ({ kind: "end", id, throws });
  const routed = (nodes: readonly Partial<Node>[], from: readonly string[], message?: string): Bundle => {
    const pools = bundle(nodes, [flow("p", "q")], ["p"]);
    const other = { ...(bundle([act("a")], [], ["a"]).graphs[0] as Graph), id: "other" };
    const to = { graph: "other" };
    const routes = from.map((node) => ({ from: { graph: "g", node }, to, ...(message && { message }) }));
    return { ...pools, graphs: [...pools.graphs, other], routes };
  };
  const shared = routed([scope("p", "x"), scope("q", "x"), sends("x")], ["x"]);
  const apart = [scope("p", "y"), scope("q", "z"), sends("z"), sends("y")];
  expect(normalForm(shared)).toEqual(normalForm(routed(apart, ["z", "y"])));
  expect(normalForm(shared)).not.toEqual(normalForm(routed(apart, ["y"])));
  expect(normalForm(shared)).not.toEqual(normalForm(routed(apart, ["y", "z"], "m")));
});

test("a merge in front of a join is not taken out, since the join counts it once", () => {
  const nodes = (merge: Partial<Node>): readonly Partial<Node>[] => [
    act("a"),
    act("b"),
    act("c"),
    merge,
    { kind: "gateway", id: "join", join: { rule: "all" } },
    act("d"),
  ];
  const merged = bundle(
    nodes({ kind: "gateway", id: "m" }),
    [flow("a", "m"), flow("b", "m"), flow("m", "join"), flow("c", "join"), flow("join", "d")],
    ["a", "b", "c"],
  );
  const direct = bundle(
    nodes(act("unused")),
    [flow("a", "join"), flow("b", "join"), flow("c", "join"), flow("join", "d")],
    ["a", "b", "c"],
  );
  expect(normalForm(merged)).not.toEqual(normalForm(direct));
});

test("a map of constants is one constant, also where something is raised; where an expression stands makes no difference", () => {
  const here = (line: number): Origin => ({ kind: "source", uri: "t", pointer: "", start: { line, column: 1 } });
  const asked = (request: Value): Bundle => bundle([{ kind: "action", id: "a", executor: "noop", request }], [], ["a"]);
  const apart: Value = { object: [["x", { list: [{ json: 1 }, { json: 2 }] }]] };
  expect(normalForm(asked(apart))).toEqual(normalForm(asked({ json: { x: [1, 2] } })));
  expect(normalForm(asked(apart))).not.toEqual(normalForm(asked({ json: { x: [1, 3] } })));
  const twice: Value = {
    object: [
      ["x", { json: 1 }],
      ["x", { json: 2 }],
    ],
  };
  expect(normalForm(asked(twice))).not.toEqual(normalForm(asked({ json: { x: 2 } })));
  const raised = (name: Value): Bundle =>
    bundle([{ kind: "throw", id: "t", throws: [{ raise: "signal", name }] }], [], ["t"]);
  const computed = (line: number): Value => ({ expr: { language: "l", text: "1", origin: here(line) } });
  expect(normalForm(raised(computed(1)))).toEqual(normalForm(raised(computed(2))));
  expect(normalForm(raised({ list: [] }))).toEqual(normalForm(raised({ json: [] })));
});

test("which flow a condition asks for is told by where it comes from", () => {
  const joined = (ids: readonly [string, string], asked: string, between: readonly string[] = []): Bundle => {
    const nodes: Partial<Node>[] = [
      { kind: "gateway", id: "fork" },
      act("a"),
      act("b"),
      ...between.map((id): Partial<Node> => ({ kind: "gateway", id })),
      { kind: "gateway", id: "join", join: { rule: "all" }, routing: { take: "first" } },
      act("c"),
      act("d"),
    ];
    const [first = "join"] = between;
    const flows = [
      flow("fork", "a"),
      flow("fork", "b"),
      flow("a", first, between.length > 0 ? { id: "in" } : { id: ids[0] }),
      ...between.map((id) => flow(id, "join", { id: ids[0] })),
      flow("b", "join", { id: ids[1] }),
      flow("join", "c", { guard: { arrived: [asked] } }),
      flow("join", "d", { otherwise: true }),
    ];
    return bundle(nodes, flows, ["fork"]);
  };
  const form = normalForm(joined(["x", "y"], "x"));
  expect(normalForm(joined(["p", "q"], "p"))).toEqual(form);
  expect(normalForm(joined(["p", "q"], "p", ["passage"]))).toEqual(form);
  expect(normalForm(joined(["p", "q"], "q"))).not.toEqual(form);
});
