import { expect, test } from "vitest";
import { jsonataLanguage } from "../../jsonata/language.js";
import { parseRunbook } from "../../parse-runbook.js";
import { Names, StepIndex } from "./expression/names.js";
import { translate } from "./expression/translate.js";

const head = "apiVersion: stellaops.io/pack.v1\nkind: TaskPack\nmetadata: { name: t }\nspec:\n";
/** Starts at line 6. */
const steps = (text: string): string => `${head}  steps:\n${text.replaceAll(/^/gm, "    ")}\n`;
const run = "type: run, module: m";
const spec = (more: string): string => `${head}  ${more}\n  steps: [{ id: a, ${run} }]\n`;

/** Each thing that is wrong, what stands at its place, and what is said. */
test.each([
  ["unknown-field", steps(`- { id: a, ${run}, retries: 2 }`), "retries", /dependsOn/],
  ["unknown-field", steps(`- { id: a, ${run}, maxParallel: 2 }`), "maxParallel", /module/],
  ["wrong-value", steps("- { id: a, type: runn, module: m }"), "runn", /'run'/],
  ["missing-field", steps("- { id: a, module: m }"), "{ id: a", /'type'/],
  ["missing-field", steps("- { id: a, type: parallel }"), "{ id: a", /'steps'/],
  ["unknown-step", steps(`- { id: a, ${run}, dependsOn: [b] }`), "b]", /'b'/],
  [
    "needs-cycle",
    steps(`- { id: a, ${run}, dependsOn: [b] }\n- { id: b, ${run}, dependsOn: [a] }`),
    "a] }",
    /b → a → b/,
  ],
  ["duplicate-step", steps(`- { id: a, ${run} }\n- { id: a, ${run} }`), "a, ", /'a'/],
  ["unknown-approval", steps("- { id: a, type: gate.approval, approval: x }"), "x }", /'x'/],
  ["unknown-input", steps(`- { id: a, ${run}, inputs: { x: "{{ inputs.y }}" } }`), "inputs.y", /'y'/],
  [
    "unknown-output",
    steps(`- { id: a, ${run}, outputs: { f: f.txt } }\n- { id: b, ${run}, inputs: { x: "{{ steps.a.outputs.g }}" } }`),
    '"{{',
    /'f'/,
  ],
  [
    "step-not-before",
    steps(`- { id: a, ${run}, inputs: { x: "{{ steps.b.outputs.g }}" } }\n- { id: b, ${run} }`),
    '"{{',
    /'b'/,
  ],
  ["pack-expression", steps(`- { id: a, ${run}, inputs: { x: "{{ steps.a.result }}" } }`), "steps.a.r", /outputs/],
  ["pack-expression", steps(`- { id: a, ${run}, inputs: { x: "1 {{ inputs. }}" } }`), " }}", /name/],
  ["pack-expression", steps(`- { id: a, ${run}, inputs: { x: "1 {{ inputs" } }`), "{{ inputs", /end/],
  ["pack-expression", steps(`- { id: a, ${run}, when: "[0].a" }`), "[0]", /behind/],
  ["pack-expression", steps(`- { id: a, ${run}, when: "sort_by('a', b)" }`), "b)", /'&'/],
  ["pack-expression", steps(`- { id: a, ${run}, inputs: { x: "{{ 'a'[0:1:0] }}" } }`), "0:1", /steps of 0/],
  ["pack-expression", steps(`- { id: a, ${run}, when: "exec('x')" }`), "exec", /'exec'/],
  ["pack-expression", steps(`- { id: a, ${run}, when: "length(1, 2)" }`), "length", /1 arguments/],
  [
    "out-of-range",
    steps(`- { id: a, type: loop, items: { static: [1, 2] }, maxIterations: 1, body: [{ id: b, ${run} }] }`),
    "[1, 2]",
    /1/,
  ],
  [
    "out-of-range",
    steps(`- { id: a, type: loop, items: { range: { start: 0, end: 9, step: 0 } }, body: [{ id: b, ${run} }] }`),
    "{ start",
    /10000/,
  ],
  ["choose-one", steps(`- { id: a, type: loop, items: {}, body: [{ id: b, ${run} }] }`), "{}", /static/],
  ["bad-pattern", spec('inputs: [{ name: a, type: string, schema: { pattern: "(?=x)" } }]'), '"(?=x)', /RE2/],
  [
    "default-type",
    spec("inputs: [{ name: a, type: integer, default: 1, schema: { minimum: 2 } }]"),
    "1, schema",
    /at least 2/,
  ],
  [
    "schema-elsewhere",
    spec("inputs: [{ name: a, type: object, schema: { $ref: schemas/a.json } }]"),
    "schemas/a",
    /here/,
  ],
  ["schema-elsewhere", spec("inputs: [{ name: a, type: object, schema: schemas/a.json }]"), "schemas/a", /here/],
  [
    "wrong-value",
    steps(`- { id: a, type: loop, items: { static: [1] }, aggregation: merge, body: [{ id: b, ${run} }] }`),
    "merge",
    /collect/,
  ],
  ["declared-twice", spec("secrets: [{ name: b }, { name: b }]"), "b }]", /'b'/],
  ["field-not-here", spec("outputs: [{ name: a, type: file, path: x, url: y }]"), "url", /path/],
  ["text-only", spec('success: { message: "${{ inputs.x }}" }'), '"${{', /message/],
  [
    "secret-in-expression",
    `${head}  secrets: [{ name: a }]\n  steps: [{ id: a, ${run}, when: secrets.a }]\n`,
    "secrets.a",
    /a/,
  ],
] as const)("%s: %#", (code, text, place, words) => {
  const { diagnostics } = parseRunbook(text, { uri: "t" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const lines = text.split("\n");
  expect(
    errors.map(({ code: found, origin, message, help }) => ({
      code: found,
      place: origin.kind === "source" ? lines[origin.start.line - 1]?.slice(origin.start.column - 1) : "",
      text: `${message} ${help ?? ""}`,
    })),
  ).toEqual([
    {
      code: `runbook/${code}`,
      place: expect.toSatisfy((found: string) => found.startsWith(place)),
      text: expect.stringMatching(words),
    },
  ]);
});

const variables = {
  "inputs.n": 1,
  "inputs.empty": "",
  "inputs.text": "abc",
  "inputs.items": [
    { n: 1, k: "z" },
    { n: 2, k: "q" },
  ],
  "inputs.one": [{ k: "z" }],
  "inputs.lists": [[{ x: 1 }], [{ x: 2 }, { y: 3 }]],
  "inputs.map": { "a-b": 1, b: 2 },
};

test("a template in a message is a warning, and stays as it is written", () => {
  const { bundle, diagnostics } = parseRunbook(spec('success: { message: "Done: {{ inputs.x }}" }'), { uri: "t" });
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["runbook/template-as-written", "warning"],
  ]);
  expect(bundle?.graphs[0]?.messages).toEqual({ success: "Done: {{ inputs.x }}" });
});

/** As JMESPath has it. */
test.each([
  ["inputs.n == 1 && inputs.empty || 'x'", "x"],
  ["inputs.n == `1` || inputs.nope", true],
  ["inputs.items[?n > `1` && @.k == 'q'].n", [2]],
  ["inputs.items[*].k", ["z", "q"]],
  ["inputs.items[*].nope", []],
  ["inputs.items[-1].k", "q"],
  ["inputs.items[7].k", null],
  ["inputs.one[*].k", ["z"]],
  ["inputs.one", [{ k: "z" }]],
  ["inputs.lists[].x", [1, 2]],
  ["inputs.lists[*][0].x", [1, 2]],
  ["length(inputs.items) >= 2", true],
  ["length('😀')", 1],
  ["length(inputs.nope)", null],
  ["contains(inputs.text, 'b')", true],
  ['contains(inputs.items, `{"k": "q", "n": 2}`)', true],
  ["starts_with(inputs.text, 'ab') && ends_with(inputs.text, 'bc')", true],
  ["!inputs.nope", true],
  ["!(inputs.n)", false],
  ["!`0`", false],
  ["inputs.nope == null", true],
  ["inputs.nope > 1", null],
  ["'b' > 'a'", true],
  ['inputs.map == `{"b": 2, "a-b": 1}`', true],
  ["inputs.map.a-b", 1],
  ['inputs.map."a-b"', 1],
  ["sort(keys(inputs.map))", ["a-b", "b"]],
  ['merge(inputs.map, `{"z": [1]}`)', { "a-b": 1, b: 2, z: [1] }],
  ["join(', ', inputs.items[*].k)", "z, q"],
  ["not_null(inputs.nope, 'd')", "d"],
  ["max(inputs.items[*].n)", 2],
  ["inputs.items[?n > `0`].k | [0]", "z"],
  ["inputs.items[*].n | length(@)", 2],
  ["(inputs.items | [-1]).k", "q"],
  ["inputs.items[0:1].k", ["z"]],
  ["inputs.items[1:].k", ["q"]],
  ["inputs.items[::-1].k", ["q", "z"]],
  ["inputs.items[-1:][].k", ["q"]],
  ["inputs.items[5:]", []],
  ["inputs.lists[*][].x", [1, 2]],
  ["inputs.lists[*][*].x[]", [1, 2]],
  ["inputs.text[0:1]", null],
  ["[inputs.n, inputs.nope, inputs.one]", [1, null, [{ k: "z" }]]],
  ['{a: inputs.n, "b c": inputs.nope}', { a: 1, "b c": null }],
  [
    "inputs.items[*].[k, n]",
    [
      ["z", 1],
      ["q", 2],
    ],
  ],
  [
    "inputs.items[*].{key: k, both: [n, @.k]}",
    [
      { key: "z", both: [1, "z"] },
      { key: "q", both: [2, "q"] },
    ],
  ],
  ["inputs.nope.[a]", null],
  ["inputs.map.*", [1, 2]],
  ["inputs.map | values(@)", [1, 2]],
  ["inputs.text.*", null],
  ["sort_by(inputs.items, &k)[*].n", [2, 1]],
  ["max_by(inputs.items, &n).k", "q"],
  ["min_by(inputs.items, &n).k", "z"],
  ["sort_by(inputs.items, &nope)", null],
  ["type(inputs.nope)", "null"],
  ["[type('a'), type(inputs.one), type(inputs.map)]", ["string", "array", "object"]],
  ["[to_array(inputs.n), to_array(inputs.one)]", [[1], [{ k: "z" }]]],
  ["((((((((((((((((((((inputs.n))))))))))))))))))))", 1],
  ["'it\\'s'", "it's"],
  ['"prod"', "prod"],
] as const)("%s", async (text, value) => {
  const read = translate(text, new Names(new StepIndex([])));
  const compiled = jsonataLanguage.compile("expression" in read ? read.expression : "");
  if ("error" in compiled) throw new Error(JSON.stringify([read, compiled]));
  const given = compiled.evaluateAsync
    ? await compiled.evaluateAsync(variables as never, 0)
    : compiled.evaluate?.((name) => (name in variables ? { json: variables[name as never] } : undefined), 0);
  expect(given).toEqual({ json: value });
});

/** What nobody should write is refused, soon and in words. */
test.each([
  ["brackets in each other", `"{{ ${"(".repeat(2000)}1${")".repeat(2000)} }}"`],
  ["negations", `"{{ ${"!".repeat(4000)}1 }}"`],
  ["projections", `"{{ inputs.x${"[*]".repeat(1000)} }}"`],
  ["conditions in each other", `"{{ inputs.x${"[?x".repeat(1000)} }}"`],
  ["a long expression", `"{{ ${"inputs.x || ".repeat(2000)}1 }}"`],
  ["openings without an end", `"${"{{ ".repeat(20_000)}"`],
  ["quotes without an end", `"${"{{ ' ".repeat(20_000)}"`],
  ["other languages", `"{{ $eval('1') }}"`],
  ["a name of an object", `"{{ constructor.constructor('x') }}"`],
])("%s", (_, value) => {
  const started = performance.now();
  const { bundle, diagnostics } = parseRunbook(steps(`- { id: a, ${run}, inputs: { x: ${value} } }`), { uri: "t" });
  expect(performance.now() - started).toBeLessThan(2000);
  expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  expect(bundle === null || diagnostics.length > 0).toBe(true);
});

test.each([
  ["pipes", `inputs.x${" | @".repeat(1000)}`],
  ["slices", `inputs.x${"[0:1]".repeat(800)}`],
  ["values", `inputs.x${".*".repeat(2000)}`],
  ["lists", `${"[".repeat(2000)}inputs.x${"]".repeat(2000)}`],
  ["selections", `inputs.x${".[a]".repeat(1000)}`],
  ["parentheses", `${"(".repeat(2000)}1${")".repeat(2000)}`],
])("too many %s in one expression are refused, and soon", (_, text) => {
  const since = performance.now();
  const { diagnostics } = parseRunbook(
    `${head}  inputs: [{ name: x, type: array }]\n  steps: [{ id: a, ${run}, when: "${text}" }]\n`,
    { uri: "t" },
  );
  expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  expect(performance.now() - since).toBeLessThan(1000);
});

test("what is compared is paid for", async () => {
  const list = Array.from({ length: 5000 }, (_, n) => n);
  for (const test of ["$includes(inputs.x, -1)", "$compare(inputs.x, '==', inputs.y)", "$size(inputs.text)"]) {
    const compiled = jsonataLanguage.compile(`$where(inputs.x, function($i){ ${test} })`);
    if ("error" in compiled) throw new Error(compiled.error);
    const given = { "inputs.x": list, "inputs.y": list.map((n) => n), "inputs.text": "x".repeat(500_000) };
    await expect(compiled.evaluateAsync?.(given, 0), test).rejects.toThrow(/more than 100000 steps/);
  }
});

test("what would be an expression of the native format is a dollar and a template", () => {
  const text = `"\${{ 1 }}, $\${{ 2 }} and $"`;
  const { bundle, diagnostics } = parseRunbook(steps(`- { id: a, ${run}, inputs: { x: ${text} } }`), { uri: "t" });
  expect(diagnostics).toEqual([]);
  const written = JSON.stringify(bundle?.graphs[0]?.nodes);
  expect([...written.matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].map((found) => found[1])).toEqual([
    '"\\"$\\""',
    '"1"',
    '"\\"$$\\""',
    '"2"',
  ]);
});

test("a long chain of steps, backwards, is put in order at once", () => {
  const list = Array.from(
    { length: 3000 },
    (_, n) => `- { id: s${n}, ${run}${n < 2999 ? `, dependsOn: [s${n + 1}]` : ""} }`,
  );
  const started = performance.now();
  const { bundle, diagnostics } = parseRunbook(steps(list.join("\n")), { uri: "t" });
  expect(diagnostics).toEqual([]);
  expect(bundle?.graphs[0]?.region.entries).toEqual(["s2999"]);
  expect(performance.now() - started).toBeLessThan(4000);
});

test("steps in a parallel depend on each other; where only so many run at once, no more do", () => {
  const inner = `[{ id: b, ${run}, dependsOn: [a] }, { id: a, ${run} }, { id: c, ${run}, dependsOn: a }, { id: d, ${run} }]`;
  const flowsOf = (more: string): readonly string[] => {
    const { bundle, diagnostics } = parseRunbook(steps(`- { id: p, type: parallel${more}, steps: ${inner} }`), {
      uri: "t",
    });
    expect(diagnostics).toEqual([]);
    return bundle?.graphs[0]?.flows.map(({ from, to }) => `${from} ${to}`) ?? [];
  };
  expect(flowsOf("").toSorted()).toEqual(["a b", "a c"]);
  expect(flowsOf(", maxParallel: 0").toSorted()).toEqual(["a b", "a c"]);
  expect(flowsOf(", maxParallel: 2").toSorted()).toEqual(["a b", "a c/join", "b c/join", "c/join c"]);
});
