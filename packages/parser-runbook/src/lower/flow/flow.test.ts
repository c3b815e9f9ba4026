import { describe, expect, test } from "vitest";
import { parseRunbook } from "../../parse-runbook.js";

const head = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\n";

type Said = readonly [code: string, line: number, column: number];

function read(text: string): { readonly said: readonly Said[]; readonly result: ReturnType<typeof parseRunbook> } {
  const result = parseRunbook(text, { uri: "t" });
  const said = result.diagnostics.map(({ code, origin }): Said => {
    const { start } = origin.kind === "source" ? origin : origin.from;
    return [code, start.line, start.column];
  });
  return { said, result };
}

/** Each starts at line 4; nothing else may be said about it. */
type Mistake = readonly [text: string, code: string, line: number, column: number, says?: RegExp];
const mistakes: readonly Mistake[] = [
  ["flow: []\nsteps: []", "runbook/choose-one", 5, 1, /only one of steps and flow/],
  ["flow: x", "runbook/wrong-type", 4, 7, /'flow' has to be a list/],
  ["flow: [x]", "runbook/wrong-type", 4, 8, /A step has to be a map|A node has to be a map/],
  ["flow: [{ id: a, kind: gatewya }]", "runbook/wrong-value", 4, 23, /Did you mean 'gateway'/],
  ["flow: [{ id: a }]", "runbook/no-action", 4, 8],
  ["flow: [{ kind: end }]", "runbook/missing-field", 4, 8, /'id'/],
  ["flow: [{ id: a, kind: action }]", "runbook/missing-field", 4, 8, /'executor'/],
  ["flow: [{ id: a, kind: end, exekutor: x }]", "runbook/unknown-field", 4, 28],
  ["flow: [{ id: a, kind: end, throw: [] }]", "runbook/unknown-field", 4, 28, /Did you mean 'throws'/],
  ["flow: [{ id: 1, kind: end }]", "runbook/wrong-type", 4, 14],
  ['flow: [{ id: "", kind: end }]', "runbook/wrong-type", 4, 14],
  [`flow: [{ id: ${"a".repeat(257)}, kind: end }]`, "runbook/out-of-range", 4, 14],
  [
    "flow: [{ id: aa, kind: start, then: bbb }, { id: bbbb, kind: end }]",
    "runbook/unknown-step",
    4,
    37,
    /Did you mean 'bbbb'/,
  ],
  ["flow: [{ id: a, kind: start, then: [{ to: c }] }]", "runbook/unknown-step", 4, 43],
  ["flow: [{ id: a, kind: start, then: [{ when: true }] }]", "runbook/missing-field", 4, 37, /'to'/],
  ["flow: [{ id: a, kind: start, then: [{ to: a, whenn: true }] }]", "runbook/unknown-field", 4, 46, /'when'/],
  ["flow: [{ id: a, kind: gateway, then: { to: a, when: [x] } }]", "runbook/wrong-type", 4, 53, /a condition/],
  ["flow: [{ id: a, kind: gateway, then: { to: a, when: { arived: [x] } } }]", "runbook/choose-one", 4, 53],
  ["flow: [{ id: a, kind: end }]\nentries: [b]", "runbook/unknown-step", 5, 11],
  ["flow: [{ id: a, kind: end }]\nlimit: 0", "runbook/out-of-range", 5, 8],
  ["flow: [{ id: a, kind: end }]\nmanual: maybe", "runbook/wrong-type", 5, 9],
  ["flow: [{ id: a, kind: end }]\nundeclared: there", "runbook/wrong-value", 5, 13, /Did you mean 'here'/],
  ["flow: [{ id: a, kind: end }]\non: []", "runbook/unknown-field", 5, 1],
  ["flow: [{ id: a, kind: end }]\nvariables: { x: { initial: 1 } }", "runbook/unknown-field", 5, 19],
  ["flow: [{ id: a, run: [x], needs: [b] }, { id: b, kind: end }]", "runbook/field-not-here", 4, 27, /'then'/],
  ["flow: [{ id: a, kind: action, executor: x, attemptTimeout: soon }]", "runbook/bad-duration", 4, 60],
  ["flow: [{ id: a, kind: action, executor: x, retry: { attempts: 2 } }]", "runbook/missing-field", 4, 51, /'firstMs'/],
  ["flow: [{ id: a, kind: action, executor: x, request: { $value: { jsn: 1 } } }]", "runbook/choose-one", 4, 63],
  ["flow: [{ id: a, kind: action, executor: x, request: { $value: { path: [a] } } }]", "runbook/choose-one", 4, 63],
  ['flow: [{ id: a, kind: action, executor: x, request: "${{ inputs.x }}" }]', "runbook/unknown-input", 4, 58],
  ['flow: [{ id: a, kind: action, executor: x, request: "${{ 1 + }}" }]', "runbook/expression-syntax", 4, 60],
  ['flow: [{ id: a, kind: action, executor: x, request: "${{ vars .x = 1 }}" }]', "runbook/expression-syntax", 4, 58],
  ["flow: [{ id: a, kind: end }]\nrunbooks: [{ metadata: { name: o } }]", "runbook/missing-field", 5, 12, /'steps'/],
  ["flow: [{ id: a, kind: end }]\nroutes: [{ from: { graph: t, node: a } }]", "runbook/missing-field", 5, 10, /'to'/],
  // What only the graph's own checks find is said at its place as well.
  ["flow: [{ id: a, kind: start, then: a }, { id: a, kind: end }]", "ir/duplicate-node", 4, 41],
  ["flow: [{ id: a, kind: start, then: [{ to: b, port: x }] }, { id: b, kind: end }]", "ir/unknown-port", 4, 37],
];

test.each(mistakes.map((mistake) => [mistake[0], mistake] as const))("%s", (_, [text, code, line, column, says]) => {
  const { said, result } = read(head + text);
  expect(said).toContainEqual([code, line, column]);
  expect(said.filter(([one]) => one.startsWith("runbook/"))).toHaveLength(code.startsWith("runbook/") ? 1 : 0);
  const found = result.diagnostics.find((one) => one.code === code);
  if (says !== undefined) expect(`${found?.message} ${found?.help}`).toMatch(says);
});

test("what couldn't be read may be named all the same", () => {
  const { said } = read(
    `${head}flow:\n  - { id: a, kind: gateway, then: [b, c] }\n  - { id: b, kind: gate }\n  - { id: c, kin: end }\n`,
  );
  expect(said.map(([code]) => code)).toEqual(["runbook/missing-field", "runbook/unknown-field", "runbook/no-action"]);
});

/** What a request becomes. */
function requestOf(written: string, more = ""): unknown {
  const { said, result } = read(`${head}flow: [{ id: a, kind: action, executor: x, request: ${written} }]\n${more}`);
  expect(said.filter(([code]) => code !== "runbook/unused-input")).toEqual([]);
  const node = result.bundle?.graphs[0]?.nodes[0];
  return JSON.parse(
    JSON.stringify(node?.kind === "action" ? node.request : null, (key, value) =>
      key === "origin" ? undefined : value,
    ),
  );
}
const jsonata = (text: string): object => ({ expr: { language: "jsonata", text } });
const declared = "variables: { vars.d: { init: { a: 1 } }, inputs.i: , r: }";

describe("values", () => {
  test.each<[written: string, value: object]>([
    ['"${{ vars.r }}"', { variable: "r" }],
    ['"${{ vars.r.a.b }}"', { variable: "r", path: ["a", "b"] }],
    ['"${{ vars.and.in }}"', { variable: "and", path: ["in"] }],
    ['"${{ vars.`a b`.`c.d`.`` }}"', { variable: "a b", path: ["c.d", ""] }],
    ['"${{ vars.`inputs.i`.x }}"', { variable: "inputs.i", path: ["x"] }],
    ['"${{ r }}"', { variable: "r" }],
    ['"${{ r.a }}"', jsonata("r.a")],
    ['"${{ result }}"', { result: [] }],
    ['"${{ result.a.`b c` }}"', { result: ["a", "b c"] }],
    ['"${{ result.a = 1 }}"', jsonata("result.a = 1")],
    ['"${{ vars.d }}"', { variable: "vars.d" }],
    ['"${{ vars.d.a }}"', jsonata("vars.d.a")],
    ['"${{ vars.d.a + vars.r.a + $$.vars.r.b }}"', jsonata("vars.d.a + r.a + $$.r.b")],
    ['"${{ vars.`a b` & vars.`and` }}"', jsonata("`a b` & `and`")],
    ['"${{ inputs.i }}"', { variable: "inputs.i" }],
    ['"a ${{ vars.r.a }}"', { text: ["a ", { variable: "r", path: ["a"] }] }],
    ["secret://x", { secret: "secret://x" }],
    ["{ $value: { json: secret://x } }", { json: "secret://x" }],
    ["{ $value: { json: { $value: 1 } } }", { json: { $value: 1 } }],
    [
      "{ $value: { object: [[a, { json: 1 }], [a, { json: 2 }]] } }",
      {
        object: [
          ["a", { json: 1 }],
          ["a", { json: 2 }],
        ],
      },
    ],
    ["{ a: { $value: { json: 1 } }, b: [2] }", { json: { a: 1, b: [2] } }],
    [
      "{ a: { $value: { expr: { language: feel, text: a + 1 } } } }",
      { object: [["a", { expr: { language: "feel", text: "a + 1" } }]] },
    ],
    ["{ $value: 1, other: 2 }", { json: { $value: 1, other: 2 } }],
    ["{ $value: { list: [{ variable: r, path: [] }] } }", { list: [{ variable: "r", path: [] }] }],
  ])("%s", (written, value) => {
    expect(requestOf(written, declared)).toEqual(value);
  });

  test("are data outside of flows", () => {
    const { result } = read(`${head}steps: [{ id: a, use: { executor: x, with: { $value: { json: 1 } } } }]`);
    expect(result.bundle?.graphs[0]?.nodes[0]).toMatchObject({ request: { json: { $value: { json: 1 } } } });
  });
});

test("durations are milliseconds, but texts in ISO 8601 stay what they are", () => {
  const { result } = read(
    `${head}flow:\n${["10m", "PT10M", "600000", "P1M", "'${{ vars.t }}'"].map((text, n) => `  - { id: n${n}, kind: action, executor: x, attemptTimeout: ${text} }\n`).join("")}`,
  );
  expect(result.bundle?.graphs[0]?.nodes.map((node) => "attemptTimeout" in node && node.attemptTimeout)).toEqual([
    { json: 600_000 },
    { json: "PT10M" },
    { json: 600_000 },
    { json: "P1M" },
    { variable: "t" },
  ]);
});

test("steps change the variables that they name, whoever declares them", () => {
  const { said, result } = read(
    `${head}vars: { own: 1 }\nvariables: { raw: }\nflow:\n  - { id: a, set: { own: 1, raw: 2 } }\n  - { id: b, use: { executor: x }, into: vars.raw.part }`,
  );
  expect(said).toEqual([]);
  expect(result.bundle?.graphs[0]?.nodes.map((node) => "outputs" in node && node.outputs)).toMatchObject([
    [{ path: ["vars.own"] }, { path: ["raw"] }],
    [{ path: ["steps.b", "output"] }, { path: ["raw", "part"] }],
  ]);
});

test("ids of ways are made around those that authors give", () => {
  const { said, result } = read(
    `${head}flow: [{ id: a, kind: gateway, then: [b, { id: a/out/b, to: b }, b] }, { id: b, kind: end }]`,
  );
  expect(said).toEqual([]);
  expect(result.bundle?.graphs[0]?.flows.map(({ id }) => id)).toEqual(["a/out/b/2", "a/out/b", "a/out/b/3"]);
});

test("names of any kind are members of their own", () => {
  const { result } = read(
    `${head}flow: [{ id: __proto__, kind: action, executor: x, outputs: { __proto__: 1, "10": 2, "2": 3 } }]\nvariables: { __proto__: , constructor: { init: 1 } }`,
  );
  const [graph] = result.bundle?.graphs ?? [];
  expect(graph?.nodes[0]).toMatchObject({
    id: "__proto__",
    outputs: [{ path: ["__proto__"] }, { path: ["10"] }, { path: ["2"] }],
  });
  expect(graph?.region.variables?.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
});

const many = (count: number, one: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => one(n)).join("");
const end = " - { id: b, kind: end }\n";

test.each<[what: string, flow: string]>([
  [
    "scopes that lead to each other",
    many(
      8000,
      (n) =>
        ` - { id: n${n}, kind: scope, region: { flow: [{ id: i${n}, kind: end }] }, then: [n${(n + 1) % 8000}, n0] }\n`,
    ),
  ],
  ["ways from one node to another", ` - { id: a, kind: gateway, then: [${many(60_000, () => "b, ")}] }\n${end}`],
  [
    "ways whose ids would be made",
    ` - { id: a, kind: gateway, then: [${many(12_000, (n) => `{ id: a/out/b/${n}, to: b }, `)}${many(20_000, () => "b, ")}] }\n${end}`,
  ],
  [
    "ways to nowhere",
    ` - { id: a, kind: gateway, then: [${many(50_000, (n) => `x${n}, `)}] }\n${many(8000, (n) => ` - { id: c${n}, kind: end }\n`)}`,
  ],
  [
    "conditions",
    ` - { id: a, kind: gateway, then: [${many(12_000, (n) => `{ when: vars.x${n} > 1, to: b }, `)}] }\n${end}`,
  ],
])("thousands of %s are read in linear time", (_, flow) => {
  const before = process.cpuUsage();
  parseRunbook(`${head}flow:\n${flow}`, { uri: "t", limits: { maxBytes: 4_000_000 } });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(10);
});
