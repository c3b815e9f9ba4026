import type { Position, SourceOrigin } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { codeFrame } from "./code-frame.js";

const frame = (lines: readonly string[], start: Position, end?: Position): string => {
  const origin: SourceOrigin = { kind: "source", uri: "x", pointer: "", start, ...(end && { end }) };
  return codeFrame(lines, origin, (_, text) => text);
};

describe("codeFrame", () => {
  it("marks a place, with the line before it", () => {
    expect(frame(["one", "two three"], { line: 2, column: 5 }, { line: 2, column: 10 })).toBe(
      ["  |", "1 | one", "2 | two three", "  |     ^^^^^"].join("\n"),
    );
  });

  it("marks one column where the end is not known, and the rest of the line where it is further down", () => {
    expect(frame(["abc"], { line: 1, column: 2 })).toMatch(/\n {2}\| {2}\^$/);
    expect(frame(["abc", "d"], { line: 1, column: 2 }, { line: 2, column: 1 })).toMatch(/\n {2}\| {2}\^\^$/);
  });

  it("shows a part of a line that is too long", () => {
    const line = `${"x".repeat(5000)}HERE${"y".repeat(5000)}`;
    const text = frame([line], { line: 1, column: 5001 }, { line: 1, column: 5005 });
    const [, shown = "", marks = ""] = text.split("\n");
    expect(shown.length).toBeLessThan(120);
    expect(shown.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("HERE");
    expect(shown).toMatch(/…x+HEREy+…$/);
  });

  it("keeps marks under wide and under control characters", () => {
    const marks = frame(["試\u001bX"], { line: 1, column: 3 }).split("\n").at(-1);
    expect(marks).toBe("  |    ^");
  });

  it("is empty where the document has no such line", () => {
    expect(frame(["a"], { line: 9, column: 1 })).toBe("");
    expect(frame([], { line: 1, column: 1 })).toBe("");
  });
});
