/** The closures must answer what the library answers, for any simple expression and any data. */
import type { Json, Slot } from "@rb/ir";
import fc from "fast-check";
import jsonata from "jsonata";
import { expect, test } from "vitest";
import { jsonataLanguage } from "./language.js";
import { toJson } from "./result.js";

const names = ["a", "b", "c", "or"];
const name = fc.constantFrom(...names);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
const literal = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.constantFrom('"x"', '""', '"10"', "true", "false", "null", "0.1", "1e300", "12345678.123456789"),
);
const operators = ["and", "or", "=", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "&"];
const expression = fc.letrec<{ readonly any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    path,
    literal,
    path.map((p) => `$$.${p}`),
    fc.tuple(tie("any"), fc.constantFrom(...operators), tie("any")).map(([l, op, r]) => `(${l} ${op} ${r})`),
    fc.tuple(fc.constantFrom("$not", "$boolean", "$exists"), tie("any")).map(([f, e]) => `${f}(${e})`),
    fc.tuple(tie("any"), tie("any"), tie("any")).map(([c, t, e]) => `(${c} ? ${t} : ${e})`),
    fc.tuple(tie("any"), tie("any")).map(([c, t]) => `(${c} ? ${t})`),
    tie("any").map((e) => `-(${e})`),
  ),
})).any;

const leaf = fc.constantFrom<Json>(0, 1, 2, -1, 0.1, 10, 1e300, "x", "", "10", true, false, null);
const data = fc.letrec<{ readonly any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(name, tie("any"), { maxKeys: 3 }) as fc.Arbitrary<Json>,
  ),
})).any;
const context = fc.dictionary(name, data, { maxKeys: 4 }) as fc.Arbitrary<{ readonly [name: string]: Json }>;

const environmentOf =
  (variables: { readonly [name: string]: Json }) =>
  (variable: string): Slot | undefined =>
    Object.hasOwn(variables, variable) ? { json: variables[variable] as Json } : undefined;

test("simple expressions give what the library gives", async () => {
  await fc.assert(
    fc.asyncProperty(expression, context, async (text, variables) => {
      const compiled = jsonataLanguage.compile(text);
      if ("error" in compiled) throw new Error(`${text}: ${compiled.error}`);
      if (compiled.evaluate === undefined) throw new Error(`${text} is not taken as simple`);
      let ours: unknown = "failed";
      try {
        ours = compiled.evaluate(environmentOf(variables), 0);
      } catch {}
      let theirs: unknown = "failed";
      try {
        theirs = { json: toJson(await jsonata(text).evaluate(structuredClone(variables))) };
      } catch {}
      expect(ours).toEqual(theirs);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["a.b", "a"],
  ["inputs.host", "inputs.host"],
  ["inputs.host.name = 'x' and $$.steps.probe.output > 3", "inputs.host", "steps.probe"],
  ["steps.`check-disk`.output", "steps.check-disk"],
  ["vars.n + item", "vars.n", "item"],
])("%s reads %j", (text, ...reads) => {
  const compiled = jsonataLanguage.compile(text as string);
  expect(compiled).toMatchObject({ reads, evaluate: expect.any(Function) });
});
