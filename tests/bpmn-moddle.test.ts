/**
 * What is written as BPMN is read by the library that common editors read with: nothing about it is unknown to that, and what it writes again is
 * still the same graph. `scripts/bpmn-editor.mjs` has the same done by an editor.
 */
import { relative } from "node:path";
import { bpmnOf, normalForm } from "@rb/convert";
import { type Bundle, check } from "@rb/ir";
import { load } from "@rb/loader";
import { BpmnModdle } from "bpmn-moddle";
import { expect, test } from "vitest";
import { bundleOf, inOneRow, ownDocuments, publishedDocuments } from "./lib/documents.js";
import { randomPools } from "./lib/random-pools.js";
import { root } from "./lib/sources.js";

async function throughModdle(bundle: Bundle): Promise<void> {
  const text = bpmnOf(bundle, { place: inOneRow }).text ?? "";
  const moddle = new BpmnModdle();
  const { rootElement, references, elementsById, warnings } = await moddle.fromXML(text);
  expect(warnings.map(({ message }) => message)).toEqual([]);
  expect(references.filter(({ id }) => elementsById[id] === undefined)).toEqual([]);
  const { xml } = await moddle.toXML(rootElement, { format: true });
  const again = await load(xml, { uri: "written again" });
  expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(normalForm(again.bundle as Bundle)).toEqual(normalForm(bundle));
}

test.each([...ownDocuments, ...publishedDocuments].map((file) => [relative(root, file), file]))(
  "%s as BPMN is read by others",
  async (_, file) => {
    const bundle = await bundleOf(file);
    if (bundle !== undefined) await throughModdle(bundle);
  },
);

test.each(Array.from({ length: 100 }, (_, seed) => seed))(
  "the random pools %i as BPMN are read by others",
  async (seed) => {
    const bundle = randomPools(seed);
    if (check(bundle).some(({ severity }) => severity === "error")) return;
    await throughModdle(bundle);
  },
);
