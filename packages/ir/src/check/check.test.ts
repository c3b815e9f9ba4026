import { expect, test } from "vitest";
import type { Diagnostic } from "../diagnostics.js";
import type { Activity, Bundle, Flow, Graph, Node, Trigger } from "../graph.js";
import type { Origin } from "../origin.js";
import { check } from "./check.js";
import { irDiagnostics } from "./rules.js";

const at = (line: number): Origin => ({ kind: "source", uri: "t", pointer: "", start: { line, column: 1 } });
const origin = at(1);
/** Where the mistake is, in each bundle. */
const here = at(7);

type Parts = Partial<Graph> & { readonly nodes?: readonly Node[]; readonly flows?: readonly Flow[] };

function graphOf(parts: Parts = {}): Graph {
  const nodes = parts.nodes ?? [end("e")];
  const entry = nodes[0];
  return { id: "g", region: { entries: entry ? [entry.id] : [] }, flows: [], origin, ...parts, nodes };
}
function bundleOf(parts: Parts = {}, rest: Partial<Bundle> = {}): Bundle {
  return { version: 1, main: "g", graphs: [graphOf(parts)], ...rest };
}
function action(id: string, rest: Partial<Activity> = {}): Node {
  return { kind: "action", id, executor: "x", origin, ...rest } as Node;
}
function end(id: string, rest: Partial<Node> = {}): Node {
  return { kind: "end", id, origin, ...rest } as Node;
}
function gateway(id: string, rest: Partial<Node> = {}): Node {
  return { kind: "gateway", id, origin, ...rest } as Node;
}
function scope(id: string, entry: string, rest: Partial<Node> = {}): Node {
  return { kind: "scope", id, region: { entries: [entry] }, origin, ...rest } as Node;
}
function flow(from: string, to: string, rest: Partial<Flow> = {}): Flow {
  return { id: `${from}-${to}`, from, to, origin, ...rest };
}
function boundary(trigger: Trigger, rest: Partial<Node> = {}): Bundle {
  return bundleOf({
    nodes: [action("a", { handlers: [{ id: "h", triggers: [trigger], origin: here }], ...rest } as Partial<Activity>)],
  });
}
const call = (id: string, graph: string, rest: Partial<Node> = {}): Node =>
  ({ kind: "call", id, target: { id: graph }, graph, origin, ...rest }) as Node;
const choice: Partial<Node> = { routing: { take: "first" } };

function nested(levels: number): Bundle {
  const nodes = Array.from({ length: levels }, (_, i) => scope(`s${i}`, i + 1 < levels ? `s${i + 1}` : "e"));
  return bundleOf({ nodes: [...nodes, end("e")] });
}

function deepValue(): Bundle {
  let request: unknown = { json: 1 };
  for (let i = 0; i < 100_000; i++) request = { list: [request] };
  return bundleOf({ nodes: [action("a", { request } as Partial<Activity>)], origin: here });
}

type Case = readonly [reason: keyof typeof irDiagnostics.rules, bundle: Bundle, help?: string];

/** The smallest bundle for each thing that can be said; nothing else may be said about it. */
const cases: readonly Case[] = [
  ["unsupported-version", { ...bundleOf({ origin: here }), version: 2 } as unknown as Bundle],
  ["unknown-main", bundleOf({ origin: here, id: "main" }, { main: "mian" }), "'main'?"],
  ["duplicate-graph", { version: 1, main: "g", graphs: [graphOf(), graphOf({ origin: here })] }],
  [
    "too-many-nodes",
    bundleOf({
      origin: here,
      nodes: Array.from({ length: 10_001 }, (_, i) => end(`e${i}`)),
      region: { entries: Array.from({ length: 10_001 }, (_, i) => `e${i}`) },
    }),
  ],
  ["value-too-deep", deepValue()],
  [
    "unknown-route-end",
    bundleOf({ origin: here }, { routes: [{ from: { graph: "g", node: "nope" }, to: { graph: "g" } }] }),
  ],
  [
    "unknown-route-end",
    bundleOf({ origin: here }, { routes: [{ from: { graph: "g", node: "e" }, to: { graph: "h" } }] }),
    "'g'?",
  ],
  [
    "unknown-route-end",
    bundleOf({ origin: here }, { routes: [{ from: { graph: "g", node: "e" }, to: { graph: "g", node: "f" } }] }),
  ],
  ["unknown-callee", bundleOf({ nodes: [call("c", "gg", { origin: here })] }), "'g'?"],
  ["endless-call-recursion", bundleOf({ nodes: [call("c", "g", { origin: here })] })],

  ["duplicate-node", bundleOf({ nodes: [end("e"), end("e", { origin: here })] })],
  [
    "duplicate-flow",
    bundleOf({ nodes: [action("a"), end("e")], flows: [flow("a", "e"), flow("a", "e", { origin: here })] }),
  ],
  [
    "duplicate-handler",
    bundleOf({
      nodes: [
        action("a", {
          handlers: [origin, here].map((place) => ({ id: "h", triggers: [{ on: "error" }], origin: place })),
        }),
      ],
    }),
  ],
  [
    "duplicate-handler",
    bundleOf({
      region: {
        entries: ["e"],
        handlers: [origin, here].map((place) => ({
          id: "h",
          triggers: [{ on: "error" }],
          body: { entries: ["e"] },
          origin: place,
        })),
      },
    }),
  ],
  [
    "reserved-handler-id",
    bundleOf({ nodes: [action("a", { handlers: [{ id: "failed", triggers: [{ on: "error" }], origin: here }] })] }),
  ],
  [
    "reserved-handler-id",
    bundleOf({
      nodes: [
        scope("s", "e", { handlers: [{ id: "jump", triggers: [{ on: "error" }], origin: here }] }),
        end("e", { leave: { scope: "s", port: "jump" } }),
      ],
    }),
  ],
  [
    "duplicate-variable",
    bundleOf({ origin: here, region: { entries: ["e"], variables: [{ name: "v" }, { name: "v" }] } }),
  ],
  [
    "duplicate-variable",
    bundleOf({
      nodes: [
        scope("s", "e", { origin: here, region: { entries: ["e"], variables: [{ name: "v" }, { name: "v" }] } }),
        end("e"),
      ],
    }),
  ],

  [
    "dangling-flow",
    bundleOf({ nodes: [action("check")], flows: [flow("check", "chekc", { origin: here })] }),
    "'check'?",
  ],
  ["dangling-flow", bundleOf({ flows: [flow("nowhere", "e", { origin: here })] })],
  [
    "unknown-port",
    bundleOf({ nodes: [action("a"), end("e")], flows: [flow("a", "e", { port: "faield", origin: here })] }),
    "'out', 'failed'. Did you mean 'failed'?",
  ],
  [
    "unknown-port",
    bundleOf({
      nodes: [end("e"), end("f")],
      region: { entries: ["e", "f"] },
      flows: [flow("e", "f", { origin: here })],
    }),
    "consumes",
  ],
  [
    "unknown-port",
    bundleOf({
      nodes: [
        {
          kind: "catch",
          id: "c",
          arms: [{ port: "late", trigger: { on: "timer", after: { json: 1 } }, origin }],
          origin,
        },
        end("e"),
      ],
      flows: [flow("c", "e", { origin: here }), flow("c", "e", { id: "late", port: "late" })],
    }),
    "'late'",
  ],
  [
    "second-otherwise",
    bundleOf({
      nodes: [gateway("x", choice), end("e")],
      flows: [flow("x", "e", { otherwise: true }), flow("x", "e", { id: "f", otherwise: true, origin: here })],
    }),
  ],
  [
    "second-otherwise",
    bundleOf({
      nodes: [gateway("x", choice), end("e")],
      flows: [
        flow("x", "e", { otherwise: true }),
        flow("x", "e", { id: "f", port: "skipped", otherwise: true, origin: here }),
      ],
    }),
  ],
  [
    "cases-without-case-routing",
    bundleOf({ nodes: [gateway("x", choice), end("e")], flows: [flow("x", "e", { cases: [1], origin: here })] }),
  ],
  [
    "case-without-select",
    bundleOf({
      nodes: [gateway("x", { routing: { take: "case" }, origin: here }), end("e")],
      flows: [flow("x", "e", { cases: [1] })],
    }),
  ],
  [
    "flow-without-cases",
    bundleOf({
      nodes: [gateway("x", { routing: { take: "case", select: { json: 1 } } }), end("e")],
      flows: [flow("x", "e", { origin: here }), flow("x", "e", { id: "d", otherwise: true })],
    }),
  ],
  [
    "misplaced-arrived",
    bundleOf({
      nodes: [action("a"), end("e")],
      flows: [flow("a", "e", { guard: { arrived: ["a-e"] }, origin: here })],
    }),
  ],
  [
    "misplaced-arrived",
    bundleOf({ nodes: [action("a", { origin: here, loop: { kind: "repeat", while: { arrived: [] } } })] }),
  ],
  ["misplaced-arrived", bundleOf({ origin: here, region: { entries: ["e"], completeWhen: { arrived: [] } } })],
  ["misplaced-arrived", boundary({ on: "condition", test: { arrived: [] } })],
  [
    "foreign-arrived",
    bundleOf({
      nodes: [gateway("x"), end("e")],
      flows: [flow("x", "e", { guard: { arrived: ["x-e"] }, origin: here })],
    }),
  ],

  ["unknown-entry", bundleOf({ origin: here, region: { entries: ["e", "f"] } }), "'e'?"],
  ["empty-region", bundleOf({ origin: here, nodes: [] })],
  ["empty-region", bundleOf({ nodes: [scope("s", "e", { origin: here, region: { entries: [] } })] })],
  [
    "nested-too-deep",
    {
      ...nested(66),
      graphs: nested(66).graphs.map((g) => ({
        ...g,
        nodes: g.nodes.map((n) => (n.id === "s64" ? { ...n, origin: here } : n)),
      })),
    },
  ],
  [
    "scope-inside-itself",
    bundleOf({ nodes: [scope("s", "a", { origin: here }), action("a")], flows: [flow("a", "s")] }),
  ],
  ["unreachable-node", bundleOf({ nodes: [end("e"), end("f", { origin: here })] })],
  [
    "unreachable-node",
    bundleOf({
      nodes: [end("e"), action("c"), action("a", { origin: here }), action("b")],
      flows: [flow("a", "b"), flow("b", "a"), flow("b", "c")],
    }),
  ],
  [
    "unreachable-node",
    bundleOf({
      nodes: [
        end("e"),
        end("d"),
        scope("s", "i", { origin: here, handlers: [{ id: "h", triggers: [{ on: "error" }], origin }] }),
        action("i"),
      ],
      flows: [flow("s", "d", { port: "h" })],
    }),
  ],
  [
    "join-never-fires",
    bundleOf({
      nodes: [action("a"), gateway("x", { join: { rule: "count", need: { json: 2 } }, origin: here })],
      flows: [flow("a", "x", { slot: "s" }), flow("a", "x", { id: "f", port: "failed", slot: "s" })],
    }),
  ],
  ["unknown-jump-scope", bundleOf({ nodes: [end("e", { leave: { scope: "nope", port: "p" }, origin: here })] })],
  [
    "unknown-jump-scope",
    bundleOf({
      nodes: [action("a"), end("e", { leave: { scope: "a", port: "p" }, origin: here })],
      flows: [flow("a", "e")],
    }),
  ],
  [
    "jump-from-outside",
    bundleOf({
      nodes: [scope("s", "i"), end("i"), end("o", { leave: { scope: "s", port: "p" }, origin: here })],
      flows: [flow("s", "o")],
    }),
  ],

  ["trigger-not-allowed", boundary({ on: "compensation" }), "`compensation`"],
  ["trigger-not-allowed", boundary({ on: "cancel" }), "transaction"],
  [
    "trigger-not-allowed",
    bundleOf({
      region: {
        entries: ["e"],
        handlers: [{ id: "h", triggers: [{ on: "cancel" }], body: { entries: ["e"] }, origin: here }],
      },
    }),
  ],
  [
    "trigger-not-allowed",
    bundleOf({
      nodes: [{ kind: "catch", id: "c", arms: [{ trigger: { on: "error" } as never, origin: here }], origin }],
    }),
  ],
  [
    "trigger-not-allowed",
    bundleOf({ nodes: [{ kind: "start", id: "s", triggers: [{ on: "escalation" } as never], origin: here }] }),
  ],
  ["nothing-to-wait-for", bundleOf({ nodes: [{ kind: "catch", id: "c", arms: [], origin: here }] })],
  ["nothing-to-wait-for", bundleOf({ nodes: [action("a", { handlers: [{ id: "h", triggers: [], origin: here }] })] })],
  [
    "nothing-to-wait-for",
    bundleOf({
      region: { entries: ["e"], handlers: [{ id: "h", triggers: [], body: { entries: ["e"] }, origin: here }] },
    }),
  ],
  ["unclear-timer", boundary({ on: "timer" })],
  ["unclear-timer", boundary({ on: "timer", at: { json: 1 }, after: { json: 1 } })],
  [
    "shared-arm-port",
    bundleOf({
      nodes: [
        {
          kind: "catch",
          id: "c",
          arms: [origin, here].map((place) => ({
            port: "p",
            trigger: { on: "signal", name: { json: "s" } },
            origin: place,
          })),
          origin,
        },
      ],
    }),
  ],

  ["unknown-compensation", bundleOf({ nodes: [action("a", { compensation: "undo", origin: here })] })],
  [
    "unknown-compensation",
    bundleOf({ nodes: [end("e", { throws: [{ raise: "compensation", of: "nope", wait: true }], origin: here })] }),
  ],
  ["compensation-not-activity", bundleOf({ nodes: [action("a", { compensation: "e", origin: here }), end("e")] })],
  ["compensation-not-activity", bundleOf({ nodes: [action("a", { compensation: "a", origin: here })] })],
  [
    "compensation-not-activity",
    bundleOf({
      nodes: [
        { kind: "throw", id: "t", throws: [{ raise: "compensation", of: "e", wait: true }], origin: here },
        end("e"),
      ],
      flows: [flow("t", "e")],
    }),
  ],
  ["unclear-loop", bundleOf({ nodes: [action("a", { loop: { kind: "each" }, origin: here })] })],
  [
    "unclear-loop",
    bundleOf({
      nodes: [action("a", { loop: { kind: "each", items: { json: [] }, count: { json: 1 } }, origin: here })],
    }),
  ],
  ["unbounded-loop", bundleOf({ nodes: [action("a", { loop: { kind: "repeat" }, origin: here })] })],
  [
    "join-slot-unreachable",
    bundleOf({
      nodes: [action("a"), gateway("x", { join: { rule: "all" }, origin: here }), action("dead")],
      flows: [flow("a", "x"), flow("dead", "x")],
    }),
  ],
  ...(
    [
      [{ retry: { attempts: 0, firstMs: 0 } }, 1],
      [{ retry: { attempts: 1.5, firstMs: 0 } }, 1],
      [{ retry: { attempts: 1, firstMs: -1 } }, 0],
      [{ retry: { attempts: 1, firstMs: 0, factor: 0.5 } }, 1],
      [{ retry: { attempts: 1, firstMs: 0, maxMs: Number.NaN } }, 0],
      [{ retry: { attempts: 2, firstMs: 0, waitsMs: [1, -1] } }, 0],
      [{ routing: { copies: 0 } }, 1],
      [{ loop: { kind: "repeat", max: -1 } }, 0],
      [{ loop: { kind: "each", count: { json: -1 } } }, 0],
      [{ loop: { kind: "each", count: { json: 1 }, limit: { json: 0 } } }, 1],
      [{ kind: "gate", by: "people", count: 0 }, 1],
      [{ kind: "gateway", join: { rule: "count", need: { json: 0 } } }, 1],
      [{ kind: "scope", region: { entries: ["a2"], limit: 0 } }, 1],
    ] as const
  ).map(
    ([rest, least]): Case => [
      "number-out-of-range",
      bundleOf({ nodes: [action("a", { ...rest, origin: here } as never), ...("region" in rest ? [end("a2")] : [])] }),
      `${least} or more`,
    ],
  ),
];

test.each(cases.map(([reason, bundle, help]) => [reason, bundle, help] as const))("ir/%s", (reason, bundle, help) => {
  // A way that can't be gone begins at a node that can't be reached, which is said of that node.
  const found = check(bundle).filter((d) => reason !== "join-slot-unreachable" || d.code !== "ir/unreachable-node");
  expect(found.map((d) => [d.code, d.origin])).toEqual([[`ir/${reason}`, here]]);
  const [only] = found as [Diagnostic];
  expect(only.message).toMatch(/^.{20,}\.$/);
  expect(only.help).toMatch(/^.{10,}[.?]$/);
  expect(`${only.message}${only.help}`).not.toContain("undefined");
  if (help !== undefined) expect(only.help).toContain(help);
});

test("each code has a case", () => {
  expect([...new Set(cases.map(([reason]) => reason))].sort()).toEqual(Object.keys(irDiagnostics.rules).sort());
});

test("of two equal ids, the first is related", () => {
  const found = check(bundleOf({ nodes: [end("e", { origin: at(3) }), end("e")] }));
  expect(found[0]?.related?.[0]?.origin).toEqual(at(3));
});
