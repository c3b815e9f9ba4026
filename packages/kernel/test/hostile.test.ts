/** Graphs that a hostile author would write: each comes to an end soon, by a coded failure or an incident, and never by an exception. */
import type { Bundle, Graph, Json, Node, Throw, Value } from "@rb/ir";
import { expect, test } from "vitest";
import { type RunOptions, type RunResult, run } from "../src/index.js";
import {
  action,
  bundle,
  call,
  end,
  gateway,
  graph,
  origin,
  raise,
  scope,
  start,
  testLanguage,
  wait,
  when,
} from "./build.js";

const languages = { expressions: [testLanguage("test")] };
const soonMs = 4000;

async function ends(what: Bundle, options: RunOptions = {}): Promise<RunResult> {
  return run(what, { languages, ...options });
}

/** How it ended: the failure, or the incidents. */
function verdict(result: RunResult): string {
  const data = result.failure?.data as { readonly limit?: string } | undefined;
  const codes = [...new Set(result.incidents.map((incident) => incident.code))].join();
  return [result.status, result.failure?.code, data?.limit, codes].filter((part) => part).join(" ");
}

const set = (name: string, from: Value): Node => raise(name, [], { outputs: [{ path: ["x"], from }] });
const x: Value = { variable: "x" };
const variables = (init: Value) => ({ variables: [{ name: "x", init }] });
/** `x` becomes `from`, again and again. */
const again = (from: Value, init: Value = { json: ["a"] }): Bundle =>
  bundle([start("s"), gateway("g"), set("t", from)], ["s > g", "g > t", "t > g"], variables(init));
const scopeHandler = (thrown: Throw, on: "escalation" | "error", interrupting: boolean) => ({
  id: "h",
  triggers: [{ on } as const],
  interrupting,
  origin,
  body: { entries: ["again"] },
  thrown,
});
const twice = (piece: Value): Value => ({ list: [piece, piece] });
const wide = (piece: Value): Value => ({ list: Array.from({ length: 5000 }, () => piece) });

const graphs: readonly (readonly [what: string, bundle: Bundle, ending: string])[] = [
  ["a text that doubles", again({ text: [x, x] }, { json: "ab" }), "failed limit-exceeded maxData"],
  ["a list that holds itself twice", again(twice(x)), "failed limit-exceeded maxData"],
  ["a list that holds itself five thousand times", again(wide(x)), "failed limit-exceeded maxData"],
  [
    "an object that holds itself",
    again({
      object: [
        ["a", x],
        ["__proto__", x],
      ],
    }),
    "failed limit-exceeded maxData",
  ],
  ["a list in a list in a list", again({ list: [x] }), "failed limit-exceeded maxValueDepth"],
  [
    "a long text, written anew each time",
    again({ text: [x, ""] }, { json: "x".repeat(500_000) }),
    "failed limit-exceeded maxData",
  ],
  [
    "a request that holds a value very often",
    bundle(
      [start("s"), action("a", { request: wide(x) }), end("e")],
      ["s > a", "a > e"],
      variables({ json: "x".repeat(100_000) }),
    ),
    "failed limit-exceeded maxData",
  ],
  [
    "gateways in a circle",
    bundle([start("s"), gateway("a"), gateway("b")], ["s > a", "a > b", "b > a"]),
    "failed limit-exceeded maxRecords",
  ],
  [
    "a gateway that splits for ever",
    bundle([start("s"), gateway("a", { routing: { copies: 1_000_000_000 } })], ["s > a", "a > a"]),
    "failed limit-exceeded maxTokens",
  ],
  [
    "a scope inside itself",
    bundle([start("s"), scope("c", { entries: ["c"] })], ["s > c"]),
    "failed limit-exceeded maxTokens",
  ],
  [
    "an error below two thousand scopes",
    bundle(
      [start("s"), scope("c", { entries: ["c"] }), end("e", { throws: [{ raise: "error", code: "x" }] })],
      ["s > c"],
    ),
    "failed limit-exceeded maxTokens",
  ],
  ["a call of itself", { ...bundle([start("s"), call("c", "main")], ["s > c"]) }, "failed limit-exceeded maxCallDepth"],
  [
    "calls in a circle",
    {
      version: 1,
      main: "main",
      graphs: [
        graph([start("s"), call("c", "other")], ["s > c"]),
        { ...graph([start("s"), call("c", "main")], ["s > c"]), id: "other" } as Graph,
      ],
    },
    "failed limit-exceeded maxCallDepth",
  ],
  [
    "a billion rounds",
    bundle([start("s"), action("a", { loop: { kind: "each", count: { json: 1_000_000_000 } } })], ["s > a"]),
    "failed limit-exceeded maxIterations",
  ],
  [
    "fewer than no rounds",
    bundle([start("s"), action("a", { loop: { kind: "each", count: x } })], ["s > a"], variables({ json: -1 })),
    "stuck not-a-count",
  ],
  [
    "loops of loops of loops",
    bundle(
      [
        start("s"),
        scope("a", { entries: ["b"] }, { loop: { kind: "each", count: { json: 900 }, limit: { json: 1 } } }),
        scope("b", { entries: ["c"] }, { loop: { kind: "each", count: { json: 900 }, limit: { json: 1 } } }),
        set("c", { json: 1 }),
      ],
      ["s > a"],
      variables({ json: 1 }),
    ),
    "failed limit-exceeded maxRecords",
  ],
  [
    "instances that each hold a long text",
    bundle(
      [
        start("s"),
        scope(
          "a",
          { entries: ["w"], variables: [{ name: "y", init: { text: [x, "y"] } }] },
          { loop: { kind: "each", count: { json: 900 } } },
        ),
        wait("w", [{ trigger: { on: "signal", name: { json: "n" } } }]),
      ],
      ["s > a"],
      variables({ json: "x".repeat(200_000) }),
    ),
    "failed limit-exceeded maxData",
  ],
  [
    "a loop that nothing ends",
    bundle(
      [start("s"), scope("a", { entries: ["c"] }, { loop: { kind: "repeat", while: { json: true } } }), gateway("c")],
      ["s > a"],
    ),
    "failed limit-exceeded maxIterations",
  ],
  [
    "a join that needs a billion tokens",
    bundle(
      [start("s"), gateway("f"), gateway("j", { join: { rule: "count", need: { json: 1e9 }, of: "tokens" } })],
      ["s > f", "f > j"],
    ),
    "stuck stuck-join",
  ],
  [
    "a join that needs fewer than none",
    bundle(
      [start("s"), gateway("j", { join: { rule: "count", need: x, of: "tokens" } }), end("e")],
      ["s > j", "j > e"],
      variables({ json: -5 }),
    ),
    "completed",
  ],
  [
    "a join that no longer knows how many it needs when it starts anew",
    bundle(
      [
        start("s"),
        ...["fork", "merge"].map((id) => gateway(id)),
        ...["a", "b", "c", "d"].map((id) => action(id)),
        gateway("j", { join: { rule: "count", need: x, then: "reset" } }),
        set("t", { json: "no number" }),
      ],
      [
        ...["s > fork", "fork > a", "fork > b", "fork > c", "fork > d"],
        ...["a > j", "b > merge", "c > merge", "merge > j", "d > j", "j > t"],
      ],
      variables({ json: 1 }),
    ),
    "stuck invalid-count",
  ],
  [
    "an escalation that is raised by its own handler",
    bundle([start("s"), raise("again", [{ raise: "escalation", code: "x" }])], ["s > again"], {
      handlers: [scopeHandler({ raise: "escalation" }, "escalation", false)].map(
        ({ thrown: _, ...handler }) => handler,
      ),
    }),
    "completed",
  ],
  [
    "an escalation on a boundary that leads back into what raises it",
    bundle(
      [
        start("s"),
        scope(
          "c",
          { entries: ["again"] },
          { handlers: [{ id: "h", triggers: [{ on: "escalation" }], interrupting: false, origin }] },
        ),
        raise("again", [{ raise: "escalation" }]),
      ],
      ["s > c", "c:h > c"],
    ),
    "failed limit-exceeded maxTokens",
  ],
  [
    "an error on a boundary that leads back into what raises it",
    bundle(
      [
        start("s"),
        scope("c", { entries: ["again"] }, { handlers: [{ id: "h", triggers: [{ on: "error" }], origin }] }),
        end("again", { throws: [{ raise: "error" }] }),
      ],
      ["s > c", "c:h > c"],
    ),
    "failed limit-exceeded maxRecords",
  ],
  [
    "conditions whose handlers make each other hold",
    bundle(
      [
        start("s"),
        set("on", { json: true }),
        wait("w", [{ trigger: { on: "signal", name: { json: "never" } } }]),
        set("off", { json: false }),
        set("onAgain", { json: true }),
      ],
      ["s > on", "on > w"],
      {
        ...variables({ json: false }),
        handlers: [["h", "x", "off"] as const, ["i", "!x", "onAgain"] as const].map(([id, test, entry]) => ({
          id,
          triggers: [{ on: "condition", test: when(test) } as const],
          interrupting: false,
          origin,
          body: { entries: [entry] },
        })),
      },
    ),
    "failed limit-exceeded maxRecords",
  ],
  [
    "signals that set each other off",
    bundle(
      [
        start("s"),
        wait("w", [{ trigger: { on: "signal", name: { json: "a" } } }]),
        raise("t", [{ raise: "signal", name: { json: "a" } }]),
      ],
      ["s > t", "s > w", "w > w", "t > t"],
    ),
    "cancelled cancelled",
  ],
  [
    "a signal whose handler raises it",
    bundle([start("s"), raise("again", [{ raise: "signal", name: { json: "a" } }])], ["s > again"], {
      handlers: [
        {
          id: "h",
          triggers: [{ on: "signal", name: { json: "a" } }],
          interrupting: false,
          origin,
          body: { entries: ["again"] },
        },
      ],
    }),
    "failed limit-exceeded maxTokens",
  ],
  [
    "compensation that compensates itself",
    bundle(
      [
        start("s"),
        scope("a", { entries: ["g"] }, { compensation: "undo" }),
        gateway("g"),
        scope("undo", { entries: ["t2"] }),
        raise("t", [{ raise: "compensation", wait: true }]),
        raise("t2", [{ raise: "compensation", wait: true }]),
      ],
      ["s > a", "a > t", "t > a"],
    ),
    "failed limit-exceeded maxRecords",
  ],
  [
    "very many attempts, without a pause",
    bundle(
      [
        start("s"),
        scope("a", { entries: ["x"] }, { retry: { attempts: Number.MAX_SAFE_INTEGER, firstMs: 0, factor: 1e308 } }),
        end("x", { throws: [{ raise: "error" }] }),
      ],
      ["s > a"],
    ),
    "failed limit-exceeded maxRecords",
  ],
  [
    "a clock that strikes all the time",
    bundle([start("s"), wait("w", [{ trigger: { on: "signal", name: { json: "never" } } }]), gateway("g")], ["s > w"], {
      handlers: [
        {
          id: "h",
          triggers: [{ on: "timer", every: { json: "R/1970-01-01T00:00:00Z/PT0S" } }],
          interrupting: false,
          origin,
          body: { entries: ["g"] },
        },
      ],
    }),
    "failed invalid-time",
  ],
  [
    "terminate in a handler of what it terminates",
    bundle(
      [start("s"), raise("t", [{ raise: "escalation" }]), end("k", { throws: [{ raise: "terminate" }] })],
      ["s > t", "t > t"],
      {
        handlers: [
          { id: "h", triggers: [{ on: "escalation" }], interrupting: false, origin, body: { entries: ["k"] } },
        ],
      },
    ),
    "failed limit-exceeded maxRecords",
  ],
];

test.each(graphs)("%s", { timeout: soonMs * 2 }, async (_, hostile, ending) => {
  const before = performance.now();
  const result = await ends(hostile);
  expect(verdict(result)).toBe(ending);
  expect(performance.now() - before).toBeLessThan(soonMs);
});

const runaway: readonly (readonly [what: string, bundle: Bundle, limit: string, at: string])[] = [
  [
    "a circle",
    bundle([start("s"), gateway("a"), gateway("b")], ["s > a", "a > b", "b > a"]),
    "maxRecords of 50000",
    "a",
  ],
  ["a call of itself", bundle([start("s"), call("c", "main")], ["s > c"]), "maxCallDepth of 16", "c"],
  [
    "a fork of forks",
    bundle([start("s"), gateway("a", { routing: { copies: 2 } })], ["s > a", "a > a"]),
    "maxTokens of 2000",
    "a",
  ],
  [
    "graphs that start each other by signals",
    {
      version: 1,
      main: "main",
      graphs: ["main", "other"].map((id, at, both) => ({
        ...graph(
          [
            start("s", { triggers: [{ on: "signal", name: { json: id } }] }),
            end("e", { throws: [{ raise: "signal", name: { json: both[1 - at] ?? "" } }] }),
          ],
          ["s > e"],
        ),
        id,
      })),
    },
    "maxTokens of 2000",
    "e",
  ],
];

test.each(runaway)("%s says which limit it reached, and where", async (_, hostile, limit, at) => {
  const { failure } = await ends(hostile);
  expect(failure).toMatchObject({ code: "limit-exceeded", node: at });
  expect(failure?.message).toContain(`limit ${limit} (`);
  expect(failure?.message).toContain(`at '${at}'`);
});

test("events that set each other off in a circle say what a dry run stops at", async () => {
  const signals = (id: string, next: string) => [
    wait(`w${id}`, [{ trigger: { on: "signal", name: { json: id } } }]),
    raise(`t${next}`, [{ raise: "signal", name: { json: next } }]),
  ];
  const { status, failure } = await ends(
    bundle(
      [start("s"), ...signals("a", "b"), ...signals("b", "a")],
      ["s > wa", "s > wb", "wa > tb", "tb > wa", "wb > ta", "ta > wb"],
    ),
  );
  expect([status, failure?.code]).toEqual(["cancelled", "cancelled"]);
  expect(failure?.message).toContain("a tenth of the limit maxIterations of 1000");
});

test("ways that are not known, each of which goes on for ever, share the limits of a run", async () => {
  const ways = Array.from({ length: 200 }, (_, index) => `w${index}`);
  const result = await ends(
    bundle(
      [start("s"), gateway("d", { routing: { take: "first" } }), ...ways.map((id) => gateway(id))],
      ["s > d", ...ways.flatMap((id) => [`d > ${id} if x = 1`, `${id} > ${id}`])],
      { variables: [{ name: "x", external: true }] },
    ),
    { limits: { maxRecords: 5000 } },
  );
  expect(verdict(result)).toBe("failed limit-exceeded maxRecords");
  expect(result.worlds).toHaveLength(1);
  expect(result.unexplored).toBeGreaterThan(0);
});

test("a thousand ways of which nobody knows which are open", { timeout: soonMs * 2 }, async () => {
  const before = performance.now();
  const ways = Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? `d > w${index}` : `d > w${index} if ?x`));
  const nodes = ways.map((_, index) => end(`w${index}`));
  const result = await ends(bundle([start("s"), gateway("d"), ...nodes], ["s > d", ...ways]));
  expect(verdict(result)).toBe("completed");
  expect(result.worlds.length).toBeGreaterThan(0);
  expect(performance.now() - before).toBeLessThan(soonMs);
});

test("an input that is nested too deep ends the run, and stands in its records all the same: without it, they could not be run again", async () => {
  let deep: Json = 1;
  for (let level = 0; level < 300; level += 1) deep = [deep];
  const graph = bundle([start("s"), end("e")], ["s > e"], { variables: [{ name: "x", external: true }] });
  const result = await ends(graph, { inputs: { x: deep } });
  expect(verdict(result)).toBe("failed limit-exceeded maxValueDepth");
  expect(result.records[0]).toMatchObject({ type: "received", seq: 1, input: { type: "start" } });
});
