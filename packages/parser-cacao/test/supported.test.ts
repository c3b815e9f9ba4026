/** docs/supported-cacao.md names, for what it says, what shows it. */
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const docs = new URL("../../../docs/supported-cacao.md", import.meta.url);
const text = readFileSync(docs, "utf8");

it("names files that are there", () => {
  const links = Array.from(text.matchAll(/\]\(([^)#]+)\)/g), ([, link]) => link as string);
  expect(links.length).toBeGreaterThan(40);
  expect(links.filter((link) => !existsSync(new URL(link, docs)))).toEqual([]);
});

it("shows every construct by something", () => {
  const tables = text
    .split("\n\n")
    .filter((block) => block.startsWith("|") && block.split("\n")[0]?.includes("shown by"));
  expect(tables.length).toBe(5);
  const rows = tables.flatMap((table) => table.split("\n").slice(2));
  expect(rows.filter((row) => !/\]\([^)]+\) \|$/.test(row))).toEqual([]);
});
