/**
 * Converting a document and reading what came of it gives an equivalent graph: for every document of our own, and for published ones where
 * they lie beside the checkout.
 */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { bpmnOf, normalForm } from "@rb/convert";
import { type Bundle, check } from "@rb/ir";
import { load } from "@rb/loader";
import { randomBundle } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { bundleOf, corpora, inOneRow, ownDocuments, publishedDocuments } from "./lib/documents.js";
import { randomPools } from "./lib/random-pools.js";
import { root } from "./lib/sources.js";

async function throughBpmn(bundle: Bundle): Promise<void> {
  const { text, counts } = bpmnOf(bundle, { place: inOneRow });
  const again = await load(text ?? "", { uri: "converted" });
  expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(again.diagnostics.filter(({ code }) => code === "bpmn/diagram-unused")).toEqual([]);
  expect(again.layout).toBeDefined();
  expect(counts.lost).toBe(0);
  expect(normalForm(again.bundle as Bundle)).toEqual(normalForm(bundle));
}

test("most documents of our own are without errors", async () => {
  const bundles = await Promise.all(ownDocuments.map(bundleOf));
  expect(bundles.filter((bundle) => bundle !== undefined).length).toBeGreaterThan(ownDocuments.length * 0.9);
});

test.each(ownDocuments.map((file) => [relative(root, file), file]))("%s as BPMN is the same graph", async (_, file) => {
  const bundle = await bundleOf(file);
  if (bundle !== undefined) await throughBpmn(bundle);
});

describe.runIf(existsSync(corpora))("published documents", () => {
  test.each(publishedDocuments.map((file) => [relative(corpora, file), file]))(
    "%s as BPMN is the same graph",
    async (_, file) => {
      const bundle = await bundleOf(file);
      if (bundle !== undefined) await throughBpmn(bundle);
    },
  );
});

test.each(Array.from({ length: 300 }, (_, seed) => seed))(
  "the random graph %i as BPMN is the same graph",
  async (seed) => {
    const bundle = randomBundle(seed);
    if (check(bundle).some(({ severity }) => severity === "error")) return;
    await throughBpmn(bundle);
  },
);

test.each(Array.from({ length: 100 }, (_, seed) => seed))(
  "the random pools %i and their message flows as BPMN are the same graphs",
  async (seed) => {
    const bundle = randomPools(seed);
    if (check(bundle).some(({ severity }) => severity === "error")) return;
    await throughBpmn(bundle);
  },
);

test("conditions keep their language, which whoever reads the document can evaluate", async () => {
  const bundle = await bundleOf(join(root, "fixtures/cacao/phishing-response.json"));
  const { text } = bpmnOf(bundle as Bundle);
  expect(text).toContain('language="urn:rb:language:stix-comparison"');
  const again = await load(text ?? "", { uri: "converted" });
  expect(again.languages.expressions.map(({ name }) => name)).toContain("stix-comparison");
  expect(again.bundle?.languages?.map(({ name }) => name)).toEqual(expect.arrayContaining(["stix-comparison"]));
});
