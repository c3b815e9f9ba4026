import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { elements } from "../src/lower/elements.js";
import { flowNodeTypes } from "../src/model/kinds.js";

const documented = readFileSync(new URL("../../../docs/supported-bpmn.md", import.meta.url), "utf8");

test("what is supported names every element of the table", () => {
  const missing = [...elements.keys()].filter((type) => !documented.includes(`\`${type}\``));
  expect(missing).toEqual([]);
});

test("every flow node has a row that lowers it, and nothing else has", () => {
  const lowered = [...elements].filter(([, row]) => row.as === "node").map(([type]) => type);
  expect(lowered.sort()).toEqual([...flowNodeTypes].sort());
});
