import { expect, test } from "vitest";
import { synthesized } from "./origin.js";

test("a synthesized origin leads back to the source", () => {
  const from = { kind: "source", uri: "a.json", pointer: "/x", start: { line: 1, column: 1 } } as const;
  expect(synthesized("t/x", synthesized("t/y", from))).toEqual({ kind: "synthesized", by: "t/x", from });
});
