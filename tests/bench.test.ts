/** That the benchmark works and compares like with like; never how fast anything is. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { root } from "./lib/sources.js";

const bench = (path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ pathToFileURL(join(root, "bench", path)).href);
const performanceDocument = readFileSync(join(root, "docs", "performance.md"), "utf8");

test("every measurement runs, at sizes of ten", () => {
  const shown = execFileSync(process.execPath, [join(root, "bench", "run.mjs"), "--trial", "--no-build"], {
    encoding: "utf8",
  });
  const titles = [...performanceDocument.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect([...shown.matchAll(/^== (.+)$/gm)].map(([, title]) => title)).toEqual(titles);
});

test("what was measured replaces what was measured before, and nothing else", async () => {
  const { withMeasured } = (await bench("lib/document.mjs")) as {
    withMeasured: (document: string, name: string, text: string) => string;
  };
  const once = withMeasured(performanceDocument, "waiting", "| 1 |");
  expect(once).toContain("| 1 |");
  expect(withMeasured(once, "waiting", "| 2 |")).toBe(once.replace("| 1 |", "| 2 |"));
  expect(() => withMeasured(performanceDocument, "nothing", "")).toThrow("no place for 'nothing'");
});

test("a ratio pairs the samples of one round", async () => {
  const { ratio } = (await bench("lib/statistics.mjs")) as {
    ratio: (a: readonly number[], b: readonly number[]) => unknown;
  };
  expect(ratio([10, 40, 90], [5, 10, 30])).toEqual({ median: 3, least: 2, greatest: 4 });
});
