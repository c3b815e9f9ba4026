import { afterAll, beforeAll, expect, test } from "vitest";
import { campaign, canTrace, killsOf } from "./campaign.js";
import { Drivers } from "./drivers.js";

let drivers: Drivers;
beforeAll(async () => {
  drivers = await Drivers.build(import.meta.dirname);
});
afterAll(() => drivers.remove());

test("drivers that are killed again and again lose nothing, and repeat nothing silently", async () => {
  const report = await campaign(drivers, { kills: 40, seed: 1, killsEach: 40 });
  expect(report.wrong).toEqual([]);
  expect(report).toMatchObject({ repeated: 0, lost: 0 });
  expect(killsOf(report)).toBe(40);
  expect(report.kills["at a moment"]).toBeGreaterThan(0);
  expect(report.kills["at a call of the disk"]).toBeGreaterThan(0);
  if (canTrace) expect(report.kills["at a system call"]).toBeGreaterThan(0);
}, 60_000);
