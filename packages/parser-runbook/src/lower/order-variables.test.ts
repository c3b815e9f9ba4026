import type { SourceOrigin, Value, Variable } from "@rb/ir";
import { expect, test } from "vitest";
import { orderVariables } from "./order-variables.js";

const start = { line: 1, column: 1 };
const origin: SourceOrigin = { kind: "source", uri: "t", pointer: "", start, end: start };
const constant = (name: string): Variable => ({ name, init: { json: 1 } });
const reading = (name: string, ...init: readonly Value[]): Variable => ({ name, init: { list: init } });
const names = (variables: readonly Variable[]): readonly string[] => orderVariables(variables).map(({ name }) => name);

test("what is there from the beginning comes first, as it is written", () => {
  const given = { variable: "inputs.x" };
  expect(names([reading("vars.c", given), constant("vars.b"), reading("vars.a", given), constant("vars.z")])).toEqual([
    "vars.b",
    "vars.z",
    "vars.a",
    "vars.c",
  ]);
});

test("what is computed comes behind what it reads, whatever order it is written in", () => {
  const computed = [
    reading("vars.a", { expr: { language: "jsonata", text: "vars.c + 1", origin } }),
    reading("vars.b", { text: ["is ", { variable: "vars.a" }] }),
    reading("vars.c", { object: [["n", { variable: "vars.z" }]] }),
  ];
  for (const variables of [computed, [...computed].reverse()])
    expect(names([...variables, constant("vars.z")])).toEqual(["vars.z", "vars.c", "vars.a", "vars.b"]);
});

test("a circle has one order, too", () => {
  const circle = [reading("vars.b", { variable: "vars.a" }), reading("vars.a", { variable: "vars.b" })];
  expect(names(circle)).toEqual(names([...circle].reverse()));
});

test("chains may be long", () => {
  const chain = Array.from({ length: 50_000 }, (_, n) => reading(`vars.v${n}`, { variable: `vars.v${n + 1}` }));
  expect(names(chain)[0]).toBe("vars.v49999");
});
