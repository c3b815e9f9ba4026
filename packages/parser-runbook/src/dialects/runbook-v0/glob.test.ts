import { describe, expect, test } from "vitest";
import { isGlobbed } from "./glob.js";
import { Names } from "./names.js";

test.each([
  ["AWS_KEY", "AWS_*", true],
  ["AWS_", "AWS_*", true],
  ["MY_AWS_KEY", "AWS_*", false],
  ["ab", "a?", true],
  ["a", "a?", false],
  ["a𝄞", "a?", true],
  ["abcabd", "*ab?", true],
  ["abcabde", "*ab?", false],
  ["xaybzc", "*a*b*c", true],
  ["xaybz", "*a*b*c", false],
  ["", "**", true],
  ["", "?", false],
  ["a.b", "a.b", true],
  ["axb", "a.b", false],
  ["ab", "a", false],
])("%s, %s: %s", (name, pattern, fits) => {
  expect(isGlobbed(name, pattern)).toBe(fits);
});

describe("names that are denied", () => {
  test("are told with the first pattern that denies them", () => {
    const names = new Names([], ["X", "A*", "AB"]);
    expect(["AB", "AB", "B"].map((name) => names.deniedBy(name))).toEqual(["A*", "A*", undefined]);
  });

  test("are all, once trying the patterns has taken too long", () => {
    const names = new Names(
      [],
      Array.from({ length: 1000 }, (_, i) => `*${"a*".repeat(500)}${i}`),
    );
    expect(names.deniedBy("b")).toBeUndefined();
    expect(names.deniedBy("b".repeat(200))).toMatch(/more patterns/);
    expect(names.deniedBy("c")).toMatch(/more patterns/);
  });
});
