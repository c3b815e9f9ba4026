import { expect, test } from "vitest";
import { suggest } from "./did-you-mean.js";

const fields = ["when", "needs", "retry", "timeout", "parallel", "approve"];

test.each([
  ["wehn", "when"],
  ["need", "needs"],
  ["retyr", "retry"],
  ["time-out", "timeout"],
  ["Parallel", "parallel"],
  ["paralell", "parallel"],
  ["aprove", "approve"],
  ["zzz", undefined],
  ["", undefined],
  ["when", undefined],
  ["x".repeat(100_000), undefined],
])("%.12s: %s", (word, expected) => {
  expect(suggest(word, fields)).toBe(expected);
});

test("two exchanged letters are one mistake, and the nearer candidate wins over the first", () => {
  expect(suggest("ab", ["ba"])).toBe("ba");
  expect(suggest("abcdef", ["abcdxx", "abcdeg"])).toBe("abcdeg");
  expect(suggest("abcdef", ["abcdeg", "abcdeh"])).toBe("abcdeg");
});

test("a short word needs a near match", () => {
  expect(suggest("ab", ["xy", "abcd"])).toBeUndefined();
});
