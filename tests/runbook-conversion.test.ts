/**
 * A document as a runbook, read again, is the same graph: for every document of our own, for published ones where they lie beside the checkout,
 * and for random graphs.
 */
import { existsSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { normalForm } from "@rb/convert";
import { type RunbookOptions, runbookOf } from "@rb/convert/runbook";
import { type Bundle, check, type Graph, type Node, type NodeId } from "@rb/ir";
import { load } from "@rb/loader";
import { parseRunbook } from "@rb/parser-runbook";
import { formatRunbook } from "@rb/parser-runbook/layout";
import { randomBundle } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { everyMember } from "../packages/ir/test/every-member.js";
import { allOwnDocuments, allPublishedDocuments, bundleOf, corpora } from "./lib/documents.js";
import { randomBlocks } from "./lib/random-blocks.js";
import { randomPools } from "./lib/random-pools.js";
import { root } from "./lib/sources.js";

/** What is no mistake of whoever wrote a document that was converted. */
const slips: readonly string[] = ["runbook/undeclared-name", "runbook/foreign-template"];

async function throughRunbook(bundle: Bundle, options: RunbookOptions = {}): Promise<void> {
  const { text, counts, diagnostics } = runbookOf(bundle, options);
  // That a join waits in vain for what is out of reach is told, and nothing else is lost.
  if (check(bundle).some(({ code }) => code === "ir/unreachable-node") && counts.lost > 0) {
    for (const { message } of diagnostics) expect(message).toMatch(/to which no token comes|stand in a runbook/);
    return;
  }
  expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(counts.lost).toBe(0);
  const again = await load(text ?? "", { uri: "converted" });
  expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(again.diagnostics.filter(({ code }) => slips.includes(code))).toEqual([]);
  expect(normalForm(again.bundle as Bundle)).toEqual(normalForm(bundle));
}

/** What documents become, to be read: a process, a playbook, processes that send each other messages. */
const shown = ["bpmn/lost-laptop.bpmn", "cacao/phishing-response.json", "bpmn/semantics/message-flow.bpmn"];

test.each(shown)("%s as a runbook is as it was, and rb fmt leaves it so", async (file) => {
  const { text } = runbookOf((await bundleOf(join(root, "fixtures", file))) as Bundle);
  expect(formatRunbook(text ?? "", { uri: "converted" }).text).toBe(text);
  const name = basename(file, extname(file));
  await expect(text).toMatchFileSnapshot(join(root, "fixtures", "converted", `${name}.runbook.yaml`));
});

test.each(allOwnDocuments.map((file) => [relative(root, file), file]))(
  "%s as a runbook is the same graph",
  async (_, file) => {
    const bundle = await bundleOf(file);
    if (bundle !== undefined) await throughRunbook(bundle);
  },
);

test("every member of every type is read as it was written, and rb fmt leaves it where it is", () => {
  const graphs = everyMember.graphs.map((graph) => {
    return { ...graph, region: { ...graph.region, entries: graph.nodes.map(({ id }) => id) } };
  });
  const { text } = runbookOf({ ...everyMember, graphs });
  // It makes no sense as a procedure, so it is compared as it is written.
  const { bundle, diagnostics } = parseRunbook(text ?? "", { uri: "converted" });
  expect(diagnostics.filter(({ code }) => !code.startsWith("ir/"))).toEqual([]);
  expect(runbookOf(bundle as Bundle).text).toBe(text);
  expect(formatRunbook(text ?? "", { uri: "converted" }).text).toBe(text);
});

/** Every scope begins what the one before it begins, too. */
function withSharedSteps(seed: number): Bundle {
  const bundle = randomBundle(seed);
  let before: readonly NodeId[] = [];
  const nodes = (bundle.graphs[0] as Graph).nodes.map((node): Node => {
    if (node.kind !== "scope") return node;
    const entries = [...node.region.entries, ...before];
    before = node.region.entries;
    return { ...node, region: { ...node.region, entries } };
  });
  return { ...bundle, graphs: [{ ...(bundle.graphs[0] as Graph), nodes }] };
}

test("graphs whose branches share steps are the same also with those steps written once", {
  timeout: 60_000,
}, async () => {
  const documents = (await Promise.all(allOwnDocuments.map(bundleOf))).filter((bundle) => bundle !== undefined);
  const graphs = Array.from({ length: 80 }, (_, seed) => withSharedSteps(seed)).filter(
    (bundle) => !check(bundle).some(({ severity }) => severity === "error"),
  );
  const sharing = [...documents, ...graphs].filter((bundle) => {
    return runbookOf(bundle, { maxNodes: nodesIn(bundle) }).text !== runbookOf(bundle).text;
  });
  for (const bundle of sharing) await throughRunbook(bundle, { maxNodes: nodesIn(bundle) });
  expect(sharing.length).toBeGreaterThan(10);
});

function nodesIn({ graphs }: Bundle): number {
  return graphs.reduce((sum, { nodes }) => sum + nodes.length, 0);
}

describe.runIf(existsSync(corpora))("published documents", () => {
  test.each(allPublishedDocuments.map((file) => [relative(corpora, file), file]))(
    "%s as a runbook is the same graph",
    async (_, file) => {
      const bundle = await bundleOf(file);
      if (bundle !== undefined) await throughRunbook(bundle);
    },
  );
});

/** Random graphs by the kind: how many hundreds, and what makes one of a number. */
const random: readonly (readonly [kind: string, hundreds: number, make: (seed: number) => Bundle])[] = [
  ["graphs", 5, (seed) => randomBundle(seed)],
  ["graphs with expressions of runbooks", 1, (seed) => randomBundle(seed, "jsonata")],
  ["blocks", 1, randomBlocks],
  ["pools", 1, randomPools],
];

describe.each(random)("random %s", (_, hundreds, make) => {
  test.each(Array.from({ length: hundreds }, (_, part) => part))("part %i, as runbooks are the same", async (part) => {
    let checked = 0;
    for (let seed = part * 100; seed < part * 100 + 100; seed++) {
      const bundle = make(seed);
      if (check(bundle).some(({ severity }) => severity === "error")) continue;
      checked++;
      await throughRunbook(bundle);
    }
    expect(checked).toBeGreaterThan(20);
  });
});
