import { expect, test } from "vitest";
import { outputLabels, outputTypes } from "./output-types.js";

test("types of outputs are labels, among others", () => {
  const labels = {
    tlp: "TLP:GREEN",
    "output:odd": "stream",
    ...outputLabels([
      ["report", "file"],
      ["site", "url"],
    ]),
  };
  expect([...outputTypes(labels)]).toEqual([
    ["report", "file"],
    ["site", "url"],
  ]);
  expect(outputTypes(undefined).size).toBe(0);
});
