import { type Bundle, type Flow, type Json, type JsonObject, MANUAL, type Node, type Origin } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { OWN_EXTENSION } from "./draft.js";
import { cacaoOf } from "./write-cacao.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "/here", start: { line: 3, column: 1 } };
const stix = (text: string): Pick<Flow, "guard"> => ({
  guard: { expr: { language: "stix-comparison", text, origin } },
});
const otherwise = { otherwise: true } as const;

type Draft = Partial<Node> & { readonly id: string };
const act = (id: string, rest: object = {}): Draft => ({ kind: "action", id, name: id, executor: "noop", ...rest });
const choice = (id: string): Draft => ({ kind: "gateway", id, name: id, routing: { take: "first" } });
const fork = (id: string): Draft => ({ kind: "gateway", id, name: id });
const join = (id: string): Draft => ({ kind: "gateway", id, join: { rule: "all" } });
const end = (id: string): Draft => ({ kind: "end", id, name: id });
const flow = (from: string, to: string, rest: Partial<Flow> = {}): Partial<Flow> => ({ from, to, ...rest });

function bundle(nodes: readonly Draft[], flows: readonly Partial<Flow>[], entries = [nodes[0]?.id ?? ""]): Bundle {
  const graph = {
    id: "g",
    name: "G",
    origin,
    region: { entries },
    nodes: nodes.map((node) => ({ origin, ...node }) as Node),
    flows: flows.map((one, at) => ({ origin, id: `f${at}`, ...one }) as Flow),
  };
  return { version: 1, main: graph.id, graphs: [graph] };
}

interface Step {
  readonly [member: string]: Json;
}

/** The playbook, and its steps by name; whatever a step leads to is told by name too, or by type where it has none. */
function written(of: Bundle): { readonly playbook: JsonObject; readonly steps: { readonly [name: string]: Step } } {
  const { text } = cacaoOf(of);
  const playbook = JSON.parse(text ?? "{}") as JsonObject;
  const workflow = playbook.workflow as { readonly [id: string]: Step };
  const nameOf = (value: Json): Json => {
    if (typeof value === "string")
      return Object.hasOwn(workflow, value) ? (workflow[value]?.name ?? typeOf(value)) : value;
    if (Array.isArray(value)) return value.map(nameOf);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, nameOf(one as Json)]));
  };
  const typeOf = (id: string): Json => workflow[id]?.type ?? id;
  const steps = Object.entries(workflow).map(([id, step]) => [step.name ?? id, nameOf(step)] as const);
  return { playbook, steps: Object.fromEntries(steps) as { readonly [name: string]: Step } };
}

const wordsOf = (step: Step | undefined): JsonObject =>
  ((step?.step_extensions as JsonObject | undefined)?.[OWN_EXTENSION] ?? {}) as JsonObject;

describe("what CACAO has words for is said in them", () => {
  test("a choice is an if whose branches have ends of their own, and which goes on behind them", () => {
    const nodes = [choice("?"), act("a"), act("b"), act("c"), end("e")];
    const flows = [
      flow("?", "a", stix("__x__:value = 1")),
      flow("?", "b", otherwise),
      flow("a", "c"),
      flow("b", "c"),
      flow("c", "e"),
    ];
    const { steps } = written(bundle(nodes, flows));
    expect(steps["?"]).toMatchObject({
      type: "if-condition",
      condition: "__x__:value = 1",
      on_true: "a",
      on_false: "b",
      on_completion: "c",
    });
    expect([steps.a?.on_completion, steps.b?.on_completion]).toEqual(["end", "end"]);
    expect(wordsOf(steps["?"])).toEqual({ type: "rb-ir", inline: true });
  });

  test("a choice that is left in the midst is steps that lead to each other", () => {
    const nodes = [choice("?"), act("a"), choice("!"), act("b"), act("c"), end("e")];
    const flows = [
      flow("?", "a", stix("__x__:value = 1")),
      flow("?", "!", otherwise),
      flow("!", "a", stix("__y__:value = 1")),
      flow("!", "b", otherwise),
      flow("a", "c"),
      flow("b", "e"),
      flow("c", "e"),
    ];
    const { steps } = written(bundle(nodes, flows));
    expect(steps["?"]).toMatchObject({ on_true: "a", on_false: "!" });
    expect(steps["?"]).not.toHaveProperty("on_completion");
    expect(steps["!"]).toMatchObject({ on_true: "a", on_false: "b" });
  });

  test("a way back to a choice is a loop", () => {
    const nodes = [choice("?"), act("a"), act("b")];
    const flows = [flow("?", "a", stix("__x__:value = 1")), flow("?", "b", otherwise), flow("a", "?")];
    const { steps } = written(bundle(nodes, flows));
    expect(steps["?"]).toMatchObject({ type: "while-condition", on_true: "a", on_completion: "b" });
    expect(steps.a?.on_completion).toBe("end");
  });

  test("a fork is a parallel step, and its join what that goes on with", () => {
    const nodes = [fork("+"), act("a"), act("b"), join("j"), act("c")];
    const flows = [flow("+", "a"), flow("+", "b"), flow("a", "j"), flow("b", "j"), flow("j", "c")];
    const { steps } = written(bundle(nodes, flows));
    expect(steps["+"]).toMatchObject({ type: "parallel", next_steps: ["a", "b"], on_completion: "c" });
    expect(wordsOf(steps["+"])).toEqual({
      type: "rb-ir",
      inline: true,
      join: { kind: "gateway", join: { rule: "all" } },
    });
  });

  test("branches of branches that one join brings together go on as those around them", () => {
    const nodes = [fork("+"), fork("++"), act("a"), act("b"), act("c"), join("j"), act("d")];
    const flows = [
      flow("+", "++"),
      flow("+", "a"),
      flow("++", "b"),
      flow("++", "c"),
      flow("a", "j"),
      flow("b", "j"),
      flow("c", "j"),
      flow("j", "d"),
    ];
    const { steps } = written(bundle(nodes, flows));
    expect(steps["+"]).toMatchObject({ next_steps: ["++", "a"], on_completion: "d" });
    expect(steps["++"]).toMatchObject({ next_steps: ["b", "c"], on_completion: "end" });
    expect(wordsOf(steps["++"])).toEqual({ type: "rb-ir", inline: true, tail: true });
  });

  test("branches of a fork with conditions run only then, for others too", () => {
    const nodes = [fork("+"), act("a"), act("b")];
    const { steps } = written(bundle(nodes, [flow("+", "a", stix("__x__:value = 1")), flow("+", "b")]));
    expect(steps["+"]?.next_steps).toEqual(["if-condition", "b"]);
    const question = Object.values(steps).find((step) => wordsOf(step).passed === true);
    expect(question).toMatchObject({ condition: "__x__:value = 1", on_true: "a" });
  });

  test("a choice by a value is a switch", () => {
    const nodes: Draft[] = [
      { ...choice("?"), routing: { take: "case", select: { variable: "__kind__" } } } as Draft,
      act("a"),
      act("b"),
    ];
    const { steps } = written(bundle(nodes, [flow("?", "a", { cases: ["1", 1] }), flow("?", "b", otherwise)]));
    expect(steps["?"]).toMatchObject({ switch: "__kind__:value", cases: { 1: "a", default: "b" } });
    expect(wordsOf(steps["?"])).toEqual({});
  });

  test("a wait in front of a step is its delay, a timer on it its timeout, failing its on_failure", () => {
    const handlers = [{ id: "late", triggers: [{ on: "timer", after: { json: 60_000 } }], origin }];
    const nodes: Draft[] = [
      { kind: "catch", id: "w", arms: [{ trigger: { on: "timer", after: { json: 5000 } }, origin }] } as Draft,
      { kind: "call", id: "a", name: "a", target: { id: playbookId }, handlers } as Draft,
      act("b"),
      act("h"),
    ];
    const flows = [
      flow("w", "a"),
      flow("a", "b"),
      flow("a", "h", { port: "late" }),
      flow("a", "h", { port: "failed" }),
    ];
    const { steps } = written(bundle(nodes, flows));
    expect(steps.a).toEqual({
      type: "playbook-action",
      name: "a",
      delay: 5000,
      timeout: 60_000,
      playbook_id: playbookId,
      on_success: "b",
      on_failure: "h",
    });
  });

  test("a wait in front of where it all begins is a step of its own", () => {
    const nodes: Draft[] = [
      choice("?"),
      {
        kind: "catch",
        id: "w",
        name: "w",
        arms: [{ trigger: { on: "timer", after: { json: "PT5S" } }, origin }],
      } as Draft,
      act("b"),
    ];
    const flows = [flow("?", "w", stix("__x__:value = 1")), flow("?", "b", otherwise), flow("w", "?")];
    const { steps } = written(bundle(nodes, flows));
    expect(steps["?"]).not.toHaveProperty("delay");
    expect(steps.w).toMatchObject({ type: "action", delay: 5000 });
  });

  test("what was a command is one again, with its agent and targets", () => {
    const agent = { id: "http-api--00000000-0000-4000-8000-0000000000a1", type: "http-api", name: "API" };
    const target = { id: "linux--00000000-0000-4000-8000-0000000000a2", type: "linux", name: "Host" };
    const request = {
      object: [
        ["type", { json: "http-api" }],
        ["command", { text: ["GET /", { variable: "__x__" }] }],
        ["agent", { json: agent }],
        ["targets", { json: [target] }],
      ],
    };
    const { steps, playbook } = written(bundle([act("a", { executor: "http", request })], []));
    expect(steps.a).toMatchObject({
      commands: [{ type: "http-api", command: "GET /__x__:value" }],
      agent: agent.id,
      targets: [target.id],
    });
    expect(wordsOf(steps.a)).toEqual({});
    expect(playbook.agent_definitions).toEqual({ [agent.id]: { type: "http-api", name: "API" } });
    expect(playbook.target_definitions).toEqual({ [target.id]: { type: "linux", name: "Host" } });
  });
});

const playbookId = "playbook--00000000-0000-4000-8000-00000000000b";

test("ways that different triggers begin may meet anywhere", () => {
  const begin = (id: string): Draft =>
    ({ kind: "start", id, triggers: [{ on: "message", name: { json: id } }] }) as Draft;
  const nodes = [begin("s"), begin("t"), begin("u"), act("a"), act("b")];
  const flows = [flow("s", "a"), flow("t", "a"), flow("a", "b"), flow("u", "b")];
  const { steps } = written(bundle(nodes, flows, ["s", "t", "u"]));
  const entries = Object.values(steps).find((step) => wordsOf(step).entries === true);
  expect(entries?.next_steps).toEqual(["action", "action", "action"]);
  expect(Object.values(steps).filter(({ on_completion }) => on_completion === "a")).toHaveLength(2);
});

describe("what it has none for", () => {
  test("is told to a person, and stands beside the step", () => {
    const request = { json: "Call the police" };
    const { steps } = written(
      bundle([act("a", { executor: MANUAL, request, retry: { attempts: 2, firstMs: 1 } })], []),
    );
    expect(steps.a?.commands).toEqual([{ type: "manual", command: "Call the police" }]);
    const { node } = wordsOf(steps.a);
    expect(node).toEqual({ kind: "action", executor: MANUAL, request, retry: { attempts: 2, firstMs: 1 } });
  });

  test("is a variable that people answer by, each with a name of its own", () => {
    const nodes = [
      choice("Is it bad?"),
      act("a"),
      { ...choice("Is it bad? "), name: "Is it bad?" },
      act("b"),
      act("c"),
    ];
    const asked = { guard: { unspecified: "?" } };
    const flows = [
      flow("Is it bad?", "a", { ...asked, name: "Yes" }),
      flow("Is it bad?", "Is it bad? ", { ...asked, name: "No" }),
      flow("Is it bad? ", "b", { ...asked, name: "It's so" }),
      flow("Is it bad? ", "c", asked),
    ];
    const { playbook } = written(bundle(nodes, flows));
    expect(Object.keys(playbook.playbook_variables as object)).toEqual(["__is_it_bad__", "__is_it_bad_2__"]);
    const steps = Object.values(playbook.workflow as object) as Step[];
    const conditions = steps.filter(({ type }) => type === "if-condition").map(({ condition }) => condition);
    expect(conditions).toEqual(["__is_it_bad__:value = 'Yes'", "__is_it_bad_2__:value = 'It\\'s so'"]);
  });

  test("is never what a text could be taken for", () => {
    const request = { json: "echo __x__:value" };
    const { steps } = written(bundle([act("a", { request })], []));
    expect(JSON.stringify(steps.a?.commands)).not.toContain("__x__:value");
  });

  test("is reported where it can't be kept", () => {
    const nodes = [fork("+"), act("a"), act("b"), join("j"), act("c"), act("d")];
    const flows = [
      flow("+", "a"),
      flow("+", "b"),
      flow("a", "j"),
      flow("b", "j"),
      flow("j", "c", { guard: { arrived: ["f2"] } }),
      flow("j", "d"),
    ];
    const { counts, diagnostics } = cacaoOf(bundle(nodes, flows));
    expect(counts.lost).toBe(1);
    expect(diagnostics[0]).toMatchObject({ code: "convert/not-expressible", origin: { pointer: "/here" } });
  });
});

describe("what is no block is refused, with the flow to blame", () => {
  const blamed = (of: Bundle): readonly [string | null, string | undefined, string | undefined] => {
    const { text, diagnostics } = cacaoOf(of);
    return [text, diagnostics[0]?.code, /'(f\d+)'/.exec(diagnostics[0]?.message ?? "")?.[1]];
  };

  test.each<[string, Bundle, string]>([
    [
      "a join without a fork",
      bundle(
        [choice("?"), act("a"), act("b"), join("j"), act("c"), act("d")],
        [
          flow("?", "a", stix("1 = 1")),
          flow("?", "b", otherwise),
          flow("a", "j"),
          flow("b", "c"),
          flow("c", "j", { port: "failed" }),
          flow("c", "d"),
          flow("j", "d"),
        ],
      ),
      "f4",
    ],
    [
      "a way into a branch of a fork",
      bundle(
        [choice("?"), fork("+"), act("a"), act("b"), join("j"), act("c")],
        [
          flow("?", "+", stix("1 = 1")),
          flow("?", "a", otherwise),
          flow("+", "a"),
          flow("+", "b"),
          flow("a", "j"),
          flow("b", "j"),
          flow("j", "c"),
        ],
      ),
      "f1",
    ],
    [
      "a way back out of a fork",
      bundle(
        [act("s"), fork("+"), act("a"), choice("?"), act("b")],
        [flow("s", "+"), flow("+", "a"), flow("+", "?"), flow("?", "s", stix("1 = 1")), flow("?", "b", otherwise)],
      ),
      "f3",
    ],
    [
      "a way back into a branch of a fork",
      bundle(
        [fork("+"), act("a"), act("b"), join("j"), choice("?"), act("c")],
        [
          flow("+", "b"),
          flow("+", "a"),
          flow("a", "j"),
          flow("b", "j"),
          flow("j", "?"),
          flow("?", "b", stix("1 = 1")),
          flow("?", "c", otherwise),
        ],
      ),
      "f5",
    ],
  ])("%s", (_, of, culprit) => {
    expect(blamed(of)).toEqual([null, "convert/not-structured", culprit]);
    expect(cacaoOf(of).counts).toEqual({ native: 0, extended: 0, lost: 0 });
  });
});

test("the same graph gives the same document, with ids of the standard's form, each of them once", () => {
  const of = bundle(
    [choice("a b"), act("a/b"), act("ä")],
    [flow("a b", "a/b", stix("1 = 1")), flow("a b", "ä", otherwise)],
  );
  const { text } = cacaoOf(of);
  expect(cacaoOf(of).text).toBe(text);
  const { playbook } = written(of);
  const ids = [
    playbook.id,
    ...["workflow", "agent_definitions"].flatMap((name) => Object.keys(playbook[name] as object)),
  ];
  for (const id of ids)
    expect(id).toMatch(/^[a-z][a-z0-9-]*--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  expect(new Set(ids.map((id) => String(id).split("--")[1])).size).toBe(ids.length);
});

test("a document that doesn't say when it was made gets the time that is given", () => {
  const { text } = cacaoOf(bundle([end("e")], []), { created: "2026-02-03T04:05:06.000Z" });
  expect(JSON.parse(text ?? "")).toMatchObject({
    created: "2026-02-03T04:05:06.000Z",
    modified: "2026-02-03T04:05:06.000Z",
  });
});

describe("limits", () => {
  test("splits lie in each other only so deeply", () => {
    const levels = Array.from({ length: 900 }, (_, at) => at);
    const nodes = levels.flatMap((at) => [fork(`g${at}`), act(`a${at}`)]);
    const flows = levels.flatMap((at) => [flow(`g${at}`, `a${at}`), flow(`g${at}`, at < 899 ? `g${at + 1}` : "e")]);
    expect(cacaoOf(bundle([...nodes, end("e")], flows))).toMatchObject({
      text: null,
      diagnostics: [{ code: "convert/too-many-splits", severity: "error" }],
    });
  });

  test("choices drawn one behind the other don't count as such", () => {
    const levels = Array.from({ length: 700 }, (_, at) => at);
    const nodes = levels.flatMap((at) => [choice(`g${at}`), act(`a${at}`)]);
    const flows = levels.flatMap((at) => [
      flow(`g${at}`, "h", stix("1 = 1")),
      flow(`g${at}`, `a${at}`, otherwise),
      flow(`a${at}`, at < 699 ? `g${at + 1}` : "e"),
    ]);
    expect(cacaoOf(bundle([...nodes, act("h"), end("e")], flows)).text).not.toBeNull();
  });

  test("there are no more steps than nodes are allowed, ends that were added too", () => {
    const of = bundle([fork("+"), act("a"), act("b"), act("c")], [flow("+", "a"), flow("+", "b"), flow("+", "c")]);
    expect(cacaoOf(of, { maxNodes: 8 }).text).not.toBeNull();
    expect(cacaoOf(of, { maxNodes: 6 })).toMatchObject({
      text: null,
      diagnostics: [{ code: "convert/too-many-copies" }],
    });
  });

  test("nothing lies in itself more deeply than a reader allows", () => {
    let request: Json = 1;
    for (let depth = 0; depth < 100; depth++) request = [request];
    const of = bundle([act("a", { request: { json: request } })], []);
    expect(cacaoOf(of)).toMatchObject({ text: null, diagnostics: [{ code: "convert/too-deep" }] });
    expect(cacaoOf(of, { maxDepth: 200 }).text).not.toBeNull();
  });
});
