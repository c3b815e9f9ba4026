import { expect, it } from "vitest";
import { UsageError } from "../command.js";
import { sinceMs, timeOf, timeText } from "./times.js";

it.each([
  ["2026-01-31", 1_769_817_600_000],
  ["2026-01-31T08:00", 1_769_846_400_000],
  ["2026-01-31T08:00:00Z", 1_769_846_400_000],
  ["2026-01-31T09:00:00.5+01:00", 1_769_846_400_500],
  ["2026-13-31", null],
  ["31.1.2026", null],
  ["12", null],
])("%s", (text, ms) => {
  expect(timeOf(text)).toBe(ms);
});

it("reads spans back from now", () => {
  expect(["90s", "5min", "2h", "3d", "1w"].map((text) => sinceMs("--since", text, 1e12) - 1e12)).toEqual([
    -90_000, -300_000, -7_200_000, -259_200_000, -604_800_000,
  ]);
  for (const wrong of ["2", "h", "-2h", "2y", "soon"]) expect(() => sinceMs("--since", wrong, 0)).toThrow(UsageError);
});

it("tells times to the second", () => {
  expect(timeText(1_769_846_400_500)).toBe("2026-01-31T08:00:00Z");
  expect(timeText("no time")).toBe("no time");
});
