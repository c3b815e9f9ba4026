import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareNumbers, compareTexts } from "../../src/stix/order.js";
import { durationOf, instantOf } from "../../src/stix/timestamp.js";

describe("numbers as they are written", () => {
  const decimal = fc
    .tuple(fc.constantFrom("", "-", "+"), fc.stringMatching(/^[0-9]{0,25}$/), fc.stringMatching(/^[0-9]{0,6}$/))
    .filter(([, whole, fraction]) => whole + fraction !== "")
    .map(([sign, whole, fraction]) => ({
      sign,
      whole,
      fraction,
      text: `${sign}${whole}${fraction && `.${fraction}`}`,
    }));
  /** In millionths. */
  const exact = ({ sign, whole, fraction }: { sign: string; whole: string; fraction: string }): bigint =>
    BigInt(`${whole}${fraction.padEnd(6, "0")}`) * (sign === "-" ? -1n : 1n);

  it("compare exactly, of whatever size", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [exact(a), exact(b)];
        expect(Math.sign(compareNumbers(a.text, b.text))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });

  it("compare in scientific notation too", () => {
    expect(compareNumbers("1e3", "999.5")).toBeGreaterThan(0);
    expect(compareNumbers("1E3", "1000")).toBe(0);
  });
});

describe("texts", () => {
  it("compare by code points", () => {
    const points = (text: string): number[] => Array.from(text, (letter) => letter.codePointAt(0) as number);
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        (start, a, b) => {
          const [x, y] = [points(start + a), points(start + b)];
          const at = x.findIndex((point, i) => point !== y[i]);
          const expected = at === -1 ? x.length - y.length : (x[at] as number) - (y[at] ?? -1);
          expect(Math.sign(compareTexts(start + a, start + b))).toBe(Math.sign(expected));
        },
      ),
    );
  });
});

describe("times", () => {
  it("are those of the platform, where it has them", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          expect(instantOf(date.toISOString())).toBe(BigInt(date.getTime()) * 1_000_000n);
        },
      ),
    );
  });

  const table: readonly (readonly [string, bigint | undefined])[] = [
    ["1970-01-01T00:00:00Z", 0n],
    ["1970-01-01T00:00:00.0000000019Z", 1n],
    ["1969-12-31T23:59:59.9Z", -100_000_000n],
    ["1972-06-30T23:59:60Z", 78_796_800_000_000_000n],
    ["2023-02-29T00:00:00Z", undefined],
    ["2000-02-29T00:00:00Z", 951_782_400_000_000_000n],
    ["2024-01-01T00:00:00", undefined],
    ["2024-01-01T00:00:00+00:00", undefined],
    ["2024-01-01t00:00:00z", undefined],
    ["2024-13-01T00:00:00Z", undefined],
    ["2024-01-01T24:00:00Z", undefined],
    [`2024-01-01T00:00:00.${"0".repeat(100)}Z`, undefined],
  ];
  for (const [text, instant] of table) it(text.slice(0, 40), () => expect(instantOf(text)).toBe(instant));

  it("differ by durations of any precision", () => {
    expect(["5", "0.5", "4.9999", "0.0000000019"].map(durationOf)).toEqual([
      5_000_000_000n,
      500_000_000n,
      4_999_900_000n,
      1n,
    ]);
  });
});
