import type { Diagnostic } from "@rb/ir";
import { expect, test } from "vitest";
import { inOrder } from "./in-order.js";

function found(message: string, uri: string, line: number, column: number, isAdded = false): Diagnostic {
  const from = { kind: "source", uri, pointer: "", start: { line, column } } as const;
  return {
    code: "x/y",
    severity: line === 2 ? "error" : "warning",
    message,
    origin: isAdded ? { kind: "synthesized", by: "rule", from } : from,
  };
}

test("diagnostics stand by document, line and column, whatever their severity", () => {
  const list = [
    found("a10", "a", 10, 1),
    found("b1", "b", 1, 1),
    found("a2.9", "a", 2, 9),
    found("a2.10", "a", 2, 10, true),
    found("a2.9 too", "a", 2, 9, true),
    found("a1", "a", 1, 1),
  ];
  expect(inOrder(list).map(({ message }) => message)).toEqual(["a1", "a2.9", "a2.9 too", "a2.10", "a10", "b1"]);
});
