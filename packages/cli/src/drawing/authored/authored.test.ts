import { readFileSync } from "node:fs";
import type { Bundle, Layout, LayoutLine, LayoutShape, Origin, ShapeLook } from "@rb/ir";
import { load } from "@rb/loader";
import { describe, expect, it, test } from "vitest";
import { fitText, wrapText } from "./fit-text.js";
import { cropped } from "./outline.js";
import { authoredSvgOf } from "./svg.js";

const origin: Origin = { kind: "source", uri: "x", pointer: "", start: { line: 1, column: 1 } };
const bundle: Bundle = {
  version: 1,
  main: "g",
  graphs: [
    {
      id: "g",
      name: "Drawn",
      region: { entries: ["a"] },
      nodes: [{ kind: "action", id: "a", executor: "http", origin }],
      flows: [],
      origin,
    },
  ],
};
const task: ShapeLook = { as: "activity", task: "none", markers: [] };
const shape = (
  id: string,
  x: number,
  y: number,
  look: ShapeLook = task,
  more: Partial<LayoutShape> = {},
): LayoutShape => ({
  id,
  graph: "g",
  bounds: { x, y, width: 100, height: 80 },
  look,
  ...more,
});
const line = (more: Partial<LayoutLine> = {}): LayoutLine => ({
  id: "l",
  as: "flow",
  heads: "end",
  points: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ],
  ...more,
});
const layout = (shapes: readonly LayoutShape[], lines: readonly LayoutLine[] = []): Layout => ({
  pages: [{ shapes, lines }],
});
const draw = (shapes: readonly LayoutShape[], lines: readonly LayoutLine[] = []): string =>
  authoredSvgOf(bundle, layout(shapes, lines), "right");

/** The first outline of a shape in a picture. */
const outlineOf = (svg: string, id: string): string =>
  new RegExp(`data-id="${id}"><title>[^<]*</title>\\n(<[^>]*>)`).exec(svg)?.[1] ?? "";
const numberOf = (tag: string, name: string): number => Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]);

describe("a picture in the author's layout", () => {
  it.each([
    [0, 0],
    [12345, -777],
    [-49000, 49000],
  ])("has everything where the author put it, moved to begin at its corner (%d, %d)", (x, y) => {
    const svg = draw([
      shape("a", x, y),
      shape("b", x + 250, y + 30.5),
      shape("c", x + 400, y, { as: "event", position: "end", sign: "none" }),
    ]);
    const [a, b, c] = ["a", "b", "c"].map((id) => outlineOf(svg, id)) as [string, string, string];
    expect([numberOf(a, "x"), numberOf(a, "y"), numberOf(a, "width"), numberOf(a, "height")]).toEqual([4, 4, 100, 80]);
    expect([numberOf(b, "x") - numberOf(a, "x"), numberOf(b, "y") - numberOf(a, "y")]).toEqual([250, 30.5]);
    expect([numberOf(c, "cx") - numberOf(a, "x"), numberOf(c, "cy") - numberOf(a, "y")]).toEqual([450, 40]);
    expect(numberOf(svg, "width")).toBe(16 + 4 + 500 + 4 + 16);
  });

  it("leads lines along their points", () => {
    const points = [100, 150, 150, 250].map((x, index) => ({ x, y: index < 2 ? 40 : 70 }));
    const svg = draw([shape("a", 0, 0), shape("b", 250, 30)], [line({ points, from: "a", to: "b" })]);
    expect(svg).toContain('d="M104 44L146 44Q154 44 154 52L154 66Q154 74 162 74L254 74"');
  });

  it("puts each thing on top of what it lies in, and names on top of all", () => {
    const open: ShapeLook = { as: "activity", task: "none", markers: [], open: true };
    const svg = draw(
      [
        shape("open", 0, 0, open),
        shape("in", 20, 20, { as: "event", position: "start", sign: "timer" }, { label: { text: "begins" } }),
      ],
      [line()],
    );
    const order = ['data-id="open"', 'data-id="l"', 'data-id="in"', ">begins<"].map((part) => svg.indexOf(part));
    expect(order.toSorted((one, other) => one - other)).toEqual(order);
    expect(order[0]).toBeGreaterThan(0);
  });

  it("tells defaults, conditions, messages and directions by the ends of lines", () => {
    const ends = (more: Partial<LayoutLine>): readonly string[] =>
      [...draw([shape("a", 0, 0)], [line(more)]).matchAll(/ marker-(\w+)="url\(#([\w-]+)\)"/g)].map(
        ([, at, what]) => `${at} ${what}`,
      );
    expect(ends({})).toEqual(["end head"]);
    expect(ends({ when: "otherwise" })).toEqual(["start otherwise", "end head"]);
    expect(ends({ when: "condition" })).toEqual(["start condition", "end head"]);
    expect(ends({ as: "message" })).toEqual(["start sent", "end hollow-head"]);
    expect(ends({ as: "association", heads: "none" })).toEqual([]);
    expect(ends({ as: "association", heads: "both" })).toEqual(["start open-head", "end open-head"]);
  });

  it("draws each page below the one before, and graphs that none shows", () => {
    const other = { ...(bundle.graphs[0] as Bundle["graphs"][number]), id: "other", name: "Called" };
    const two: Layout = {
      pages: [...layout([shape("a", 0, 0)]).pages, { title: "Inside", shapes: [shape("b", 0, 0)], lines: [] }],
    };
    const svg = authoredSvgOf({ ...bundle, graphs: [...bundle.graphs, other] }, two, "right");
    expect([...svg.matchAll(/class="title"[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
      "Drawn",
      "Inside",
      "Called",
    ]);
    const tops = [...svg.matchAll(/<g transform="translate\(16 (\d+)\)">/g)].map(([, top]) => Number(top));
    expect(tops.toSorted((one, next) => one - next)).toEqual(tops);
    expect(new Set(tops).size).toBe(3);
  });

  it("draws names as text, whatever is in them, and no longer than anybody reads", () => {
    const evil = `"><script>alert(1)</script> & \u001b[2J \u202e ${"x".repeat(1_000_000)}`;
    const svg = draw(
      [shape(evil.slice(0, 50), 0, 0, task, { label: { text: evil } })],
      [line({ label: { text: evil } })],
    );
    expect(svg).not.toContain("<script");
    expect([...svg].filter((character) => ["\u001b", "\u202e"].includes(character))).toEqual([]);
    expect(svg.length).toBeLessThan(20_000);
  });

  it("has a title and a description for those who can't see it, and the same bytes again", () => {
    const svg = draw([shape("a", 0, 0)], [line()]);
    expect(svg).toContain('role="img" aria-labelledby="title description"');
    expect(svg).toContain('<title id="title">Drawn</title>');
    expect(svg).toContain("The author&#39;s own diagram, with 1 shapes and 1 lines.");
    expect(draw([shape("a", 0, 0)], [line()])).toBe(svg);
  });
});

test("lines end at the borders of what they join, wherever the author let them end", () => {
  const rounded = (points: readonly { x: number; y: number }[]): unknown =>
    points.map(({ x, y }) => [Math.round(x), Math.round(y)]);
  const a = shape("a", 0, 0);
  const event = shape(
    "e",
    200,
    0,
    { as: "event", position: "end", sign: "none" },
    { bounds: { x: 200, y: 20, width: 40, height: 40 } },
  );
  const gateway = shape("g", 0, 200, { as: "gateway", sign: "all" });
  const middle = { x: 50, y: 40 };
  expect(rounded(cropped([middle, { x: 220, y: 40 }], a, event))).toEqual([
    [99, 40],
    [200, 40],
  ]);
  expect(rounded(cropped([middle, { x: 60, y: 40 }, { x: 150, y: 40 }], a, undefined))).toEqual([
    [99, 40],
    [150, 40],
  ]);
  expect(
    rounded(
      cropped(
        [
          { x: 150, y: 240 },
          { x: 50, y: 240 },
        ],
        undefined,
        gateway,
      ),
    ),
  ).toEqual([
    [150, 240],
    [99, 240],
  ]);
  const inside = [middle, { x: 60, y: 50 }];
  expect(cropped(inside, a, undefined)).toEqual(inside);
  const touching = [
    { x: 100, y: 40 },
    { x: 200, y: 40 },
  ];
  expect(cropped(touching, a, event)).toEqual(touching);
});

test("text breaks at blanks and where the author broke it, and inside of words only when it must", () => {
  expect(wrapText("one two\nthree", 200, 12, 9)).toEqual({ lines: ["one two", "three"], isWhole: true });
  expect(wrapText("one two three", 45, 12, 9)).toEqual({ lines: ["one two", "three"], isWhole: true });
  expect(wrapText("incomprehensibilities", 60, 12, 9)).toEqual({
    lines: ["incompreh", "ensibilities"],
    isWhole: false,
  });
  expect(wrapText("one two three four", 30, 12, 2)).toEqual({ lines: ["one", "two…"], isWhole: false });
  expect(wrapText("試験試験", 24, 12, 9).lines).toEqual(["試験", "試験"]);
});

test("text is set as large as fits", () => {
  expect(fitText("short", 100, 80).size).toBe(12);
  const long = fitText("Block the sender in every mailbox of the whole company at once", 80, 56);
  expect(long.size).toBeLessThan(12);
  expect(long.lines.join(" ")).toBe("Block the sender in every mailbox of the whole company at once");
  expect(fitText("word ".repeat(100), 80, 50).lines.at(-1)).toMatch(/…$/);
});

test("a document's diagram comes through as it was drawn", async () => {
  const text = readFileSync(new URL("../../../../../fixtures/bpmn/lost-laptop.bpmn", import.meta.url), "utf8");
  const { bundle: read, layout: own } = await load(text, { uri: "lost-laptop.bpmn" });
  const svg = authoredSvgOf(read as Bundle, own as Layout, "right");
  // Pools begin at x = 120, y = 20.
  for (const { id, bounds, look } of own?.pages[0]?.shapes ?? []) {
    if (look.as !== "activity" && look.as !== "pool" && look.as !== "lane") continue;
    const outline = outlineOf(svg, id);
    expect([numberOf(outline, "x"), numberOf(outline, "y")]).toEqual([bounds.x - 120 + 4, bounds.y - 20 + 4]);
  }
});
