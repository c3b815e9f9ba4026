/**
 * Converting a document and reading what came of it gives an equivalent graph: for every document of our own, and for published ones where
 * they lie beside the checkout.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { bpmnOf, normalForm, type Place } from "@rb/convert";
import { type Bundle, check } from "@rb/ir";
import { load } from "@rb/loader";
import { randomBundle } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { root } from "./lib/sources.js";

const corpora = join(root, "..", "shared", "corpora");
const own = ["bpmn", "cacao", "runbook", "procedures", "bpmn/semantics"].flatMap((folder) =>
  documentsIn(join(root, "fixtures", folder)),
);
const published = [
  "bpmn/soar-workflows",
  "cacao/playbooks/head",
  "cacao/playbooks/history",
  "bpmn/miwg-reference",
].flatMap((folder) => documentsIn(join(corpora, folder)));

function documentsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(?:bpmn|json|yaml)$/.test(name))
    .map((name) => join(folder, name));
}

/** The bundle of a document; undefined for one with errors, which is not converted. */
async function bundleOf(file: string): Promise<Bundle | undefined> {
  const { bundle, diagnostics } = await load(readFileSync(file, "utf8"), { uri: file });
  return bundle === null || diagnostics.some(({ severity }) => severity === "error") ? undefined : bundle;
}

/** One beside the other: where figures go is not what is tested here. */
const place: Place = (figures) => {
  let left = 0;
  const centres = figures.map(({ id, width, height }) => {
    left += width + 60;
    return [id, { x: left - width / 2, y: height / 2 }] as const;
  });
  return { centres: new Map(centres) };
};

async function throughBpmn(bundle: Bundle): Promise<void> {
  const { text, counts } = bpmnOf(bundle, { place });
  const again = await load(text ?? "", { uri: "converted" });
  expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(again.diagnostics.filter(({ code }) => code === "bpmn/diagram-unused")).toEqual([]);
  expect(again.layout).toBeDefined();
  if ((bundle.routes ?? []).length > 0) expect(counts.lost).toBe(bundle.routes?.length);
  else expect(counts.lost).toBe(0);
  expect(normalForm(again.bundle as Bundle)).toEqual(normalForm(bundle));
}

test("most documents of our own are without errors", async () => {
  const bundles = await Promise.all(own.map(bundleOf));
  expect(bundles.filter((bundle) => bundle !== undefined).length).toBeGreaterThan(own.length * 0.9);
});

test.each(own.map((file) => [relative(root, file), file]))("%s as BPMN is the same graph", async (_, file) => {
  const bundle = await bundleOf(file);
  if (bundle !== undefined) await throughBpmn(bundle);
});

describe.runIf(existsSync(corpora))("published documents", () => {
  test.each(published.map((file) => [relative(corpora, file), file]))(
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

test("conditions keep their language, which whoever reads the document can evaluate", async () => {
  const bundle = await bundleOf(join(root, "fixtures/cacao/phishing-response.json"));
  const { text } = bpmnOf(bundle as Bundle);
  expect(text).toContain('language="urn:rb:language:stix-comparison"');
  const again = await load(text ?? "", { uri: "converted" });
  expect(again.languages.expressions.map(({ name }) => name)).toContain("stix-comparison");
  expect(again.bundle?.languages?.map(({ name }) => name)).toEqual(expect.arrayContaining(["stix-comparison"]));
});
