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
])("%s is %j", (text, value) => {
  expect(run(text)).toEqual({ json: value });
});

test.each<[string, RegExp]>([
  ["missing == 1", /no variable 'missing'/],
  ["n < test", /a number and a string/],
  ["n < null", /a number and null/],
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
  ["execution.getVariable('x')", 10],
  ["test.contains()", 14],
  ["a ? b : c", 2],
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
