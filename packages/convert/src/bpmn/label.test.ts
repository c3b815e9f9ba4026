import type { Point } from "@rb/ir";
import { expect, test } from "vitest";
import { labelSize, labelsAt } from "./label.js";

test("a name takes as many lines as its words need, and a word that is too long is broken", () => {
  const one = labelSize("no");
  expect(labelSize("Does it need a reset, and who says so?").height).toBeGreaterThan(2 * one.height);
  expect(labelSize("Does it need a reset, and who says so?").width).toBeLessThanOrEqual(90);
  expect(labelSize("yes").width).toBeGreaterThan(one.width);
  expect(labelSize("x".repeat(100)).width).toBe(90);
  expect(labelSize("x".repeat(100)).height).toBeGreaterThan(5 * one.height);
});

test("names stand in front of the figure that their lines lead to, above and below, where the lines come from the left", () => {
  const onwards: readonly Point[] = [
    { x: 0, y: 50 },
    { x: 100, y: 50 },
  ];
  const back: readonly Point[] = [
    { x: 80, y: 90 },
    { x: 80, y: 70 },
  ];
  const lines = ["a", "b", "c", "d"].map((id) => ({ id, from: `${id}1`, to: "x", name: "yes" }));
  const ways = new Map([
    ["a", onwards],
    ["b", back],
    ["c", onwards],
    ["d", onwards],
    ["unnamed", onwards],
  ]);
  const unnamed = { id: "unnamed", from: "y", to: "z" };
  const labels = new Map(labelsAt([unnamed, ...lines], ways));
  expect([...labels.keys()]).toEqual(["a", "c"]);
  const [above, below] = [...labels.values()];
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThan(50);
  expect(below?.y).toBeGreaterThan(50);
  for (const { x, width } of labels.values()) expect(x + width).toBeLessThan(100);
});
