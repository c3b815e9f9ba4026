/** Whatever a document asks for ends soon, in a value, an `EvaluationError` or a compile error, and reaches nothing of the host. */
import { type Environment, EvaluationError, type Json } from "@rb/ir";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { feel } from "./feel.js";

const deep = Array.from({ length: 5000 }).reduce<Json>((inner) => [inner], []);
const many = Array.from({ length: 10_000 }, (_, at) => at);
const variables: { readonly [name: string]: Json } = {
  text: "x".repeat(100_000),
  evil: `${"a".repeat(5000)}!`,
  list: many,
  copy: `${"x".repeat(99_999)}y`.replace("y", "x"),
  haystack: "x".repeat(200_000),
  needle: `${"x".repeat(50_000)}y${"x".repeat(50_000)}`,
  commas: `1${",".repeat(200_000)}`,
  keys: many.map(() => "a"),
  wide: Object.fromEntries(many.map((at) => [`k${at}`, at])),
  wider: Object.fromEntries(many.map((at) => [`k${at}`, -at - 1])),
  deep,
  tree: Array.from({ length: 5000 }).reduce<Json>((inner) => ({ a: inner }), {}),
  data: JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "toString": 3, "a": 1}'),
};
const environment: Environment = (name) =>
  Object.hasOwn(variables, name) ? { json: variables[name] as Json } : undefined;

/** What becomes of a text; anything else that is thrown is a bug. */
function outcome(text: string): string {
  const compiled = feel.compile(text);
  if ("error" in compiled) return "no expression";
  try {
    const slot = compiled.evaluate?.(environment, 0);
    return slot !== undefined && "json" in slot ? "value" : "none";
  } catch (error) {
    if (error instanceof EvaluationError) return "error";
    throw error;
  }
}

/** Of processor time, so that a busy machine doesn't matter; far more than is needed, and far less than without a budget. */
const maxMs = 1000;

function inTime(text: string): string {
  const start = process.cpuUsage();
  const result = outcome(text);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000, text.slice(0, 200)).toBeLessThan(maxMs);
  return result;
}

const wide =
  "{a: [1,2,3,4,5,6,7,8], b: [a,a,a,a,a,a,a,a], c: [b,b,b,b,b,b,b,b], d: [c,c,c,c,c,c,c,c], e: [d,d,d,d,d,d,d,d], f: [e,e,e,e,e,e,e,e], g: [f,f,f,f,f,f,f,f]}.g";

test.each([
  "for i in 1..1000000000 return i",
  "count(for i in 1..30000 return for j in 1..30000 return 1)",
  "some x in list, y in list satisfies x = -y - 1",
  "for i in list return partial",
  "for i in list return list[item = i]",
  "(function(f) f(f))(function(f) f(f))",
  "(function(f, n) f(f, n))(function(f, n) if n = 0 then 0 else 1 + f(f, n - 1), 100000)",
  '{a: "xxxxxxxxxx", b: a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b, d: c+c+c+c+c+c+c+c, e: d+d+d+d+d+d+d+d, f: e+e+e+e+e+e+e+e}',
  "for i in 1..100000 return text + text",
  "for i in 1..100000 return concatenate(list, list)",
  "for i in 1..100000 return upper case(text)",
  "for i in list return sort(list)",
  "for i in list return string(list)",
  'for i in 1..100000 return date and time("2026-01-01T00:00:00@Europe/Berlin")',
  'for i in 1..100000 return time("10:00:00@Area" + string(i))',
  'for d in @"0001-01-01"..@"9999-12-31" return d',
  "context(for i in 1..100000 return {key: string(i), value: i})",
  'string join(for i in 1..100000 return "", text)',
  'replace(text, "x", "$0$0$0$0$0$0$0$0$0$0")',
  'replace(evil, "a.*b|a", "x")',
  'matches(text, "(x+x+)+y{500}")',
  'for i in 1..10000 return matches("a", "\\\\p{L}{3}" + string(i))',
  "for i in 1..100000 return text = copy",
  "for i in 1..100000 return text < copy",
  "for i in 1..100000 return list contains([text], copy)",
  "for i in 1..100000 return before(text, copy)",
  "for i in 1..100000 return wide = wider",
  "contains(haystack, needle)",
  "substring before(haystack, needle)",
  "substring after(haystack, needle)",
  "for i in 1..100000 return decimal(0.5, -6176)",
  "for i in 1..100000 return string(1e308)",
  'for i in 1..100000 return number(commas, ",")',
  "get value({}, keys)",
  "context put({}, keys, 1)",
  'context put({}, for i in 1..20000 return "a", 1)',
  "deep",
  "string(deep)",
  "flatten(deep)",
  "deep = deep[1]",
  "tree",
  "{a: tree} = {a: tree.a}",
  `string(${wide})`,
  `flatten(${wide})`,
  wide,
  `for i in 1..100000 return (function(${Array.from({ length: 900 }, (_, at) => `p${at}`).join(",")}) [${"p0,".repeat(800)}p0])(${"1,".repeat(899)}1)`,
  "10 ** 400",
  "decimal(1e300, -400) / 0",
])("%s ends in an error", (text) => {
  expect(inTime(text)).toBe("error");
});

test.each([
  'matches(evil, "^(a+)+$")',
  'matches(evil, "(a|aa)+$")',
  'matches(evil, "(a|a)*b")',
  "{x: data.constructor, y: data.toString, z: data.__proto__.polluted}",
  '{"__proto__": {polluted: 1}, "constructor": 2}',
  'context put({}, "__proto__", {polluted: 1})',
  'context([{key: "__proto__", value: {polluted: 1}}])',
  'context merge([{"__proto__": {polluted: 1}}])',
  'get value(data, "hasOwnProperty")',
])("%s is a value", (text) => {
  expect(inTime(text)).toBe("value");
});

test.each([
  "(".repeat(5000),
  `${"(".repeat(2000)}1${")".repeat(2000)}`,
  `${"-".repeat(9000)}1`,
  `1${"+1".repeat(4000)}`,
  `list${"[1]".repeat(3000)}`,
  `data${".a".repeat(4000)}`,
  "{a:".repeat(3000),
  "if ".repeat(3000),
  "for i in ".repeat(1000),
  "function(a)".repeat(900),
  '"'.repeat(9999),
  "`".repeat(9999),
  "/*".repeat(4000),
  `1 instance of ${"list<".repeat(1800)}`,
  "x".repeat(10_001),
  'function(x) external {java: {class: "java.lang.Runtime"}}',
  'eval("1")',
  'Function("return 1")()',
  'require("fs")',
  'data.constructor.constructor("return process")()',
])("%# doesn't compile", (text) => {
  expect(inTime(text)).toBe("no expression");
});

describe("five hundred generated ones", () => {
  const name = fc.constantFrom(
    "text",
    "evil",
    "list",
    "deep",
    "tree",
    "data",
    "i",
    "item",
    "partial",
    "__proto__",
    "constructor",
    "process",
    "globalThis",
    "missing",
  );
  const leaf = fc.oneof(
    name,
    fc.constantFrom(
      "1",
      "-1",
      "1e308",
      "0.1",
      '"(a+)+$"',
      "null",
      "true",
      "1..1000000",
      '@"P1D"',
      '@"2026-03-29T02:30:00@Europe/Berlin"',
      "[]",
      "{}",
    ),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie("expression"),
          fc.constantFrom("+", "-", "*", "/", "**", "=", "<", "and", "or", "in"),
          tie("expression"),
        )
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(tie("expression"), tie("expression")).map(([list, by]) => `${list}[${by}]`),
      fc
        .tuple(tie("expression"), fc.constantFrom("a", "__proto__", "constructor", "prototype", "length", "year"))
        .map(([target, member]) => `${target}.${member}`),
      fc
        .tuple(fc.constantFrom("for", "some", "every"), tie("expression"), tie("expression"))
        .map(([how, list, body]) => `(${how} i in ${list} ${how === "for" ? "return" : "satisfies"} ${body})`),
      fc
        .tuple(
          fc.constantFrom(
            "count",
            "string",
            "flatten",
            "sum",
            "sort",
            "reverse",
            "distinct values",
            "context",
            "get entries",
            "duration",
            "now",
          ),
          tie("expression"),
        )
        .map(([called, value]) => `${called}(${called === "now" ? "" : value})`),
      fc
        .tuple(
          fc.constantFrom("matches", "replace", "split", "concatenate", "append", "get value"),
          tie("expression"),
          tie("expression"),
        )
        .map(([called, one, other]) => `${called}(${one}, ${other}${called === "replace" ? ', "$1"' : ""})`),
      fc.tuple(tie("expression"), tie("expression")).map(([key, value]) => `{i: ${key}, "__proto__": ${value}}`),
      fc.tuple(tie("expression"), tie("expression")).map(([body, value]) => `(function(i) ${body})(${value})`),
    ),
  }));
  const junk = fc
    .array(
      fc.oneof(
        leaf,
        fc.constantFrom(
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "..",
          ".",
          ",",
          ":",
          '"',
          "`",
          "@",
          "for i in",
          "return",
          "if",
          "then",
          "else",
          "\\",
          "\u0000",
          "\ud800",
          "😀",
          "//",
          "/*",
        ),
      ),
      { maxLength: 30 },
    )
    .map((all) => all.join(" "));

  test("none escapes, none takes long, and nothing of the host changes", () => {
    const before = [
      Object.getOwnPropertyNames(globalThis).sort(),
      Reflect.ownKeys(Object.prototype),
      Reflect.ownKeys(Array.prototype),
    ];
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: expression }, { weight: 1, arbitrary: junk }), (text) => {
        seen.add(inTime(text));
      }),
      { numRuns: 500 },
    );
    const after = [
      Object.getOwnPropertyNames(globalThis).sort(),
      Reflect.ownKeys(Object.prototype),
      Reflect.ownKeys(Array.prototype),
    ];
    expect(after).toEqual(before);
    expect(({} as { readonly polluted?: unknown }).polluted).toBeUndefined();
    expect([...seen].sort()).toEqual(["error", "no expression", "value"]);
  });
});

test("the time is what is given, never the machine's", () => {
  const compiled = feel.compile("[now(), today()]");
  if ("error" in compiled) throw new Error(compiled.error);
  expect(compiled.evaluate?.(environment, -1)).toEqual({ json: ["1969-12-31T23:59:59.999Z", "1969-12-31"] });
});
