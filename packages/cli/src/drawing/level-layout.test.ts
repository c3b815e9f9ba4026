import { expect, test } from "vitest";
import { type LevelEdge, levelLayout, type Spot } from "./level-layout.js";

test("few figures with very many lines between them are placed soon", () => {
  const spots = new Map<string, Spot>(Array.from({ length: 200 }, (_, at) => [`f${at}`, { width: 100, height: 50 }]));
  const edges = Array.from({ length: 20_000 }, (_, at): LevelEdge => {
    const arrow = { from: `f${at % 200}`, to: `f${(at * 7 + Math.floor(at / 200)) % 200}` };
    return { arrow, spot: { width: 20, height: 10 } };
  });
  const start = process.cpuUsage();
  const { width, height } = levelLayout(spots, edges, "right");
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000);
  for (const { x, y } of spots.values()) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(height);
  }
});
