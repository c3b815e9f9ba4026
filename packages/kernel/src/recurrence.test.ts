import { parseRepeating, type Repeating } from "@rb/ir";
import { expect, test } from "vitest";
import { firstDue, nextDue } from "./recurrence.js";

const at = (text: string) => Date.parse(text);
const cycle = (text: string) => parseRepeating(text) as Repeating;

/** All the times that a cycle is due when somebody looks every `lookMs`, at most ten. */
function times(text: string, from: string, lookMs = 0): string[] {
  const what = cycle(text);
  const found: string[] = [];
  const { sinceMs, ...first } = firstDue(what, at(from));
  for (let due: ReturnType<typeof nextDue> = first; due !== null && found.length < 10; ) {
    const nowMs = due.dueAtMs + lookMs;
    found.push(new Date(nowMs).toISOString().replace(/:00\.000Z$|\.000Z$/, ""));
    due = nextDue(what, due, sinceMs, nowMs);
  }
  return found;
}

test("a counted cycle is due as often as it says", () => {
  expect(times("R3/PT10M", "2026-01-01T00:00:00Z")).toEqual([
    "2026-01-01T00:10",
    "2026-01-01T00:20",
    "2026-01-01T00:30",
  ]);
  expect(times("R1/PT10M", "2026-01-01T00:00:00Z")).toEqual(["2026-01-01T00:10"]);
  expect(times("R/PT10M", "2026-01-01T00:00:00Z")).toHaveLength(10);
});

test("months are counted from where the cycle began, so the last day of one doesn't shorten the others", () => {
  expect(times("R4/P1M", "2024-01-31T10:00:00Z")).toEqual([
    "2024-02-29T10:00",
    "2024-03-31T10:00",
    "2024-04-30T10:00",
    "2024-05-31T10:00",
  ]);
  expect(times("R3/2024-02-29T00:00:00Z/P1Y", "2024-01-01T00:00:00Z")).toEqual([
    "2024-02-29T00:00",
    "2025-02-28T00:00",
    "2026-02-28T00:00",
  ]);
  expect(times("R5/2023-12-31T00:00:00Z/P1M", "2024-02-10T00:00:00Z")).toEqual([
    "2024-02-29T00:00",
    "2024-03-31T00:00",
    "2024-04-30T00:00",
  ]);
});

test("a start and an end fix the grid, and times that have passed are used up", () => {
  expect(times("R3/2026-01-01T00:00:00Z/P1D", "2026-01-02T12:00:00Z")).toEqual(["2026-01-03T00:00"]);
  expect(times("R3/2026-01-01T00:00:00Z/P1D", "2026-01-02T00:00:00Z")).toEqual([
    "2026-01-02T00:00",
    "2026-01-03T00:00",
  ]);
  expect(times("R3/2026-01-01T00:00:00Z/P1D", "2027-01-01T00:00:00Z")).toEqual(["2027-01-01T00:00"]);
  expect(times("R3/P1D/2026-01-10T00:00:00Z", "2026-01-01T00:00:00Z")).toEqual([
    "2026-01-08T00:00",
    "2026-01-09T00:00",
    "2026-01-10T00:00",
  ]);
  expect(times("R/P1D/2026-01-10T00:00:00Z", "2026-01-08T12:00:00Z")).toEqual(["2026-01-09T00:00", "2026-01-10T00:00"]);
  expect(times("R/P1M/2026-03-31T00:00:00Z", "2026-02-01T00:00:00Z")).toEqual(["2026-02-28T00:00", "2026-03-31T00:00"]);
  expect(times("R3/P1D/2026-01-10T00:00:00Z", "2026-01-10T00:00:01Z")).toEqual(["2026-01-10T00:00:01"]);
});

test("after an absence it fires once for all that was missed, and then at the next time of its grid", () => {
  const week = 7 * 86_400_000;
  const what = cycle("R/PT10M");
  const first = firstDue(what, 0);
  expect(nextDue(what, first, undefined, week + 1)).toEqual({ dueAtMs: week + 600_000, left: null });
  expect(times("R5/PT10M", "2026-01-01T00:00:00Z", 1_300_000)).toEqual(["2026-01-01T00:31:40", "2026-01-01T01:01:40"]);
  expect(nextDue(cycle("R3/PT10M"), { dueAtMs: 600_000, left: 2 }, undefined, week)).toBeNull();
  expect(
    nextDue(
      cycle("R/P1M"),
      { dueAtMs: at("2026-02-28T00:00:00Z"), left: null },
      at("2026-01-31T00:00:00Z"),
      at("2026-05-30T00:00:00Z"),
    ),
  ).toEqual({
    dueAtMs: at("2026-05-31T00:00:00Z"),
    left: null,
  });
});

test.each(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])(
  "in %s the same times come out",
  (zone) => {
    const { TZ } = process.env;
    process.env.TZ = zone;
    try {
      const winter = new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset();
      const summer = new Date(Date.UTC(2026, 6, 1)).getTimezoneOffset();
      expect(winter === summer, "the zone is in force").toBe(zone === "UTC");
      // Across the nights in which clocks are put forward and back.
      expect(times("R3/2026-03-28T01:30:00+01:00/P1D", "2026-03-28T00:00:00Z")).toEqual([
        "2026-03-28T00:30",
        "2026-03-29T00:30",
        "2026-03-30T00:30",
      ]);
      expect(times("R3/2026-03-08T02:30:00-05:00/P1M", "2026-03-01T00:00:00Z")).toEqual([
        "2026-03-08T07:30",
        "2026-04-08T07:30",
        "2026-05-08T07:30",
      ]);
      expect(times("R2/P1M", "2026-10-24T23:59:00Z")).toEqual(["2026-11-24T23:59", "2026-12-24T23:59"]);
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  },
);

test("at the end of all dates a cycle runs out, whatever its period", () => {
  const last = 8_640_000_000_000_000;
  for (const text of ["R/P1M", "R/P999999Y", "R/PT1S", "R/P100000000D"]) {
    expect(nextDue(cycle(text), { dueAtMs: last, left: null }, 0, last)).toBeNull();
  }
});
