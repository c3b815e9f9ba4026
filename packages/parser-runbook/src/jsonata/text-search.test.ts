import fc from "fast-check";
import { expect, test } from "vitest";
import { finder } from "./text-search.js";

const free = { spend: (): void => {} };
const almostTheSame = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 60 });

test("long parts are found where the platform finds them", () => {
  const repeated = fc.tuple(almostTheSame, fc.integer({ min: 1, max: 20 })).map(([text, times]) => text.repeat(times));
  fc.assert(
    fc.property(repeated, almostTheSame, fc.nat(50), (text, part, from) => {
      expect(finder(free, text, part)(from)).toBe(text.indexOf(part, from));
    }),
  );
  const text = `${"a".repeat(40)}b${"a".repeat(40)}`;
  expect(finder(free, text, `${"a".repeat(20)}b${"a".repeat(20)}`)(0)).toBe(20);
  expect(finder(free, text, "a".repeat(20))(30)).toBe(41);
});

test("is paid for by the length of both", () => {
  const paid: number[] = [];
  finder({ spend: (steps) => paid.push(steps) }, "a".repeat(1_000_000), "a".repeat(500_000));
  expect(paid).toEqual([11_719]);
});
