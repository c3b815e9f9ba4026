import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { printGraph } from "../test/print-graph.js";
import { runbookLanguages } from "./languages.js";
import { parseRunbook } from "./parse-runbook.js";

const own = fileURLToPath(new URL("../test/lowering/", import.meta.url));
const fixtures = fileURLToPath(new URL("../../../fixtures/runbook/", import.meta.url));
const documentsIn = (directory: string): readonly string[] =>
  readdirSync(directory).filter((file) => file.endsWith(".runbook.yaml"));

/** Small runbooks, each beside the graph that it becomes; `vitest -u` writes the graphs, and the difference is the review. */
test.each(documentsIn(own))("%s becomes its graph", async (file) => {
  const { bundle, diagnostics } = parseRunbook(readFileSync(own + file, "utf8"), { uri: file });
  expect(diagnostics).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  await expect(printGraph(bundle)).toMatchFileSnapshot(own + file.replace(".runbook.yaml", ".graph.txt"));
});

test.each(documentsIn(fixtures))("%s has nothing wrong with it, and every expression compiles", (file) => {
  const { bundle, diagnostics } = parseRunbook(readFileSync(fixtures + file, "utf8"), { uri: file });
  expect(diagnostics).toEqual([]);
  const texts = new Set<string>();
  JSON.stringify(bundle, (key, value) => {
    if (key === "expr") texts.add(value.text);
    return value;
  });
  for (const text of texts)
    expect(runbookLanguages[0]?.compile(text), text).toMatchObject({ reads: expect.any(Array) });
});

test("the same text gives the same graph, whatever it is called", () => {
  const text = readFileSync(`${fixtures}release.runbook.yaml`, "utf8");
  const graphOf = (uri: string): string =>
    JSON.stringify(parseRunbook(text, { uri }).bundle).replaceAll(`"uri":"${uri}"`, "");
  expect(graphOf("a")).toBe(graphOf("b"));
});

test("every node, flow and expression leads back to the text", () => {
  const text = readFileSync(`${fixtures}phishing-triage.runbook.yaml`, "utf8");
  const lines = text.split("\n");
  const { bundle } = parseRunbook(text, { uri: "t" });
  let count = 0;
  JSON.stringify(bundle, (key, value) => {
    if (key === "expr") {
      const { line, column } = value.origin.start;
      expect(lines[line - 1]?.slice(column - 1).startsWith(value.text.slice(0, 20)), value.text).toBe(true);
      count++;
    }
    return value;
  });
  expect(count).toBeGreaterThan(10);
  for (const node of bundle?.graphs[0]?.nodes ?? []) {
    const origin = node.origin.kind === "source" ? node.origin : node.origin.from;
    expect(origin.pointer).toMatch(/^\/steps\/\d/);
  }
});

test.each([
  ["docs/runbook-format.md", 3],
  ["docs/runbook-flows.md", 1],
])("the examples in %s have nothing wrong with them", (file, count) => {
  const text = readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), "utf8");
  const examples = [...text.matchAll(/```yaml\n([^`]+)```/g)].map(([, example]) => example as string);
  expect(examples).toHaveLength(count);
  for (const example of examples) {
    // Some show a step alone, or fields alone.
    const head = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: x }\n";
    const around = example.startsWith("apiVersion:") ? "" : /^\w+:/.test(example) ? head : `${head}steps:\n`;
    expect(parseRunbook(around + example, { uri: file }).diagnostics).toEqual([]);
  }
});
