import { expect, test } from "vitest";
import { readDuration } from "./duration.js";

test.each<readonly [text: string, ms: number | null]>([
  ["250ms", 250],
  ["10s", 10_000],
  ["1.5m", 90_000],
  ["1h30m", 5_400_000],
  ["2d", 172_800_000],
  ["1w", 604_800_000],
  ["0s", 0],
  ["PT5M", 300_000],
  ["P1DT1S", 86_401_000],
  ["", null],
  ["10", null],
  ["s", null],
  ["5 m", null],
  ["-5m", null],
  ["5M", null],
  ["1y", null],
  ["P", null],
  ["P1M", null],
  ["P1Y", null],
  ["-PT5M", null],
  ["PT1H-30M", null],
  ["999999999999999d", null],
  [`${"1s".repeat(100)}`, null],
])("%s is %d ms", (text, ms) => expect(readDuration(text)).toBe(ms));
