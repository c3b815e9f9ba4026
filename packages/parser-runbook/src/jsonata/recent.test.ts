import { expect, test } from "vitest";
import { Recent } from "./recent.js";

test("what was not used for longest makes room", () => {
  const recent = new Recent<number>(2);
  recent.keep("a", 1);
  recent.keep("b", 2);
  expect(recent.find("a")).toBe(1);
  recent.keep("c", 3);
  expect(["a", "b", "c"].map((name) => recent.find(name))).toEqual([1, undefined, 3]);
});
