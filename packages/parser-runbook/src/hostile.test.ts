/** Documents from strangers: whatever they are, parsing ends soon, in diagnostics, without an exception. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseRunbook } from "./parse-runbook.js";

const head = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\n";
const million = 1_000_000;
const fill = (unit: string, length = million): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe("hostile YAML ends soon in an error", () => {
  test.each<readonly [what: string, text: string, code: string]>([
    ["100,000 levels of flow lists", "[".repeat(100_000), "too-deep"],
    ["100,000 levels of flow maps", '{"a":'.repeat(100_000), "too-deep"],
    ["100,000 levels of block lists", "- ".repeat(100_000), "too-deep"],
    ["100,000 levels of keys that are keys", "? ".repeat(100_000), "too-deep"],
    [
      "1,400 levels of indentation",
      Array.from({ length: 1400 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
      "too-deep",
    ],
    ["nesting hidden behind quotes", '[ "]", '.repeat(50_000), "too-deep"],
    [
      "an alias bomb",
      `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: [*a, *a, *a]`).join("\n")}`,
      "yaml-anchor",
    ],
    ["a document of a hundred megabytes", fill("a", 100 * million), "too-large"],
    ["only spaces", fill(" "), "empty"],
    ["only line ends", fill("\n"), "empty"],
    ["only comments", fill("# a\n"), "empty"],
    ["only commas", `[${fill(",", 100_000)}]`, "yaml-syntax"],
    ["only quotes", fill('"', 50_000), "yaml-syntax"],
    ["bad escapes", `"${fill("\\q", 100_000)}"`, "yaml-syntax"],
    ["anchors without end", fill("&a ", 100_000), "yaml-syntax"],
    ["tags without end", fill("!a ", 100_000), "yaml-syntax"],
    ["many documents", fill("---\n"), "several-documents"],
    ["many lines without a colon", fill("a\n"), "wrong-type"],
    ["keys in keys", fill("a: b: c\n", 100_000), "yaml-syntax"],
    ["some dashes", fill("-\n", 40_000), "wrong-type"],
    ["nothing but dashes", fill("-\n"), "too-many-values"],
    ["many empty keys", fill("? a\n", 400_000), "yaml-duplicate-key"],
    ["a long key", `${fill("k", 900_000)}: 1`, "yaml-syntax"],
    ["a very long number", `a: ${fill("9", 900_000)}`, "yaml-number"],
    ["a byte order mark and nothing", "\ufeff", "empty"],
    ["a control character", "a: \u0001", "yaml-syntax"],
    ["JavaScript", "(() => { while (true) {} })()", "wrong-type"],
    ["XML", "<?xml version='1.0'?><a/>", "wrong-type"],
  ])("%s", (_, text, code) => {
    const start = performance.now();
    const { bundle, diagnostics } = parseRunbook(text, { uri: "t" });
    expect(performance.now() - start).toBeLessThan(8000);
    expect(bundle).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(`runbook/${code}`);
    expect(diagnostics.length).toBeLessThan(1002);
  });

  test.each<readonly [what: string, text: string]>([
    [
      "steps named like members of every object",
      `- { id: constructor, use: { executor: x } }\n- { id: __proto__, use: { executor: toString } }`,
    ],
    [
      "values and labels named so",
      `- { id: a, labels: { __proto__: x, constructor: y }, use: { executor: x, with: { __proto__: { polluted: 1 } } } }`,
    ],
    ["outputs named so", `- { id: a, run: [x], outputs: { __proto__: 1, constructor: "\${{ result.__proto__ }}" } }`],
    ["variables named so", `- { id: a, set: { __proto__: "\${{ vars.__proto__ }}", constructor: 2 } }`],
  ])("%s stay names", (_, text) => {
    const document = `${head}vars: { __proto__: 1, constructor: 2 }\nsteps:\n${text.replaceAll(/^/gm, "  ")}\n`;
    const { bundle, diagnostics } = parseRunbook(document, { uri: "t" });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(bundle).not.toBeNull();
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("ten thousand steps that need each other in every way are read in reasonable time", () => {
    const steps = Array.from({ length: 5000 }, (_, i) => {
      const needs = Array.from({ length: 12 }, (_, k) => i - 1 - k * 17).filter((n) => n >= 0);
      return `  - { id: s${i}, when: steps.s${Math.max(0, i - 1)}.output = 1, needs: [${needs.map((n) => `s${n}`).join(", ")}], use: { executor: x } }`;
    });
    const start = performance.now();
    const { diagnostics } = parseRunbook(`${head}steps:\n${steps.join("\n")}\n`, {
      uri: "t",
      limits: { maxNodes: 20_000 },
    });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(diagnostics.map(({ code }) => code)).toEqual(["runbook/step-not-before"]);
  });
});

test("thousands of references to names that nobody has", () => {
  const steps = Array.from({ length: 4000 }, (_, at) => `  - { id: step${at}, manual: x, after: [stepp${at}x] }`);
  const before = performance.now();
  const { diagnostics } = parseRunbook(
    `apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: x }\nsteps:\n${steps.join("\n")}\n`,
    {
      uri: "t",
    },
  );
  expect(performance.now() - before).toBeLessThan(4000);
  expect(diagnostics.at(-1)?.code).toBe("runbook/more-problems");
});

const fixtures = fileURLToPath(new URL("../../../fixtures/runbook/", import.meta.url));
const documents = [fixtures, `${fixtures}flow/`].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".runbook.yaml"))
    .map((file) => readFileSync(folder + file, "utf8")),
);

test("no damage to a runbook makes the parser throw", () => {
  const piece = fc.constantFrom(
    ..."[]{}:,-&*!|>'\"%@`#?\n\t \\$0aé\u{1f600}",
    "${{",
    "}}",
    "steps.",
    "<<",
    "---\n",
    "\ud800",
    "\0",
  );
  const damage = fc.record({
    document: fc.constantFrom(...documents),
    at: fc.nat(),
    remove: fc.nat(40),
    insert: fc.array(piece, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(damage, fc.boolean(), ({ document, at, remove, insert }, cut) => {
      const place = at % document.length;
      const text = document.slice(0, place) + insert.join("") + (cut ? "" : document.slice(place + remove));
      const { bundle, diagnostics } = parseRunbook(text, { uri: "t" });
      if (bundle === null) expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
      for (const { origin } of diagnostics) {
        const { start } = origin.kind === "source" ? origin : origin.from;
        expect(start.line).toBeGreaterThan(0);
        expect(start.line).toBeLessThanOrEqual(text.split("\n").length);
      }
    }),
    { numRuns: 1000 },
  );
});

/** The places of all values in it, as pointers. */
function placesIn(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...at, key]))];
}

function valueAt(value: unknown, place: readonly string[]): unknown {
  return place.reduce((inner, key) => (inner as { readonly [key: string]: unknown })[key], value);
}

test("nothing in another's place makes the parser throw", () => {
  const trees = documents.map((document) => ({ tree: parse(document) as unknown, places: placesIn(parse(document)) }));
  const other = fc.constantFrom<unknown>(
    null,
    1,
    "",
    "x",
    "${{ x }}",
    true,
    [],
    {},
    [[]],
    [null],
    { id: "a" },
    { $value: 1 },
  );
  const exchange = fc.record({ tree: fc.nat(), from: fc.nat(), to: fc.nat(), other: fc.option(other) });
  fc.assert(
    fc.property(exchange, ({ tree: index, from, to, other: instead }) => {
      const { tree, places } = trees[index % trees.length] as (typeof trees)[number];
      const place = places[1 + (to % (places.length - 1))] as readonly string[];
      const changed = structuredClone(tree);
      const owner = valueAt(changed, place.slice(0, -1)) as { [key: string]: unknown };
      owner[place.at(-1) as string] = instead ?? valueAt(tree, places[from % places.length] as readonly string[]);
      const { bundle, diagnostics } = parseRunbook(JSON.stringify(changed), { uri: "t" });
      if (bundle === null) expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

describe("regular expressions that are too many together are refused", () => {
  const many = (line: (n: number) => string): string => Array.from({ length: 2000 }, (_, n) => line(n)).join("\n");
  const last = "steps: [{ id: a, set: {} }]\n";
  test.each<readonly [where: string, text: string]>([
    ["inputs", `${head}inputs:\n${many((n) => `  a${n}: { type: string, pattern: '(a{1,30}){1,30}' }`)}\n${last}`],
    [
      "a schema",
      `${head}inputs:\n  a:\n    schema:\n      patternProperties:\n${many((n) => `        'x${n}(a{1,20}){1,20}$': {}`)}\n${last}`,
    ],
    [
      "what is redacted",
      `${head}governance:\n  redact:\n${many((n) => `    - { pattern: '(a{1,30}){1,20}${n}', replace: b }`)}\n${last}`,
    ],
    [
      "what is redacted, in runbook/v0",
      `apiVersion: runbook/v0\nmeta:\n  name: t\n  governance:\n    redact:\n${many((n) => `      - { pattern: '(a{1,30}){1,20}${n}', replace: b }`)}\nsteps: [{ id: a, type: manual, instructions: x }]\n`,
    ],
  ])("%s", (_, text) => {
    const { bundle, diagnostics } = parseRunbook(text, { uri: "t" });
    expect(bundle).toBeNull();
    expect(diagnostics.filter(({ severity }) => severity === "error")[0]).toMatchObject({
      code: "runbook/bad-pattern",
      message: expect.stringContaining("more of them than it may have"),
    });
  });
});
