import { describe, expect, test } from "vitest";
import { Draws } from "./draws.js";
import { shrink } from "./shrink.js";

const noise = Array.from({ length: 400 }, (_, index) => (index * 37) % 101);

describe("shrinking", () => {
  test("leaves the one draw that matters, as low as it can be", async () => {
    expect(await shrink(noise, (draws) => draws.some((draw) => draw >= 42))).toEqual([42]);
  });

  test("keeps the order of those that matter", async () => {
    const fails = (draws: readonly number[]) => {
      const at = draws.indexOf(90);
      return at >= 0 && draws.slice(at).includes(17);
    };
    expect(await shrink([...noise, 90, 3, 17], fails)).toEqual([90, 17]);
  });

  test("keeps a place that counts", async () => {
    expect(await shrink(noise, async (draws) => (draws[5] ?? 0) > 3)).toEqual([0, 0, 0, 0, 0, 4]);
  });

  test("works on what a program makes of the draws", async () => {
    const total = (list: readonly number[]) => {
      const draws = new Draws(list);
      return Array.from({ length: draws.below(20) }, () => draws.below(100)).reduce((sum, n) => sum + n, 0);
    };
    const found = await shrink([19, ...noise], (draws) => total(draws) >= 99);
    expect(total(found)).toBe(99);
    expect(found.length).toBeLessThan(5);
  });

  test("what fails with nothing is nothing", async () => {
    expect(await shrink(noise, () => true)).toEqual([]);
  });

  test("ends when it may try no more, with the best it has", async () => {
    let tries = 0;
    const fails = () => {
      tries += 1;
      return tries > 3;
    };
    const found = await shrink(noise, fails, { maxTries: 8 });
    expect(tries).toBe(8);
    expect(found.length).toBeLessThan(noise.length);
  });

  test("ends when time is over", async () => {
    let tries = 0;
    const fails = () => {
      tries += 1;
      return true;
    };
    await shrink(
      noise.map((draw) => draw + 1),
      fails,
      { isOverTime: () => tries >= 2 },
    );
    expect(tries).toBe(2);
  });
});
