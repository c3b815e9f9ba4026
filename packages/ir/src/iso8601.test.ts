import fc from "fast-check";
import { expect, test } from "vitest";
import { addDuration, type Duration, parseDateTime, parseDuration, parseRepeating } from "./iso8601.js";

const duration = (parts: Partial<Duration>): Duration => ({ years: 0, months: 0, days: 0, ms: 0, ...parts });
const hour = 3_600_000;

test.each<[string, Duration | null]>([
  ["P1Y2M3DT4H5M6S", duration({ years: 1, months: 2, days: 3, ms: 4 * hour + 5 * 60_000 + 6000 })],
  ["P2W", duration({ days: 14 })],
  ["P0.5W", duration({ days: 3, ms: 12 * hour })],
  ["P1.5D", duration({ days: 1, ms: 12 * hour })],
  ["PT0.5H", duration({ ms: hour / 2 })],
  ["PT1,5S", duration({ ms: 1500 })],
  ["PT0.0015S", duration({ ms: 2 })],
  ["PT36H", duration({ ms: 36 * hour })],
  ["P18M", duration({ months: 18 })],
  ["P1.5Y", duration({ years: 1, months: 6 })],
  ["P0D", duration({})],
  ["-PT5M", duration({ ms: 300_000, sign: -1 })],
  ["PT2500000000S", duration({ ms: 2.5e12 })],
  ...["", "P", "PT", "P1YT", "PT1H-30M", "P-1D", "+P1D", "1D", "P1", "P1H", "PT1D", "P1M1Y", "P1W2D", "P0.5DT1H"].map(
    (text): [string, null] => [text, null],
  ),
  ...["P0.5M", "P0.3Y", "PT.5S", "PT5.S", "p1d", "PT1H ", " PT1H", "PT1H\n", "PT9999999999999999S", "P١D"].map(
    (text): [string, null] => [text, null],
  ),
])("duration %j", (text, expected) => {
  expect(parseDuration(text)).toEqual(expected);
});

test.each<[string, string | null]>([
  ["2026-02-28T23:59:59Z", "2026-02-28T23:59:59.000Z"],
  ["2026-01-01T00:00Z", "2026-01-01T00:00:00.000Z"],
  ["2026-01-01T00:00:00.25+02:00", "2025-12-31T22:00:00.250Z"],
  ["2026-01-01T00:00:00,5-0530", "2026-01-01T05:30:00.500Z"],
  ["2026-01-01T00:00:00+01", "2025-12-31T23:00:00.000Z"],
  ["2026-01-01T00:00:00.9999Z", "2026-01-01T00:00:00.999Z"],
  ["2026-12-31T24:00:00Z", "2027-01-01T00:00:00.000Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
  ["0050-01-01T00:00:00Z", "0050-01-01T00:00:00.000Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ...["2026-01-01T00:00:00", "2026-01-01", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z"].map(
    (text): [string, null] => [text, null],
  ),
  ...["2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T25:00:00Z"].map(
    (text): [string, null] => [text, null],
  ),
  ...["2026-01-01T24:00:01Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01 00:00:00Z"].map(
    (text): [string, null] => [text, null],
  ),
  ...[
    "2026-01-01T00:00:00z",
    "2026-1-1T00:00:00Z",
    "20260101T000000Z",
    "2026-01-01T00:00:00+24:00",
    "Jan 1 2026",
    "",
  ].map((text): [string, null] => [text, null]),
])("date-time %j", (text, expected) => {
  expect(parseDateTime(text)).toBe(expected === null ? null : Date.parse(expected));
});

test("a date-time that is written in full reads back as itself", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(-62_167_219_200_000), max: new Date(253_402_300_799_999), noInvalidDate: true }),
      (date) => {
        expect(parseDateTime(date.toISOString())).toBe(date.getTime());
      },
    ),
  );
});

test.each([
  ["R3/PT10M", { times: 3, start: null, every: duration({ ms: 600_000 }) }],
  ["R/P1D", { times: null, start: null, every: duration({ days: 1 }) }],
  ["R0/P1D", { times: 0, start: null, every: duration({ days: 1 }) }],
  ["R/2026-01-01T00:00:00Z/P1M", { times: null, start: Date.UTC(2026, 0, 1), every: duration({ months: 1 }) }],
  ["PT5S", { times: null, start: null, every: duration({ ms: 5000 }) }],
  ["R3/P1D/2026-01-31T00:00:00Z", { times: 3, start: null, every: duration({ days: 1 }), end: Date.UTC(2026, 0, 31) }],
  [
    "R/2026-01-01T00:00:00+01:00/2026-01-01T00:00:00Z",
    { times: null, start: Date.UTC(2025, 11, 31, 23), every: duration({ ms: hour }) },
  ],
  ...["", "R", "R/", "R3", "R3/", "r3/PT1S", "R-1/PT1S", "3/PT1S", "R3/PT0S", "P0D", "-PT1S", "R3/P0Y", "R3/PT1S/"].map(
    (text): [string, null] => [text, null],
  ),
  ...["R/2026-01-01/P1D", "R/2026-01-01T00:00:00Z/P1D/P1D", "2026-01-01T00:00:00Z/P1D", "R9999999999/PT1S"].map(
    (text): [string, null] => [text, null],
  ),
  ...["R/P1D/P1D", "R/2026-01-01T00:00:00Z/2026-01-01T00:00:00Z", "R//P1D", "R/P1D/2026-02-30T00:00:00Z"].map(
    (text): [string, null] => [text, null],
  ),
] as const)("repeating %j", (text, expected) => {
  expect(parseRepeating(text)).toEqual(expected);
});

test.each([
  ["2026-01-31T10:00:00.000Z", "P1M", "2026-02-28T10:00:00.000Z"],
  ["2024-01-31T10:00:00.000Z", "P1M", "2024-02-29T10:00:00.000Z"],
  ["2024-02-29T00:00:00.000Z", "P1Y", "2025-02-28T00:00:00.000Z"],
  ["2026-11-30T00:00:00.000Z", "P15M", "2028-02-29T00:00:00.000Z"],
  ["2026-03-31T00:00:00.000Z", "-P1M", "2026-02-28T00:00:00.000Z"],
  ["2026-01-31T00:00:00.000Z", "P1M1D", "2026-03-01T00:00:00.000Z"],
  ["2026-01-15T00:00:00.000Z", "-P1M", "2025-12-15T00:00:00.000Z"],
  ["1969-12-31T23:59:59.999Z", "P1M", "1970-01-31T23:59:59.999Z"],
  ["2026-01-01T00:00:00.000Z", "P1DT1H", "2026-01-02T01:00:00.000Z"],
  ["2026-01-01T00:00:00.000Z", "P999999999Y", "+275760-09-13T00:00:00.000Z"],
  ["2026-01-01T00:00:00.000Z", "-P999999999Y", "-271821-04-20T00:00:00.000Z"],
  ["2026-01-01T00:00:00.000Z", "P999999999999D", "+275760-09-13T00:00:00.000Z"],
])("%s plus %s is %s", (from, text, to) => {
  expect(new Date(addDuration(Date.parse(from), parseDuration(text) as Duration)).toISOString()).toBe(to);
});
