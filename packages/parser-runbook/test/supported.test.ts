/** docs/supported-runbook.md names, for each construct of the native format, the documents that show it. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);
const folders = ["fixtures/runbook/semantics", "fixtures/runbook/flow", "packages/parser-runbook/test/lowering"];

const text = readFileSync(new URL("docs/supported-runbook.md", root), "utf8");
const table = (text.split("\n\n").find((block) => block.startsWith("|")) as string).split("\n");
const rows = table.slice(2).map((row) => {
  const [construct, ...cells] = row.slice(2, -2).split(" | ") as [string, ...string[]];
  return { construct, documents: (cells.at(-1) as string).replace(/^\| /, "").split(", ") };
});

test("the table has a column for them", () => {
  expect(table[0]).toMatch(/\| shown by \|$/);
  expect(rows.length).toBeGreaterThan(35);
});

test.each(rows)("$construct", ({ construct, documents }) => {
  const texts = documents.map(textOf);
  // All that is named in the construct, such as `needs`, or `inputs.x`, is used by one of them.
  for (const [, word] of construct.matchAll(/`([A-Za-z]+)\b[^`]*`/g)) {
    expect(texts.some((one) => new RegExp(`\\b${word}:`).test(one))).toBe(true);
  }
});

function textOf(document: string): string {
  const file = folders
    .map((folder) => new URL(`${folder}/${document}.runbook.yaml`, root))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`There is no document '${document}'.`);
  return readFileSync(file, "utf8");
}
