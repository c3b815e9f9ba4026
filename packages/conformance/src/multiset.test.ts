import { expect, test } from "vitest";
import { compareMultisets } from "./multiset.js";

test.each([
  [[], [], [], []],
  [["a", "b"], ["b", "a"], [], []],
  [["a", "a"], ["a"], ["a"], []],
  [["a"], ["a", "b", "b"], [], ["b", "b"]],
  [["a", "c"], ["b"], ["a", "c"], ["b"]],
])("%j and %j", (expected, actual, missing, extra) => {
  expect(compareMultisets(expected, actual)).toEqual({ missing, extra });
});
