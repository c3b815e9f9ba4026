/**
 * A document as a CACAO playbook, read again, is the same graph: for every document of our own, for published ones where they lie beside the
 * checkout, and for random graphs, wherever their forks and joins are blocks. What is refused is refused with a flow to blame.
 */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { bpmnOf, cacaoOf, normalForm } from "@rb/convert";
import { type Bundle, check, type Diagnostic } from "@rb/ir";
import { load } from "@rb/loader";
import { randomBundle } from "@rb/testing";
import { afterAll, describe, expect, test } from "vitest";
import { allOwnDocuments, allPublishedDocuments, bundleOf, corpora } from "./lib/documents.js";
import { randomBlocks } from "./lib/random-blocks.js";
import { root } from "./lib/sources.js";

function isWrong(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

type Outcome = "refused" | "equal";

async function throughCacao(bundle: Bundle): Promise<Outcome> {
  const { text, diagnostics, counts } = cacaoOf(bundle);
  if (text === null) {
    expect(diagnostics).toMatchObject([{ code: "convert/not-structured", severity: "error" }]);
    return "refused";
  }
  expect(counts.lost).toBe(0);
  const again = await load(text, { uri: "converted" });
  expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(normalForm(again.bundle as Bundle)).toEqual(normalForm(bundle));
  return "equal";
}

test("most documents of our own are made of blocks", async () => {
  const bundles = (await Promise.all(allOwnDocuments.map(bundleOf))).filter((bundle) => bundle !== undefined);
  const written = bundles.filter((bundle) => cacaoOf(bundle).text !== null);
  expect(bundles.length).toBeGreaterThan(allOwnDocuments.length * 0.8);
  expect(written.length).toBeGreaterThan(bundles.length * 0.95);
});

test.each(allOwnDocuments.map((file) => [relative(root, file), file]))(
  "%s as CACAO is the same graph",
  async (_, file) => {
    const bundle = await bundleOf(file);
    if (bundle !== undefined) await throughCacao(bundle);
  },
);

/** Warnings that say of a playbook what its graph is like, and no other playbook could be made of. */
const unavoidable = new Set(["cacao/no-action", "cacao/no-end", "ir/empty-region"]);

test.each(allOwnDocuments.filter((file) => file.endsWith(".bpmn")).map((file) => [relative(root, file), file]))(
  "nothing is wrong with the playbook that %s becomes",
  async (_, file) => {
    const bundle = await bundleOf(file);
    const text = bundle === undefined ? null : cacaoOf(bundle).text;
    if (text === null) return;
    const { diagnostics } = await load(text, { uri: "converted" });
    const warnings = diagnostics.filter(({ code, severity }) => severity !== "info" && !unavoidable.has(code));
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  },
);

describe.runIf(existsSync(corpora))("published documents", () => {
  const counts = { convertible: 0, equal: 0, refused: 0 };
  afterAll(() => {
    console.info(`${counts.convertible} published documents: ${counts.equal} are equal, ${counts.refused} no blocks`);
  });

  test.each(allPublishedDocuments.map((file) => [relative(corpora, file), file]))(
    "%s as CACAO is the same graph",
    async (_, file) => {
      const bundle = await bundleOf(file);
      if (bundle === undefined) return;
      counts.convertible++;
      counts[await throughCacao(bundle)]++;
    },
  );

  test.each(
    allPublishedDocuments.filter((file) => file.endsWith(".json")).map((file) => [relative(corpora, file), file]),
  )("%s as BPMN, as CACAO again, is the same graph", async (_, file) => {
    const bundle = await bundleOf(file);
    if (bundle === undefined) return;
    const drawn = await load(bpmnOf(bundle).text ?? "", { uri: "drawn" });
    const again = await load(cacaoOf(drawn.bundle as Bundle).text ?? "", { uri: "converted" });
    expect(isWrong(again.diagnostics)).toBe(false);
    expect(normalForm(again.bundle as Bundle)).toEqual(normalForm(bundle));
  });
});

test.each(Array.from({ length: 15 }, (_, part) => part))(
  "random graphs, part %i, as CACAO are the same",
  async (part) => {
    let equal = 0;
    for (let seed = part * 40; seed < part * 40 + 40; seed++) {
      const bundle = randomBundle(seed);
      if (check(bundle).some(({ severity }) => severity === "error")) continue;
      if ((await throughCacao(bundle)) === "equal") equal++;
    }
    expect(equal).toBeGreaterThan(0);
  },
);

test.each(Array.from({ length: 20 }, (_, part) => part))("random blocks, part %i, are never refused", async (part) => {
  for (let seed = part * 50; seed < part * 50 + 50; seed++) {
    const bundle = randomBlocks(seed);
    expect(check(bundle).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(`${seed}: ${await throughCacao(bundle)}`).toBe(`${seed}: equal`);
  }
});
