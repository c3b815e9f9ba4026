import { expect, test } from "vitest";
import { RegexAllowance } from "./index.js";

/** How many times an expression can be compiled. */
function times(text: string, limit?: number): number {
  const allowance = new RegexAllowance(limit);
  let count = 0;
  for (let last = allowance.compile(text); !("problem" in last && last.problem === "too-many"); count++)
    last = allowance.compile(text);
  return count;
}

test("what is large uses up more of it than what is small", () => {
  expect(times("(a{1,30}){1,20}")).toBeLessThan(200);
  expect(times("[a-z]+")).toBeGreaterThan(5000);
});

test("what can't be used is paid for, too", () => {
  expect(times("(a", 1000)).toBeLessThan(100);
  expect(new RegexAllowance().compile("(a")).toMatchObject({ problem: "malformed" });
  expect(new RegexAllowance(0).compile("a")).toEqual({ problem: "too-many", limit: 0 });
});
