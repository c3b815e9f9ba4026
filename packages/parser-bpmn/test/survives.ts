import { expect } from "vitest";
import { parseBpmn } from "../src/index.js";

/** Whatever comes in: an answer whose parts agree. */
export function survives(text: string): void {
  const { bundle, diagnostics } = parseBpmn(text, { uri: "hostile.bpmn" });
  expect(bundle !== null || diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  // Plain data all through: nothing that JSON can't carry, no cycle.
  expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle);
}
