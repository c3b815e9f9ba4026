import { expect, test } from "vitest";
import { versionNamed } from "./versions.js";

test.each([
  ["rb/v1", false, "rb/v1"],
  ["runbook/v0", false, "runbook/v0"],
  ["stellaops.io/pack.v1", false, "stellaops.io/pack.v1"],
  // Workflows name no version, and are known by their steps.
  [undefined, true, "workflow"],
  [undefined, false, "rb/v1"],
  // What names a version that there isn't is refused as our own, also where it names a dialect by what we call it.
  ["workflow", true, "rb/v1"],
  ["rb/v2", true, "rb/v1"],
  [1, true, "rb/v1"],
  [null, true, "rb/v1"],
])("%j with steps by id: %j is read as %s", (apiVersion, hasStepsById, version) => {
  expect(versionNamed(apiVersion, hasStepsById)).toBe(version);
});
