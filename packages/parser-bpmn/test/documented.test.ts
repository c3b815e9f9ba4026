import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { elements } from "../src/lower/elements.js";
import { flowNodeTypes } from "../src/model/kinds.js";

const documented = readFileSync(new URL("../../../docs/supported-bpmn.md", import.meta.url), "utf8");

/** The rows of all tables: what they are about, and what is said to show it. */
const rows = documented
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:element|pattern) \|/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test.each([...new Set([...elements.keys(), ...flowNodeTypes])].sort())("a row says what becomes of %s", (type) => {
  const says = (cell: string) => cell.includes(`\`${type}\``);
  expect(rows.some(([about = "", , notes = ""]) => says(about) || says(notes))).toBe(true);
});

test.each(rows)("there is what shows %s", (...cells) => {
  const names = (cells.at(-1) ?? "").split(", ");
  const places = ["fixtures/bpmn/semantics/", "fixtures/bpmn/", "packages/parser-bpmn/test/"];
  const isThere = (name: string) =>
    places.some((place) => existsSync(new URL(`../../../${place}${name}.bpmn`, import.meta.url)));
  expect(cells).toHaveLength(4);
  expect(names.filter((name) => !isThere(name))).toEqual([]);
});

/** What vendors add is told elsewhere. */
test("every document that is played is named", () => {
  const played = readdirSync(new URL("../../../fixtures/bpmn/semantics/", import.meta.url));
  const named = new Set(rows.flatMap((cells) => (cells.at(-1) ?? "").split(", ").map((name) => `${name}.bpmn`)));
  expect(played.filter((file) => /^(?!vendor-).*\.bpmn$/.test(file) && !named.has(file))).toEqual([]);
});

test("every flow node has a row that lowers it, and nothing else has", () => {
  const lowered = [...elements].filter(([, row]) => row.as === "node").map(([type]) => type);
  expect(lowered.sort()).toEqual([...flowNodeTypes].sort());
});
