import { expect, test } from "vitest";
import { assertNever, InvariantViolation, invariant } from "./invariant.js";

test("a rule that holds says nothing, a broken one is named", () => {
  expect(() => invariant(1 < 2, "order")).not.toThrow();
  expect(() => invariant(null, "a token is in one place")).toThrow(new InvariantViolation("a token is in one place"));
});

test.each([
  [{ kind: "teleport" }, "teleport"],
  [{ on: "full-moon" }, "full-moon"],
  ["loose", "loose"],
  [null, "null"],
])("a value without a case is described: %j", (value, word) => {
  expect(() => assertNever(value as never)).toThrow(InvariantViolation);
  expect(() => assertNever(value as never)).toThrow(word);
});
