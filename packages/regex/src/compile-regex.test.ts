import { expect, test } from "vitest";
import { compileRegex, type Regex } from "./index.js";

function isFound(pattern: string, text: string): boolean {
  return (compileRegex(pattern) as Regex).engine.matcher(text).find();
}

test.each([
  ["a+b", "xaab", true],
  ["^a$", "ab", false],
  ["\\d{3}", "12x345", true],
  ["(?i)pass(word)?", "PASSWORD", true],
  ["[^\\]]", "]", false],
] as const)("%s in %s: %s", (pattern, text, expected) => {
  expect(isFound(pattern, text)).toBe(expected);
});

test.each([
  ["(a)\\1", { problem: "not-linear", part: "\\1" }],
  ["(?=a)", { problem: "not-linear", part: "(?=" }],
  ["a++", { problem: "not-linear", part: "++" }],
  ["(a", { problem: "malformed", why: expect.stringContaining("missing") }],
  ["a".repeat(1001), { problem: "too-long", limit: 1000 }],
  ["((((a{50}){50}){50}){50}){50}", { problem: "too-large", limit: 4000 }],
  ["(\\pL{100}){100}", { problem: "too-large", limit: 4000 }],
])("%s can't be used", (pattern, problem) => {
  expect(compileRegex(pattern)).toEqual(problem);
});

test("what makes others try every way takes no longer than anything else", () => {
  const steps = (length: number): number => {
    const { engine, size } = compileRegex("(a*)*b") as Regex;
    expect(engine.matcher("a".repeat(length)).find()).toBe(false);
    return size * length;
  };
  expect(steps(100_000)).toBe(10 * steps(10_000));
});

test("its size is at least that of the program", () => {
  for (const pattern of ["a", "(ab|cd){10}", "[a-z]+\\pL", ".*x.*y"]) {
    const { engine, size } = compileRegex(pattern) as Regex;
    expect(size).toBeGreaterThanOrEqual(engine.programSize());
  }
});
