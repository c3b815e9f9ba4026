import { readFileSync } from "node:fs";
import { type Layout, type LayoutPage, planHash } from "@rb/ir";
import { expect, test } from "vitest";
import { parseBpmn } from "../parse-bpmn.js";
import { BPMN } from "../xml/element.js";

const namespaces = `xmlns="${BPMN}" xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC" xmlns:d="http://www.omg.org/spec/DD/20100524/DI"`;
const model = `<process id="p"><startEvent id="a"/><task id="b" name="B"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/></process>`;
const plane = (drawn: string, of = "p"): string =>
  `<i:BPMNDiagram name="D"><i:BPMNPlane bpmnElement="${of}">${drawn}</i:BPMNPlane></i:BPMNDiagram>`;
const shape = (of: string, bounds: string, more = ""): string => {
  const [x, y, width, height] = bounds.split(" ");
  return `<i:BPMNShape bpmnElement="${of}"${more}><c:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></i:BPMNShape>`;
};
const edge = (of: string, ...points: readonly string[]): string => {
  const waypoints = points.map((point) => `<d:waypoint x="${point.split(" ")[0]}" y="${point.split(" ")[1]}"/>`);
  return `<i:BPMNEdge bpmnElement="${of}">${waypoints.join("")}</i:BPMNEdge>`;
};
const a = shape("a", "0 22 36 36");
const b = shape("b", "80 0 100 80");
const f = edge("f", "36 40", "80 40");

function parsed(content: string): { layout: Layout | undefined; unused: string | undefined } {
  const { layout, diagnostics } = parseBpmn(`<definitions ${namespaces}>${content}</definitions>`, { uri: "t.bpmn" });
  const unused = diagnostics.find(({ code }) => code === "bpmn/diagram-unused");
  return { layout, unused: unused?.message };
}

function pages(content: string): readonly LayoutPage[] {
  const { layout, unused } = parsed(content);
  expect(unused).toBeUndefined();
  return layout?.pages ?? [];
}
const ids = ({ shapes, lines }: LayoutPage): string => [...shapes, ...lines].map(({ id }) => id).join(" ");

test("shapes and lines are where the diagram has them", () => {
  const [page, ...others] = pages(
    model + plane(shape("a", "-7.5 22 36 36") + b + edge("f", "28.5 40", "5e1 40.25", "80 40")),
  );
  expect(others).toEqual([]);
  expect(page?.shapes).toEqual([
    {
      id: "a",
      graph: "p",
      bounds: { x: -7.5, y: 22, width: 36, height: 36 },
      look: { as: "event", position: "start", sign: "none" },
    },
    {
      id: "b",
      graph: "p",
      bounds: { x: 80, y: 0, width: 100, height: 80 },
      look: { as: "activity", task: "none", markers: [], border: "plain" },
      label: { text: "B" },
    },
  ]);
  const points = [
    { x: 28.5, y: 40 },
    { x: 50, y: 40.25 },
    { x: 80, y: 40 },
  ];
  expect(page?.lines).toEqual([{ id: "f", graph: "p", as: "flow", heads: "end", from: "a", to: "b", points }]);
});

test("a document without a diagram says nothing of it", () => {
  expect(parsed(model)).toEqual({ layout: undefined, unused: undefined });
});

test.each<[why: string, drawn: string, reason: RegExp]>([
  ["a node is missing", a + f, /doesn't show the task 'B'/],
  ["a flow is missing", a + b, /doesn't show the sequence flow 'f'/],
  ["a flow has no waypoints", a + b + edge("f"), /sequence flow 'f' has fewer than two waypoints/],
  ["a flow has one waypoint", a + b + edge("f", "1 1"), /fewer than two waypoints/],
  ["a shape has no bounds", `${a}<i:BPMNShape bpmnElement="b"/>${f}`, /task 'B'.* no place or size/],
  ["a place is no number", a + shape("b", "NaN 0 100 80") + f, /no place or size/],
  ["a place is hexadecimal", a + shape("b", "0x10 0 100 80") + f, /no place or size/],
  ["a place is out of sight", a + shape("b", "1e308 0 100 80") + f, /no place or size/],
  ["a size is nothing", a + shape("b", "80 0 0 80") + f, /no place or size/],
  ["a size is negative", a + shape("b", "80 0 -100 80") + f, /no place or size/],
  ["a size is out of sight", a + shape("b", "80 0 100 1e6") + f, /no place or size/],
  ["a waypoint is out of sight", a + b + edge("f", "0 0", "1e300 0"), /waypoint of the sequence flow 'f'/],
  [
    "all lies at one point",
    shape("a", "0 0 36 36") + shape("b", "0 0 36 36") + f,
    /lies on top of the start event 'a'/,
  ],
  ["nothing of it is in the document", shape("x", "0 0 1 1") + shape("collab", "0 0 9 9"), /shows no step/],
])("when %s, the diagram isn't used, and that is said", (_, drawn, reason) => {
  const { layout, unused } = parsed(`<collaboration id="collab"/>${model}${plane(drawn)}`);
  expect(layout).toBeUndefined();
  expect(unused).toMatch(reason);
});

test("a diagram with more shapes than anybody can look at is refused in bounded time", () => {
  const numbers = Array.from({ length: 101 }, (_, index) => index);
  const tasks = numbers.map((index) => `<task id="t${index}"/>`).join("");
  const drawn = plane(numbers.map((index) => shape(`t${index}`, `${index} 0 10 10`)).join(""));
  const started = performance.now();
  const { layout, unused } = parsed(`<process id="p">${tasks}</process>${drawn.repeat(100)}`);
  expect(layout).toBeUndefined();
  expect(unused).toMatch(/10100 shapes and edges/);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("a diagram with more pages than anybody scrolls through is refused", () => {
  const subprocesses = Array.from(
    { length: 201 },
    (_, index) => `<subProcess id="s${index}"><task id="t${index}"/></subProcess>`,
  );
  const drawn = subprocesses.map((_, index) => {
    const place = index * 200;
    return shape(`s${index}`, `${place} 0 10 10`, ' isExpanded="false"') + shape(`t${index}`, `${place} 500 100 80`);
  });
  const content = (count: number): string =>
    `<process id="p">${subprocesses.slice(0, count).join("")}</process>${plane(drawn.slice(0, count).join(""))}`;
  expect(pages(content(199))).toHaveLength(200);
  expect(parsed(content(201)).unused).toMatch(/202 pages/);
});

const inner = `<subProcess id="s" name="S"><task id="t"/></subProcess>`;
const process = `<process id="p">${inner}</process>`;
const t = shape("t", "300 300 100 80");

test("what a closed subprocess contains may be nowhere, on a plane of its own, or beside it", () => {
  const closed = shape("s", "0 0 100 80", ' isExpanded="false"');
  for (const [drawn, expected] of [
    [plane(closed), ["s"]],
    [plane(t, "s") + plane(closed), ["s", "t"]],
    [plane(closed + t), ["s", "t"]],
  ] as const) {
    const found = pages(process + drawn);
    expect(found.map(ids)).toEqual(expected);
    expect(found.map(({ title }) => title)).toEqual(expected.map((id) => (id === "t" ? "S" : undefined)));
    expect(found[0]?.shapes[0]?.look).toMatchObject({ markers: ["closed"] });
  }
});

test("what an open one contains is drawn after it, and must be there", () => {
  const open = shape("s", "0 0 500 500", ' isExpanded="true"');
  const [page] = pages(process + plane(t + open));
  expect(page && ids(page)).toBe("s t");
  expect(page?.shapes[0]?.look).toMatchObject({ open: true, markers: [] });
  expect(parsed(process + plane(open)).unused).toMatch(/doesn't show the task 't'/);
});

test("a subprocess that calls itself closed with everything inside of its borders is open", () => {
  const [page, ...others] = pages(process + plane(shape("s", "0 0 500 500", ' isExpanded="false"') + t));
  expect(others).toEqual([]);
  expect(page && ids(page)).toBe("s t");
});

test("a second view of the same is left out, and so is a second shape of one element", () => {
  expect(pages(model + plane(a + b + f + shape("b", "9 9 9 9")) + plane(a + b)).map(ids)).toEqual(["a b f"]);
});

test("a process that isn't drawn at all doesn't keep others from being drawn", () => {
  const called = '<process id="q"><task id="other"/></process>';
  expect(pages(model + called + plane(a + b + f)).map(ids)).toEqual(["a b f"]);
});

test("labels stay where they are put, unless nobody could see them there", () => {
  const label = (x: string): string =>
    `<i:BPMNShape bpmnElement="b"><c:Bounds x="80" y="0" width="100" height="80"/><i:BPMNLabel><c:Bounds x="${x}" y="1" width="2" height="3"/></i:BPMNLabel></i:BPMNShape>`;
  const labels = (x: string): unknown => pages(model + plane(a + label(x) + f))[0]?.shapes[1]?.label;
  expect(labels("7")).toEqual({ text: "B", bounds: { x: 7, y: 1, width: 2, height: 3 } });
  expect(labels("1e99")).toEqual({ text: "B" });
});

test("the fixture with everything: pools, lanes, data, a note, boundary events, two planes", () => {
  const text = readFileSync(new URL("../../../../fixtures/bpmn/lost-laptop.bpmn", import.meta.url), "utf8");
  const { layout, bundle } = parseBpmn(text, { uri: "lost-laptop.bpmn" });
  const [main, inside] = layout?.pages ?? [];
  const look = (id: string): unknown => main?.shapes.find((one) => one.id === id)?.look;
  expect(look("staff")).toEqual({ as: "pool", heading: "none" });
  expect(look("security")).toEqual({ as: "pool", heading: "left" });
  expect(look("desk")).toEqual({ as: "lane", heading: "left" });
  expect(look("slow")).toEqual({ as: "event", position: "catch", sign: "timer", nonInterrupting: true });
  expect(look("wait")).toEqual({ as: "gateway", sign: "event" });
  expect(look("why")).toEqual({ as: "note" });
  expect(look("inventory-entry")).toEqual({ as: "data" });
  expect(look("breach")).toMatchObject({ markers: ["closed"] });
  expect(main?.lines.find(({ id }) => id === "harmless")).toMatchObject({ when: "otherwise" });
  expect(main?.lines.find(({ id }) => id === "report")).toMatchObject({ as: "message", from: "staff", to: "start" });
  expect(inside).toMatchObject({ title: "Handle the breach" });

  // Every node that has an element of its own can be found in the picture.
  const drawn = new Set(
    layout?.pages.flatMap(({ shapes }) => shapes.filter(({ graph }) => graph === "lost").map(({ id }) => id)),
  );
  const written = bundle?.graphs[0]?.nodes.filter(({ origin }) => origin.kind === "source") ?? [];
  expect(written.filter(({ id }) => !drawn.has(id))).toEqual([]);

  const without = parseBpmn(text.replace(/<bpmndi:BPMNDiagram[\s\S]*<\/bpmndi:BPMNDiagram>/, ""), { uri: "x.bpmn" });
  expect(without.layout).toBeUndefined();
  expect(bundle && without.bundle && planHash(without.bundle) === planHash(bundle)).toBe(true);
});
