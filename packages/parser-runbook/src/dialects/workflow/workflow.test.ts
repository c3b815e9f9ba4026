import { performance } from "node:perf_hooks";
import { describe, expect, test } from "vitest";
import { expectFinding } from "../../../test/findings.js";
import { jsonataLanguage } from "../../jsonata/language.js";
import { parseRunbook } from "../../parse-runbook.js";
import { translate } from "./expression.js";
import { Names } from "./names.js";

const names = (): Names => new Names(new Set(["a", "b-1", "c.d"]), { roots: { item: "item" } });

/** What an expression gives, by way of the language that it is translated into. */
async function evaluate(text: string, variables: { readonly [name: string]: unknown } = {}): Promise<unknown> {
  const written = translate(text, names());
  if ("problem" in written) throw new Error(written.problem);
  const compiled = jsonataLanguage.compile(written.text);
  if ("error" in compiled) throw new Error(`${written.text}: ${compiled.error}`);
  const values = new Map(Object.entries(variables));
  if (compiled.evaluate !== undefined) {
    const slot = compiled.evaluate((name) => (values.has(name) ? { json: values.get(name) as never } : undefined), 0);
    return (slot as { json: unknown }).json;
  }
  const slot = await compiled.evaluateAsync?.(Object.fromEntries(values) as never, 0);
  return (slot as { json: unknown }).json;
}

const variables = {
  "inputs.input": { n: 3, zero: 0, empty: "", text: "abc", list: [1, 2], one: [7], none: [], nested: { "x y": 1 } },
  "vars.ctx": { done: true },
  "steps.a": { output: { ok: true, count: 2 } },
  "steps.b-1": { output: 5 },
  "steps.c.d": { output: "dotted" },
  item: "i",
};

describe("expressions", () => {
  test.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3 - 4 / 2", 7],
    ["-input.n", -3],
    ['"a" + input.text', "aabc"],
    ["input.n == 3 && !input.zero", true],
    ["input.n != 3 || input.text == 'abc'", true],
    ["input.missing == nil", true],
    ["input.missing != 3", true],
    ["input.missing.deeper == input.gone", true],
    ["input.missing > 3 || false", false],
    ["!input.missing && !input.empty && !input.zero", true],
    ["!input.none", false],
    ["2 in input.list", true],
    ["input.list contains 3", false],
    ["input.text contains 'b'", true],
    ["input.text startsWith 'ab' and input.text endsWith 'bc'", true],
    ["input.n > 2 ? 'more' : 'less'", "more"],
    ["length(input.list) + length(input.text)", 5],
    ["first(input.one)", 7],
    ["first(input.none) == nil", true],
    ["input.list[1]", 2],
    ["input.nested['x y']", 1],
    ["steps.a.output.ok", true],
    ["steps.b-1.output", 5],
    ["steps.b-1.output - 1", 4],
    ["steps.c.d.output", "dotted"],
    ["ctx.done", true],
    ["item", "i"],
    ["steps.unknown.output == nil", true],
    ["[1, 2] contains 2", true],
    ["true && 'x'", true],
    // From the loosest: ?:, or, and, comparisons and tests, + -, ! and not, * /, -, **, ??, paths.
    ["true || false && false", true],
    ["(true || false) && false", false],
    ["1 + 2 == 3 && 2 < 3", true],
    ["2 + 3 * 4 - 6 / 3 % 2", 14],
    ["!input.zero == true", true],
    ["not input.zero and true", true],
    ["-2 ** 2", -4],
    ["2 ** 3 ** 2", 512],
    ["2 * 3 ^ 2", 18],
    ["1 + input.gone ?? 2", 3],
    ["input.gone ?? input.missing ?? 'x'", "x"],
    ["input.zero ?? 1", 0],
    ["false ? 1 : true ? 2 : 3", 2],
    ["input.text ?: 'none'", "abc"],
    ["input.empty ?: 'none'", "none"],
    ["10 - 2 - 3", 5],
    ["3 not in input.list", true],
    ["input.text not contains 'b' or false", false],
    ["'b' > 'a' && 'B' < 'a'", true],
    ["1 == 1.0", true],
    ["'1' == 1", false],
    // Paths that lead nowhere are nothing; what is there may be nothing as well.
    ["input?.nested?.gone?.more ?? 'x'", "x"],
    ["input.list?.[0]", 1],
    ["input.list[7] == nil", true],
    ["input.list[-1]", 2],
    ["input.text.more == nil", true],
    ["'a'.more == nil && 1.more == nil && true['more'] == nil", true],
    ["input.gone ?? !input.n", false],
    ["length(input.missing) == 0 && length(3) == 0", true],
    ["length(input.nested)", 1],
    ["first(input.missing) == nil && first('x') == nil", true],
    ["last(input.list)", 2],
    ["lower('AbC') + upper('d')", "abcD"],
    ["hasPrefix(input.text, 'ab') && hasSuffix(input.text, 'bc')", true],
    ["join(split('a,b,c', ','), '-')", "a-b-c"],
    ["split('a', ',')", ["a"]],
    ["replace('a.b.c', '.', '-')", "a-b-c"],
    ["string(input.n) + string(true)", "3true"],
    ["abs(-2) + ceil(1.2) + floor(1.8) + min(1, 2) + max(1, 2) + sum(input.list) + float('2.5')", 13.5],
  ])("%s", async (text, expected) => {
    expect(await evaluate(text, variables)).toEqual(expected);
  });

  test.each([
    ["", /nothing in it/, 0],
    ["1 +", /ends too early/, 3],
    ["input.", /ends too early/, 6],
    ["(1", /'\)' should be/, 2],
    ["1 2", /'2' can't stand here/, 2],
    ["exec('x')", /no function 'exec'/, 0],
    ["length(1, 2)", /one value/, 0],
    ["replace('a', 'b')", /3 values/, 0],
    ["input.n not", /'not' can't stand here/, 8],
    ["1 | lower()", /can't be read/, 1],
    ["{a: 1}", /can't be read/, 0],
    ["[1][0:1]", /where '\]' should be/, 5],
    ["all(input.list, {# > 1})", /no function 'all'/, 0],
    ["input.__proto__.x", /__proto__/, 6],
    ["input['Constructor']", /Constructor/, 7],
    ["a # b", /can't be read/, 1],
    [`${"(".repeat(40)}1`, /levels deep/, 16],
    [`"${"é".repeat(2048)}"`, /longer than 4096 bytes/, 0],
  ])("%s is refused", (text, problem, offset) => {
    expect(translate(text, names())).toEqual({ problem: expect.stringMatching(problem), offset });
  });

  test("an expression may have 4096 bytes, white space around it not counted", () => {
    for (const text of [`"${"é".repeat(2047)}"`, `  "${"a".repeat(4094)}"  `, `"${"😀".repeat(1023)}"`])
      expect(translate(text, names())).not.toHaveProperty("problem");
    expect(translate(`"${"😀".repeat(1024)}"`, names())).toHaveProperty("problem");
  });

  test("long chains stay flat, and what is bad is bad in time", () => {
    const chains = ["input.n && ", "1 + ", "1 - ", "!", "1 == "].map(
      (part) => `${part.repeat(Math.floor(4000 / part.length))}1`,
    );
    const start = performance.now();
    for (const chain of chains) {
      const written = translate(chain, names());
      if ("problem" in written) throw new Error(written.problem);
      expect(written.text.length).toBeLessThan(40_000);
      jsonataLanguage.compile(written.text);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

const steps = (text: string): string => `id: t\nsteps:\n${text.replaceAll(/^/gm, "  ")}\n`;

/** Each code that only workflows have, and those that come out otherwise here: where it is, and what it says. */
test.each([
  ["workflow-expression", steps("a: { topic: x, condition: input.n = 1 }"), 3, 36, /can't be read/],
  ["workflow-unknown-name", steps('a: { topic: x, input: { n: "${stpes.b}" } }'), 3, 33, /'steps'/],
  ["workflow-unknown-name", steps('a: { topic: x, input: { n: "${steps.b.output}" } }'), 3, 33, /steps\.b/],
  ["template-syntax", steps('a: { topic: x, input: { n: "b ${input" } }'), 3, 33, /input/],
  [
    "workflow-not-awaited",
    steps('a: { topic: x }\nb: { topic: x, input: { n: "${steps.a.output}" } }'),
    4,
    33,
    /depends_on/,
  ],
  [
    "workflow-not-awaited",
    steps("a: { topic: x }\nb: { topic: x, depends_on: [c], condition: steps.a.output }\nc: { topic: x }"),
    4,
    46,
    /'a'/,
  ],
  [
    "handler-unreachable",
    steps("a: { type: delay, delay_sec: 1, on_error: b }\nb: { topic: x }"),
    3,
    45,
    /'a' can't fail/,
  ],
  [
    "handler-unreachable",
    steps("a: { type: transform, input: { n: 1 }, on_error: b }\nb: { topic: x }"),
    3,
    52,
    /'a' can't fail/,
  ],
  ["schema-not-checked", steps("a: { type: transform, input: {}, input_schema: {} }"), 3, 36, /input_schema/],
  ["schema-not-checked", steps("a: { topic: x, input_schema_id: s }"), 3, 18, /input_schema_id/],
  ["schema-not-checked", steps("a: { topic: x, output_schema_id: s }"), 3, 18, /output_schema_id/],
  ["schema-not-checked", steps("a: { type: approval, input_schema: {} }"), 3, 24, /input_schema/],
  ["schema-elsewhere", steps("a: { topic: x, input_schema: { $ref: other.json } }"), 3, 40, /other\.json/],
  ["missing-field", steps("a: { type: storage, input: { key: k } }"), 3, 30, /operation/],
  ["missing-field", steps("a: { type: storage, input: { operation: write, key: k } }"), 3, 30, /value/],
  ["wrong-value", steps("a: { type: storage, input: { operation: raed, key: k } }"), 3, 43, /'read'/],
  ["missing-field", steps("a: { type: switch, input: { cases: { x: b } } }\nb: { topic: x }"), 3, 6, /condition/],
  ["unknown-field", steps("a: { topic: x, retries: 2 }"), 3, 18, /retry/],
  ["wrong-value", steps("a: { type: aproval }"), 3, 14, /approval/],
  ["missing-field", steps("a: { type: worker }"), 3, 6, /topic/],
  ["missing-field", steps("a: { type: delay }"), 3, 6, /delay_sec/],
  ["missing-field", steps("a: { type: switch, condition: input.n }"), 3, 6, /cases/],
  ["unknown-step", steps("ab: { topic: x }\nb: { topic: x, depends_on: [ac] }"), 4, 31, /'ab'/],
  ["unknown-step", steps("ab: { topic: x, on_error: ac }"), 3, 29, /'ab'/],
  [
    "needs-cycle",
    steps("a: { topic: x, depends_on: [b] }\nb: { topic: x, depends_on: [a] }"),
    3,
    31,
    /a → b → a|b → a → b/,
  ],
  [
    "needs-cycle",
    steps("a: { type: loop, input: { body_step: b } }\nb: { type: loop, input: { body_step: a } }"),
    3,
    6,
    /circle/,
  ],
  [
    "step-elsewhere",
    steps("a: { topic: x, on_error: h }\nh: { topic: x }\nb: { topic: x, depends_on: [h] }"),
    5,
    31,
    /h/,
  ],
  [
    "wrong-type",
    steps('b: { topic: x }\na: { type: loop, input: { body_step: b, max_iterations: "${input.n}" } }'),
    4,
    59,
    /whole number/,
  ],
  [
    "wrong-value",
    steps("b: { topic: x }\na: { type: parallel, input: { steps: [b], strategy: most } }"),
    4,
    55,
    /n_of_m/,
  ],
  ["bad-name", steps('"a b": { topic: x }'), 3, 3, /a b/],
] as const)("%s", (code, text, line, column, words) => expectFinding(code, text, line, column, words));

test("steps inside of steps have an end, and many steps are read in time", () => {
  const chain = Array.from({ length: 5000 }, (_, i) => `s${i}: { topic: x, on_error: s${i + 1} }`).join("\n");
  const deep = parseRunbook(steps(`${chain}\ns5000: { topic: x }`), { uri: "t" });
  expect(deep.bundle === null || deep.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  expect(deep.diagnostics.map(({ code }) => code)).toContain("runbook/too-deep");
  const start = performance.now();
  const wide = Array.from({ length: 2000 }, (_, i) => `s${i}: { topic: x, input: { a: "\${steps.s${i}.output}" } }`);
  expect(parseRunbook(steps(wide.join("\n")), { uri: "t" }).diagnostics).toEqual([]);
  expect(performance.now() - start).toBeLessThan(5000);
});

test.each([
  ["what depends on it, at however many removes", "b: { topic: x, depends_on: [c] }\nc: { topic: x, depends_on: [a] }"],
  [
    "the target of a switch",
    "s: { type: switch, condition: input.n, depends_on: [a], input: { cases: { x: b } } }\nb: { topic: x }",
  ],
  [
    "what is inside of what depends on it",
    "p: { type: parallel, depends_on: [a], input: { steps: [b] } }\nb: { topic: x }",
  ],
  ["what handles its failures", "z: { topic: x }\nb: { topic: x }"],
  [
    "what depends on what it is inside of",
    "l: { type: loop, input: { body_step: a } }\nb: { topic: x, depends_on: [l] }",
  ],
])("%s sees what a step gave", (_, others) => {
  const handled = others.startsWith("z") ? ", on_error: b" : "";
  const text = steps(`a: { topic: x${handled} }\n${others}`).replace(
    "b: { topic: x",
    'b: { topic: x, input: { n: "${steps.a.output}" }',
  );
  expect(parseRunbook(text, { uri: "t" }).diagnostics).toEqual([]);
});

test("a switch may have many cases, and is read in time", () => {
  const condition = `${"input.n && ".repeat(200)}1`;
  const cases = `[${"{match: a, next: b},".repeat(6000)}]`;
  const start = performance.now();
  const { bundle, diagnostics } = parseRunbook(
    steps(`b: { topic: x }\na: { type: switch, condition: "${condition}", input: { cases: ${cases} } }`),
    { uri: "t" },
  );
  expect(diagnostics).toEqual([]);
  expect(JSON.stringify(bundle).length).toBeLessThan(1_000_000);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("JSON is read as YAML is, and names reach no prototype", () => {
  const text = '{"id": "t", "steps": {"constructor": {"topic": "x", "input": {"__proto__": "${input.x}"}}}}';
  const { bundle, diagnostics } = parseRunbook(text, { uri: "t" });
  expect(diagnostics).toEqual([]);
  expect(bundle?.graphs[0]?.nodes.map(({ id }) => id)).toEqual(["constructor"]);
});
