import type { Bundle, Flow, Node, Origin } from "@rb/ir";
import { expect, test } from "vitest";
import { bpmnOf } from "./write-bpmn.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "/here", start: { line: 3, column: 1 } };

function bundle(
  nodes: readonly Partial<Node>[],
  flows: readonly Partial<Flow>[] = [],
  rest: Partial<Bundle> = {},
): Bundle {
  const graph = {
    id: "1 g",
    origin,
    region: { entries: [nodes[0]?.id ?? ""] },
    nodes: nodes.map((node) => ({ origin, ...node }) as Node),
    flows: flows.map((flow, at) => ({ origin, id: `f${at}`, ...flow }) as Flow),
  };
  return { version: 1, main: graph.id, graphs: [graph], ...rest };
}

test("texts are escaped, and those that XML can't hold go into the extension", () => {
  const name = `<a href="x">&'`;
  const nodes = [{ kind: "action", id: "a", executor: "noop", name, description: "bell \u0007 and \ud800" }] as const;
  const { text } = bpmnOf(bundle(nodes));
  expect(text).toContain(`name="&lt;a href=&quot;x&quot;&gt;&amp;'"`);
  expect(text).toContain("bell \\u0007 and \\ud800");
  expect(text).not.toContain("\u0007");
});

test("ids are NCNames, each of them once", () => {
  const nodes = [
    { kind: "start", id: "a b" },
    { kind: "action", id: "a/b", executor: "noop" },
    { kind: "end", id: "7" },
  ] as const;
  const { text } = bpmnOf(
    bundle(nodes, [
      { from: "a b", to: "a/b" },
      { from: "a/b", to: "7" },
    ]),
  );
  const ids = [...(text ?? "").matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z_][\w.-]*$/);
  expect(text).toContain('<bpmn:process id="_1_g"');
});

test("shared steps make no more copies than are allowed", () => {
  // Each level has two scopes that both begin at the next level: copies double.
  const levels = Array.from({ length: 30 }, (_, at) => at);
  const nodes = levels.flatMap((at) => [
    { kind: "scope", id: `a${at}`, region: { entries: [`a${at + 1}`] } },
    { kind: "scope", id: `b${at}`, region: { entries: [`a${at + 1}`] } },
  ]);
  const all = [...nodes, { kind: "end", id: "a30" }] as readonly Partial<Node>[];
  const flows = levels.map((at) => ({ from: `a${at}`, to: `b${at}` }));
  const { text, diagnostics } = bpmnOf(bundle(all, flows));
  expect(text).toBeNull();
  expect(diagnostics).toMatchObject([{ code: "convert/too-many-copies", severity: "error" }]);
});

test("parts lie in each other as deeply as is allowed, and a document of ten thousand is refused in good order", () => {
  const nested = (depth: number): Bundle => {
    const scopes = Array.from({ length: depth }, (_, at) => ({
      kind: "scope",
      id: `s${at}`,
      region: { entries: [`s${at + 1}`] },
    }));
    return bundle([...scopes, { kind: "end", id: `s${depth}` }] as readonly Partial<Node>[]);
  };
  expect(bpmnOf(nested(50)).text).not.toBeNull();
  const { text, diagnostics } = bpmnOf(nested(9_000));
  expect(text).toBeNull();
  expect(diagnostics).toMatchObject([{ code: "convert/too-deep", severity: "error" }]);
});

test("figures are placed by whoever places them, boxes by what is in them", () => {
  const nodes = [
    { kind: "scope", id: "box", region: { entries: ["a"] } },
    { kind: "action", id: "a", executor: "noop" },
  ] as readonly Partial<Node>[];
  const levels: string[][] = [];
  const { text } = bpmnOf(bundle(nodes), {
    place(figures) {
      levels.push(figures.map(({ id }) => id));
      return { centres: new Map(figures.map(({ id, width }, at) => [id, { x: 300 * at + width, y: 200 }])) };
    },
  });
  expect(levels).toEqual([
    ["a_start", "a_end", "a"],
    ["box_start", "box_end", "box"],
  ]);
  expect(text).toMatch(/<bpmndi:BPMNShape id="box_di" bpmnElement="box" isExpanded="true">/);
  expect(bpmnOf(bundle(nodes)).text).not.toContain("BPMNDiagram");
});
