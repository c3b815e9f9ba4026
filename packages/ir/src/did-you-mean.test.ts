import { expect, test } from "vitest";
import { createSuggester, suggest } from "./did-you-mean.js";

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

test("a document full of mistakes gets only so many looks at its names", () => {
  const suggester = createSuggester();
  const found = Array.from({ length: 1000 }, () => suggester("wehn", fields)).filter((near) => near !== undefined);
  expect(found).toHaveLength(20);
});

test("names of one document are compared for so long and no longer, however many there are", () => {
  const suggester = createSuggester();
  let looked = 0;
  function* names(): Generator<string> {
    for (;;) yield `individual--00000000-0000-4000-8000-${String(++looked).padStart(12, "0")}`;
  }
  expect(suggester("individual--00000000-0000-4000-8000-00000000000x", names())).toBe(
    "individual--00000000-0000-4000-8000-000000000001",
  );
  expect(looked).toBeLessThan(10_000);
  expect(suggester("acton", ["action"])).toBeUndefined();
});
