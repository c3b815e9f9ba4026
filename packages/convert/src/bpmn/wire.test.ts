import type { Bounds, Point } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { type WireEnd, wire } from "./wire.js";

const figure = (x: number, y: number, rest: Partial<WireEnd> = {}): WireEnd => ({
  bounds: { x, y, width: 120, height: 80 },
  look: "activity",
  isBordered: false,
  ...rest,
});
const onBorder = (host: Bounds): WireEnd => ({
  bounds: { x: host.x + 10, y: host.y + host.height - 18, width: 36, height: 36 },
  look: "event",
  host,
  isBordered: false,
});

const near = figure(0, 0);
const next = figure(200, 100);
const far = figure(400, 100);
const bordered = figure(200, 100, { isBordered: true });

test("a line onwards turns in the gap, and goes along a layer where there is room", () => {
  expect(wire(near, figure(200, 0), [{ x: 160, y: 7 }])).toEqual([
    { x: 120, y: 40 },
    { x: 200, y: 40 },
  ]);
  const bends = [
    { x: 160, y: 60 },
    { x: 260, y: 90 },
    { x: 360, y: 120 },
  ];
  expect(wire(near, far, bends)).toEqual([
    { x: 120, y: 40 },
    { x: 160, y: 40 },
    { x: 160, y: 90 },
    { x: 360, y: 90 },
    { x: 360, y: 140 },
    { x: 400, y: 140 },
  ]);
});

test("a line from a boundary event stays below its host until it is past it", () => {
  const [start, down, turn] = wire(onBorder(near.bounds), next, [{ x: 160, y: 50 }]) as [Point, Point, Point];
  expect(start).toEqual({ x: 28, y: 98 });
  expect(down.y).toBeGreaterThan(98);
  expect(turn).toEqual({ x: 160, y: down.y });
});

describe.each<[string, WireEnd, WireEnd, readonly Point[]]>([
  ["onwards", near, next, []],
  [
    "back",
    far,
    near,
    [
      { x: 360, y: 120 },
      { x: 260, y: 250 },
      { x: 160, y: 60 },
    ],
  ],
  ["back, by nobody's way", far, near, []],
  ["to itself", next, next, []],
  ["from a boundary event to its own host", onBorder(bordered.bounds), bordered, []],
  ["from a boundary event back", onBorder(far.bounds), near, []],
  ["back to where boundary events are", far, bordered, [{ x: 360, y: 120 }]],
])("a line %s", (_, from, to, bends) => {
  const points = wire(from, to, bends);

  test("has right angles and no point too many", () => {
    const ways = points.slice(1).map((point, at) => {
      const before = points[at] as Point;
      expect([point.x === before.x, point.y === before.y].filter(Boolean)).toHaveLength(1);
      return point.x === before.x ? "down" : "along";
    });
    for (const [at, way] of ways.slice(1).entries()) expect(way).not.toBe(ways[at]);
  });

  test("begins and ends at borders, and goes through neither figure", () => {
    expect(isOnBorder(from.bounds, points[0] as Point)).toBe(true);
    expect(isOnBorder(to.bounds, points.at(-1) as Point)).toBe(true);
    for (const { bounds } of [from, to]) {
      for (const [at, point] of points.slice(1).entries()) {
        expect(crosses(bounds, points[at] as Point, point)).toBe(false);
      }
    }
  });
});

function isOnBorder({ x, y, width, height }: Bounds, point: Point): boolean {
  const isAcross = point.x >= x && point.x <= x + width;
  const isAlong = point.y >= y && point.y <= y + height;
  return (
    ((point.x === x || point.x === x + width) && isAlong) || ((point.y === y || point.y === y + height) && isAcross)
  );
}

function crosses({ x, y, width, height }: Bounds, a: Point, b: Point): boolean {
  return (
    Math.min(a.x, b.x) < x + width &&
    Math.max(a.x, b.x) > x &&
    Math.min(a.y, b.y) < y + height &&
    Math.max(a.y, b.y) > y
  );
}
