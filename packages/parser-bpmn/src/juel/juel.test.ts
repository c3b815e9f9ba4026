import { type Environment, EvaluationError, type Json, type Slot } from "@rb/ir";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { juel } from "./juel.js";

const variables: { readonly [name: string]: Json } = {
  test: "ab",
  n: 3,
  text: "3",
  items: ["a", 1],
  none: null,
  yes: true,
  ioc: { type: "ip", score: 70, tags: [] },
  numberOfInstances: 4,
  numberOfCompletedInstances: 3,
};
const environment: Environment = (name) =>
  Object.hasOwn(variables, name) ? { json: variables[name] as Json } : undefined;

function run(text: string, given: Environment = environment): Slot {
  const compiled = juel.compile(text);
  if ("error" in compiled) throw new Error(`${text}: ${compiled.error}`);
  return (compiled.evaluate as NonNullable<typeof compiled.evaluate>)(given, 0);
}

test.each<[string, Json]>([
  ["${n == 3}", true],
  ["#{ n != 3 }", false],
  ["n<3", false],
  ["n <= 3 && n >= 3", true],
  ["n lt 4 and n gt 2 or false", true],
  ["true || false && false", true],
  ["(true || false) && false", false],
  ["n eq '3'", true],
  ["text == 3.0", true],
  ["text == '3.0'", false],
  ["'10' < '9'", true],
  ["10 < '9'", false],
  ["not yes", false],
  ["!(n > 5) and not (yes ne true)", true],
  ["empty ioc.tags and empty none and !empty test", true],
  ["ioc.type == 'ip' && ioc['score'] > 50", true],
  ["ioc.owner.name == null", true],
  ["items[0] == 'a' and items[7] == null", true],
  ['test.contains("a")', true],
  ["${!test.contains('c')}", true],
  ["test.startsWith('a') && test.endsWith('b') && test.length() == 2", true],
  ["items.contains(1) && items.size() == 2", true],
  ["test.equalsIgnoreCase('AB')", true],
  ["n * 2 + 1 == 7 && -n < 0 && 7 mod 4 == 3", true],
  ["${nrOfCompletedInstances / nrOfInstances >= 0.6}", true],
  ["'it\\'s' == \"it's\"", true],
  ["false && missing", false],
  ["${yes ? 'a' : 'b'}", "a"],
  ["n > 5 ? 'high' : n > 2 ? 'middle' : 'low'", "middle"],
  ["yes ? n : missing", 3],
  ["(yes ? 1 : 2) + 1", 2],
  ["n == 3 && yes ? none == null : false", true],
  ["'PT' + n + 'S'", "PT3S"],
  ["n + '4'", 7],
  ["text + 1", 4],
  ["'a' + none + yes", "atrue"],
  ["'PT'.concat(text).concat('M')", "PT3M"],
  ["execution.getVariable('n') > 2", true],
  ["execution.getVariable('missing') == null", true],
  ["execution.hasVariable('n') && !execution.hasVariable('missing')", true],
  ["test.toUpperCase() == 'AB' && test.substring(1) == 'b' && test.substring(0, 1) == 'a'", true],
  ["' b '.trim() == 'b' && n.toString() == '3' && test.indexOf('b') == 1 && items.indexOf(1) == 1", true],
  ["ioc.get('type') == 'ip' && items.get(1) == 1 && ioc.containsKey('score') && !ioc.containsKey('x')", true],
  ["ioc.prop('type').stringValue() == 'ip' && ioc.prop('score').numberValue() > 60 && !ioc.hasProp('toString')", true],
])("%s is %j", (text, value) => {
  expect(run(text)).toEqual({ json: value });
});

test.each<[string, RegExp]>([
  ["missing == 1", /no variable 'missing'/],
  ["n < test", /a number and a string/],
  ["n < null", /a number and null/],
  ["ioc + 'x'", /an object can't be part of a text/],
  ["test.substring(3)", /2 characters/],
  ["n ? 1 : 2", /a number is neither/],
  ["ioc && true", /an object is neither/],
  ["n / 0 > 1", /no finite result/],
  ["test.length.x", /a string has no members/],
  ["n.contains('3')", /text was expected/],
  ["__proto__ == null", /no variable '__proto__'/],
])("%s has no value", (text, message) => {
  expect(() => run(text)).toThrow(EvaluationError);
  expect(() => run(text)).toThrow(message);
});

test.each<[string, number]>([
  ["n ==", 4],
  ["n = 3", 2],
  ["(n == 3", 7],
  ["n == 'open", 5],
  ["${n == 3", 1],
  ["constructor.constructor('return 1')()", 12],
  ["execution.getVariable(n)", 22],
  ["execution.getVariables()", 10],
  ["execution.getVariable('n', 1)", 25],
  ["n ? 1", 5],
  ["n == 1 ? 'a' : ", 14],
  ["now().plusDays(1)", 3],
  ["test.substring()", 15],
  ["test.substring(0, 1, 2)", 19],
  ["test.contains()", 14],
  ["", 0],
  ["${}", 2],
])("%s doesn't parse, at %i", (text, offset) => {
  expect(juel.compile(text)).toMatchObject({ error: expect.any(String), offset });
});

describe("what an expression can reach", () => {
  test("only own members of values", () => {
    expect(run("ioc.constructor == null && ioc.__proto__ == null && ioc.toString == null")).toEqual({ json: true });
  });

  test("an unknown makes the whole unknown, unless it isn't asked for", () => {
    const unknown: Environment = (name) => (name === "u" ? { unknown: "not run" } : environment(name));
    expect(run("u == 1 || yes", unknown)).toEqual({ unknown: "not run" });
    expect(run("yes || u == 1", unknown)).toEqual({ json: true });
  });

  test("a secret is not readable", () => {
    expect(() => run("s == 'x'", () => ({ secret: "secret://s" }))).toThrow(/can't be read/);
  });

  test("it says what it reads", () => {
    expect(juel.compile("${a.b == c || nrOfInstances > 1}")).toMatchObject({ reads: ["a", "c", "numberOfInstances"] });
  });

  test("deep nesting and length are refused", () => {
    expect(juel.compile("(".repeat(1000))).toMatchObject({ error: /nested deeper/ });
    expect(juel.compile("n".repeat(20_000))).toMatchObject({ error: /longer than/ });
  });

  test.each([`${"n+".repeat(1001)}n`, `n${".a".repeat(1001)}`, `n${"[0]".repeat(1001)}`, `n${".trim()".repeat(1001)}`])(
    "%# is a longer row than a stack is sure to hold",
    (text) => {
      expect(juel.compile(text)).toMatchObject({ error: expect.stringContaining("more than 1000 operators") });
    },
  );
});

describe("an expression over large data ends soon", () => {
  const keys = (sign: number) => Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, sign * at]));
  const large: { readonly [name: string]: Json } = {
    text: "x".repeat(900_000),
    copy: `${"x".repeat(899_999)}y`.replace("y", "x"),
    needle: `${"x".repeat(200_000)}y${"x".repeat(200_000)}`,
    list: Array.from({ length: 100_000 }, () => 1),
    wide: keys(1),
    wider: keys(-1),
  };

  test.each([
    ["text + text", "longer than"],
    ["text.concat(text)", "longer than"],
    ["text.contains(needle)", "goes through more"],
    ["text.indexOf(needle) > 0", "goes through more"],
    [Array(300).fill("text == copy").join(" && "), "goes through more"],
    [Array(300).fill("text <= copy").join(" && "), "goes through more"],
    [Array(300).fill("text.startsWith(copy)").join(" && "), "goes through more"],
    [`text${".toLowerCase()".repeat(500)}`, "goes through more"],
    [Array(300).fill("list.contains(2)").join(" || "), "goes through more"],
    [Array(300).fill("wide == wider").join(" || "), "goes through more"],
    [Array(300).fill("wide.size() == 0").join(" || "), "goes through more"],
    [Array(300).fill("empty wide").join(" || "), "goes through more"],
  ])("%#", (text, why) => {
    const start = process.cpuUsage();
    expect(() => run(text, (name) => ({ json: large[name] ?? null }))).toThrow(new RegExp(why));
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});

test("no text makes the compiler throw, and what compiles ends in a value or an evaluation error", () => {
  const piece = fc.constantFrom(
    "n",
    ".",
    "(",
    ")",
    "[",
    "]",
    "==",
    "not ",
    "'",
    "a",
    "${",
    "}",
    "1",
    "&&",
    "contains(",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
      ),
      (text) => {
        const compiled = juel.compile(text);
        if ("error" in compiled) return;
        try {
          compiled.evaluate?.(environment, 0);
        } catch (thrown) {
          if (!(thrown instanceof EvaluationError)) throw thrown;
        }
      },
    ),
    { numRuns: 300 },
  );
});
