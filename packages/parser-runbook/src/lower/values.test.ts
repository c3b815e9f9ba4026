/** Plain expressions are understood without the parser; they must be understood as it would. */
import { createLineIndex, createSuggester } from "@rb/ir";
import fc from "fast-check";
import { expect, test } from "vitest";
import { analyse } from "../jsonata/analyse.js";
import { Log } from "../log.js";
import type { YamlScalar } from "../yaml/tree.js";
import type { Place } from "./place.js";
import { Values } from "./values.js";

const nowhere: Place = {
  declarations: {
    inputs: new Map(),
    secrets: new Set(),
    vars: new Set(),
    approvals: new Map(),
    steps: new Map(),
    hyphened: new Map(),
    sharesResults: false,
    isNative: true,
    variables: new Set(),
    suggest: createSuggester(),
  },
  lists: [],
  loopVariables: [],
  handling: [],
  hasResult: false,
};

/** Nothing is declared, so each reference is reported, at its place. */
function reported(text: string): readonly unknown[] {
  const source = `|-\n ${text}`;
  const log = new Log({ uri: "t", text: source, lines: createLineIndex(source) });
  const node: YamlScalar = { kind: "scalar", value: text, start: 0, end: source.length, pointer: "" };
  new Values(log).bare(node, nowhere);
  return log.diagnostics.map(({ code, origin }) => [code, origin.kind === "source" && origin.start.column - 2]);
}

const operand = fc.constantFrom(
  "inputs.a",
  "vars.b.c",
  "steps.x.output",
  "item",
  "result.y",
  "1",
  "2.5",
  '"s"',
  "'a and b'",
  "true",
  "null",
  "in.x",
  "or",
  "inputs",
);
const operator = fc.constantFrom("=", "!=", "<", "<=", ">", ">=", "and", "or", "+", "-", " ");
const gap = fc.constantFrom("", " ", "  ");

test("plain expressions read what the parser says", () => {
  fc.assert(
    fc.property(operand, fc.array(fc.tuple(gap, operator, gap, operand), { maxLength: 3 }), (first, more) => {
      const text = first + more.map((parts) => parts.join("")).join("");
      const analysis = analyse(text);
      const expected =
        "error" in analysis
          ? ["runbook/expression-syntax"]
          : analysis.references.map(({ root }) =>
              root === "inputs"
                ? "runbook/unknown-input"
                : root === "vars"
                  ? "runbook/unknown-variable"
                  : root === "steps"
                    ? "runbook/unknown-step"
                    : root === "result"
                      ? "runbook/no-result-here"
                      : "runbook/unknown-name",
            );
      const found = reported(text);
      expect(found.map((one) => (one as [string])[0])).toEqual(expected);
      if (!("error" in analysis))
        expect(found.map((one) => (one as [string, number])[1])).toEqual(
          analysis.references.map(({ offset }) => offset),
        );
    }),
    { numRuns: 3000 },
  );
});
