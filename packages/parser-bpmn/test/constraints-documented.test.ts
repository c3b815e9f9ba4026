import { readFileSync } from "node:fs";
import type { DiagnosticRule } from "@rb/ir";
import { expect, test } from "vitest";
import { diagram } from "../src/diagnostics/diagram.js";
import { vendors } from "../src/diagnostics/vendors.js";
import { bpmn } from "../src/diagnostics.js";

const page = readFileSync(new URL("../../../docs/bpmn-constraints.md", import.meta.url), "utf8");
const rows = new Map(
  page.split("\n").flatMap((line) => {
    const [, code = "", severity = "", , clause = ""] = line.split("|").map((cell) => cell.trim());
    return code.startsWith("`") ? [[code.slice(1, -1), { severity: severity.replace("*", ""), clause }] as const] : [];
  }),
);

/** The rules of the standard's own clauses; pictures and vendors have pages of their own. */
const rules = Object.entries<DiagnosticRule>(bpmn.rules).flatMap(([code, { severity, spec = "" }]) => {
  const clause = /^BPMN 2\.0\.2, (.*)$/.exec(spec)?.[1];
  return clause === undefined || code in diagram || code in vendors ? [] : [[code, { severity, clause }] as const];
});

test.each(rules)("the page of constraints says how severe %s is, and which clause states it", (code, rule) => {
  expect(rows.get(code)).toEqual(rule);
});

test("the page has no constraint that isn't checked", () => {
  const codes = new Set(rules.map(([code]) => code));
  expect([...rows.keys()].filter((code) => !codes.has(code))).toEqual([]);
});
