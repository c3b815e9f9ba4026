import { describe, expect, test } from "vitest";
import { Draws } from "./draws.js";

const many = (draws: Draws, n: number): number[] => Array.from({ length: 1000 }, () => draws.below(n));

describe("draws", () => {
  test("the same seed gives the same answers, its neighbour others", () => {
    expect(many(new Draws(7), 100)).toEqual(many(new Draws(7), 100));
    expect(many(new Draws(7), 100)).not.toEqual(many(new Draws(8), 100));
    expect(many(new Draws(7), 100)).not.toEqual(many(new Draws(7 + 2 ** 32), 100));
  });

  test("are spread over all answers", () => {
    const counts = new Map<number, number>();
    for (const answer of many(new Draws(1), 4)) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(180);
  });

  test("what was taken, given again, is answered again", () => {
    const first = new Draws(3);
    const answers = [first.below(10), first.chance(0.5), first.pick(["a", "b", "c"]), first.below(1000)];
    const again = new Draws(first.taken);
    expect([again.below(10), again.chance(0.5), again.pick(["a", "b", "c"]), again.below(1000)]).toEqual(answers);
  });

  test("after the list's end nothing happens, and what is too large is the last choice", () => {
    const draws = new Draws([9, -1]);
    expect([draws.pick(["a", "b"]), draws.below(5), draws.chance(0.99), draws.pick(["a", "b"])]).toEqual([
      "b",
      0,
      false,
      "a",
    ]);
  });

  test("a chance is as large as it says", () => {
    const draws = new Draws(5);
    const happened = Array.from({ length: 10_000 }, () => draws.chance(0.1)).filter(Boolean).length;
    expect(happened).toBeGreaterThan(850);
    expect(happened).toBeLessThan(1150);
    expect(Array.from({ length: 1000 }, () => draws.chance(0)).some(Boolean)).toBe(false);
    expect(Array.from({ length: 1000 }, () => draws.chance(1)).every(Boolean)).toBe(true);
  });
});
