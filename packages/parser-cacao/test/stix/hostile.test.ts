/** Texts and observations that were made to take time, memory or the stack. */
import { EvaluationError, type Json } from "@rb/ir";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCondition } from "../../src/stix/condition.js";
import { compilePattern, matchPattern } from "../../src/stix/match-pattern.js";
import { parsePattern } from "../../src/stix/parse-pattern.js";

const observed = (objects: { readonly [id: string]: Json }, second = 0, times = 1): Json => ({
  type: "observed-data",
  first_observed: new Date(second * 1000).toISOString(),
  last_observed: new Date(second * 1000).toISOString(),
  number_observed: times,
  objects,
});
const many = (count: number): Json[] =>
  Array.from({ length: count }, (_, i) => observed({ "0": { type: "x", v: i, s: "ab".repeat(50_000) } }, i));

/** Whether it ends in good time, with an answer or with an error of its own. */
function survives(pattern: string, observations: readonly Json[]): void {
  const started = performance.now();
  try {
    expect(matchPattern(pattern, observations).matches).toBeTypeOf("boolean");
  } catch (error) {
    expect(error).toBeInstanceOf(EvaluationError);
  }
  expect(performance.now() - started, pattern.slice(0, 60)).toBeLessThan(10_000);
}

describe("hostile patterns", () => {
  const pieces = [
    "[",
    "]",
    "(",
    ")",
    "'",
    '"',
    "\\",
    "/*",
    "*/",
    "/**/",
    "//",
    "a:b",
    "=",
    "!=",
    "<",
    ">",
    "1",
    "-",
    "+",
    ".",
    "[*]",
    "[0]",
    "t'",
    "h'",
    "b'",
    "t'2024-01-01T00:00:00Z'",
    "AND",
    "OR",
    "NOT",
    "FOLLOWEDBY",
    "WITHIN",
    "REPEATS",
    "START",
    "STOP",
    "SECONDS",
    "TIMES",
    "IN",
    "LIKE",
    "MATCHES",
    "ISSUBSET",
    "EXISTS",
    "true",
    "\0",
    "\u{1f600}",
    "\ud800",
    " ",
    "\n",
    "__v__:value",
    "[a:b = 1]",
  ];

  it("may be any row of tokens", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 30 }),
        fc.constantFrom("", " "),
        (some, between) => {
          const text = some.join(between);
          for (const version of ["2.0", "2.1"] as const) {
            const parsed = parsePattern(text, version);
            if ("error" in parsed) expect(parsed.offset).toBeLessThanOrEqual(text.length);
          }
          const condition = parseCondition(text);
          if ("error" in condition) expect(condition.offset).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  for (const piece of pieces) {
    it(`may say ${JSON.stringify(piece)} for a megabyte`, () => {
      for (const before of ["", "[a:b = ", "[a:b = 1] ", "[a:b = '"]) {
        const started = performance.now();
        const text = before + `${piece} `.repeat(Math.floor(990_000 / (piece.length + 1)));
        const parsed = parsePattern(text);
        if ("error" in parsed) expect(parsed.offset).toBeLessThanOrEqual(text.length);
        else expect(before).toBe("[a:b = 1] ");
        expect(performance.now() - started).toBeLessThan(2000);
      }
    });
  }

  it("may be longer than any", () => {
    expect(parsePattern(" ".repeat(1_000_001))).toMatchObject({ offset: 1_000_000 });
    expect(parsePattern(`${"(".repeat(100_000)}[a:b = 1]${")".repeat(100_000)}`)).toMatchObject({ offset: 64 });
    expect(parsePattern(`[a:b = 1]${" REPEATS 1 TIMES".repeat(65)}`, "2.0")).toMatchObject({
      error: /qualifiers/ as never,
    });
  });

  const letters = "abcdefgh".repeat(400);
  const tests: readonly string[] = [
    `[x:s LIKE '${"%a".repeat(20_000)}']`,
    `[x:s LIKE '${"_".repeat(50_000)}%b_']`,
    `[x:s MATCHES '${"(a|b|ab)*".repeat(400)}c']`,
    `[x:s MATCHES '${"(a?){100}".repeat(10)}${"a".repeat(100)}']`,
    "[x:s MATCHES '((a{99}){99}){99}']",
    `[x:s MATCHES '${"(".repeat(3000)}']`,
    `[x:s MATCHES '${"(".repeat(1500)}${")".repeat(1500)}']`,
    `[x:s MATCHES '${"\\\\p{L}".repeat(500)}']`,
    `[x:s MATCHES '${letters}']`,
    "[x:s MATCHES '(x+x+)+y']",
    `[x:v IN (${Array.from({ length: 50_000 }, (_, i) => i + 0.5).join(",")})]`,
    `[${Array.from({ length: 20_000 }, (_, i) => `x:v = ${i + 0.5}`).join(" OR ")}]`,
    `[x:v = 1${"0".repeat(500_000)}]`,
    `[x:v = 1] WITHIN ${"9".repeat(400_000)} SECONDS`,
    `[x:v >= 0] REPEATS ${"9".repeat(400_000)} TIMES`,
    "([x:v >= 0] AND [x:v > 3]) WITHIN 1 SECONDS REPEATS 13 TIMES",
    "([x:v >= 0] FOLLOWEDBY [x:v < 9] FOLLOWEDBY [x:v > 5]) REPEATS 8 TIMES",
    `${Array.from({ length: 2000 }, () => "[x:v >= 0]").join(" AND ")}`,
    `${Array.from({ length: 25 }, () => "[x:v >= 0]").join(" FOLLOWEDBY ")}`,
    `(${Array.from({ length: 900 }, () => "[x:v >= 0]").join(" FOLLOWEDBY ")}) OR [x:v < 0]`,
    Array.from({ length: 20 }, (_, i) => `([x:v = ${i}] AND [x:v > 3] OR [x:v > 4] AND [x:v > ${i}])`).join(" AND "),
    `${"(".repeat(30)}[x:v >= 0]${" REPEATS 3 TIMES) WITHIN 5 SECONDS".repeat(30)}`,
    `${"(".repeat(20)}[x:v >= 0] AND [x:v > 1]${") REPEATS 2 TIMES OR [x:v = 1]".repeat(20)}`,
  ];
  for (const test of tests) it(`may ask for ${test.slice(0, 60)}`, () => survives(test, many(25)));

  it("may look for any of twenty thousand values in thousands of observations", () => {
    const lots = Array.from({ length: 3000 }, (_, i) => observed({ "0": { type: "x", s: `seen ${i}` } }, i));
    const any = (last: string, operator = "="): string =>
      `[${[...Array.from({ length: 20_000 }, (_, i) => `bad ${i}`), last].map((s) => `x:s ${operator} '${s}'`).join(" OR ")}]`;
    expect(matchPattern(any("bad"), lots).matches).toBe(false);
    expect(matchPattern(any("seen 2999"), lots).matches).toBe(true);
    survives(any("bad", "LIKE"), lots);
  });

  it("may make a sighting count for a billion", () => {
    const lots = [observed({ "0": { type: "x", v: 1 } }, 0, 1_000_000_000)];
    expect(matchPattern("[x:v = 1] REPEATS 1000000000 TIMES", lots).matches).toBe(true);
    expect(matchPattern("[x:v = 1] REPEATS 1000000001 TIMES", lots).matches).toBe(false);
    survives("([x:v = 1] FOLLOWEDBY [x:v = 1]) REPEATS 400000000 TIMES", lots);
    expect(matchPattern("([x:v = 1] FOLLOWEDBY [x:v = 1]) REPEATS 450 TIMES", lots).matches).toBe(true);
    survives("([x:v = 1] FOLLOWEDBY [x:v = 1]) REPEATS 1000 TIMES", lots);
  });

  it("may follow references in circles", () => {
    const ids = Array.from({ length: 300 }, (_, i) => String(i));
    const circle = Object.fromEntries(ids.map((id) => [id, { type: "x", all_refs: ids }]));
    survives(`[x:${"all_refs[*].".repeat(20)}v = 1]`, [observed(circle)]);
  });

  const letter = "a".repeat(4_000_000);
  const long: Json = { type: "x", s: letter, digits: `2024-01-01T00:00:00.${"0".repeat(4_000_000)}Z`, raw_hex: letter };
  const comparisons = [
    "x:s LIKE 'x'",
    "x:s = h'00'",
    "x:s > 'a'",
    "x:s IN ('b', 'c')",
    "x:s IN (h'00')",
    "x:raw_hex = 'x'",
    "x:digits < t'2024-01-01T00:00:00Z'",
    "x:s MATCHES 'x'",
    "x:s ISSUBSET '10.0.0.0/8'",
  ];
  for (const comparison of comparisons) {
    it(`may ask ten thousand times for ${comparison} of four million characters`, () => {
      const text = `[${Array.from({ length: 10_000 }, () => comparison).join(" OR ")}]`;
      survives(text, [observed({ "0": long })]);
      survives(`[${Array.from({ length: 10_000 }, () => comparison.replace(" ", " NOT ")).join(" AND ")}]`, [
        observed({ "0": long }),
      ]);
    });
  }

  it("may have thousands of expressions to compile", () => {
    survives(`[${Array.from({ length: 400 }, () => `x:s MATCHES '${"\\\\p{L}".repeat(300)}'`).join(" OR ")}]`, many(1));
  });

  it("may be matched many times, without anything left from before", () => {
    const pattern = parsePattern("[x:v >= 0] REPEATS 3 TIMES");
    const matcher = "error" in pattern ? undefined : compilePattern(pattern);
    expect([many(3), many(2), many(3)].map((observations) => matcher?.(observations).matches)).toEqual([
      true,
      false,
      true,
    ]);
  });
});
