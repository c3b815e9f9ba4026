/** What `rb convert --to bpmn` writes opens in an editor with everything in its place, and what the editor saves is the same graph. */
import { join, relative } from "node:path";
import { runCommandLine, type Terminal } from "@rb/cli";
import { bpmnOf, normalForm, type Place } from "@rb/convert";
import { type Bundle, check, isActivity } from "@rb/ir";
import { load } from "@rb/loader";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleOf, inOneRow, ownDocuments, publishedDocuments } from "../lib/documents.js";
import { randomPools } from "../lib/random-pools.js";
import { root } from "../lib/sources.js";
import { type Editor, type Opened, startEditor } from "./editor.js";
import { covered, crossings, misplaced } from "./misplaced.js";

let editor: Editor;

beforeAll(async () => {
  editor = await startEditor(JSON.parse(process.env.RB_BROWSER ?? "{}"));
});

afterAll(() => editor.close());

/** What the command writes to standard output. */
async function converted(file: string): Promise<string> {
  const written: string[] = [];
  const output = (write: (text: string) => void): Terminal["out"] => ({
    write,
    paint: (_, text) => text,
    interactive: false,
  });
  const terminal = { out: output((text) => written.push(text)), err: output(() => {}), ask: null };
  await runCommandLine(["convert", file, "--to", "bpmn", "--lossy"], terminal);
  return written.join("");
}

/** Ids of all that the document itself says, so that the canvas has to show it. */
function idsOf({ graphs }: Bundle): readonly string[] {
  const parts = graphs.flatMap(({ nodes, flows }) => [
    ...nodes,
    ...flows,
    ...nodes.flatMap((node) => (isActivity(node) ? (node.handlers ?? []) : [])),
  ]);
  return parts.flatMap(({ id, origin }) => (origin.kind === "source" ? [id] : []));
}

function countOf(drawn: Opened["drawn"], type: string): number {
  return drawn.filter((one) => one.type === `bpmn:${type}`).length;
}

function isAllThere({ drawn, warnings }: Opened, bundle: Bundle): void {
  expect(warnings).toEqual([]);
  const there = new Set(drawn.map(({ id }) => id));
  expect(idsOf(bundle).filter((id) => !there.has(id))).toEqual([]);
  expect(countOf(drawn, "MessageFlow")).toBe(bundle.routes?.length ?? 0);
  expect(countOf(drawn, "Participant")).toBe(bundle.graphs.length > 1 ? bundle.graphs.length : 0);
  expect(misplaced(drawn)).toEqual([]);
}

async function isSame(text: string, bundle: Bundle): Promise<void> {
  const { diagnostics, bundle: read } = await load(text, { uri: "saved" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(normalForm(read as Bundle)).toEqual(normalForm(bundle));
}

/** Some of each kind: the editor takes its time. */
const some = publishedDocuments.filter((_, at) => at % 10 === 0);

test.each([...ownDocuments, ...some].map((file) => [relative(root, file), file]))(
  "%s opens in an editor",
  async (_, file) => {
    const bundle = await bundleOf(file);
    if (bundle === undefined) return;
    const text = await converted(file);
    const read = (await load(text, { uri: "converted" })).bundle as Bundle;
    const opened = await editor.open(text);
    isAllThere(opened, read);
    expect([...crossings(opened.drawn), ...covered(opened.drawn)]).toEqual([]);
    await isSame(opened.xml, bundle);
  },
);

test.each(Array.from({ length: 40 }, (_, seed) => seed))("the random pools %i open in an editor", async (seed) => {
  const bundle = randomPools(seed);
  if (check(bundle).some(({ severity }) => severity === "error")) return;
  const text = bpmnOf(bundle, { place: inOneRow }).text ?? "";
  const opened = await editor.open(text);
  isAllThere(opened, (await load(text, { uri: "converted" })).bundle as Bundle);
  await isSame(opened.xml, bundle);
});

const phishing = join(root, "fixtures/cacao/phishing.json");

test("a step that is moved and renamed in the editor has another name, and all else is as it was", async () => {
  const text = await converted(phishing);
  const { graphs, ...rest } = (await load(text, { uri: "converted" })).bundle as Bundle;
  const step = graphs[0]?.nodes.find(({ kind }) => kind === "action");
  const renamed = graphs.map((graph) => ({
    ...graph,
    nodes: graph.nodes.map((node) => (node === step ? { ...node, name: "Called otherwise" } : node)),
  }));
  await isSame(await editor.change(text, step?.id ?? "", "Called otherwise"), { ...rest, graphs: renamed });
});

test("figures over each other are noticed, and lines that don't meet them", async () => {
  const place: Place = (figures) => ({ centres: new Map(figures.map(({ id }) => [id, { x: 500, y: 500 }])) });
  const stacked = bpmnOf((await bundleOf(phishing)) as Bundle, { place }).text ?? "";
  const torn = (await converted(phishing)).replace(/<dc:Bounds x="\d+"/, '<dc:Bounds x="9000"');
  expect(misplaced((await editor.open(torn)).drawn)).toContainEqual(expect.stringContaining("doesn't meet"));
  const { drawn } = await editor.open(stacked);
  expect(misplaced(drawn)).toContainEqual(expect.stringContaining("lies over"));
  expect(crossings(drawn)).toContainEqual(expect.stringContaining("runs through"));
  expect(covered(drawn)).toContainEqual(expect.stringContaining("is written over"));
});
