import { describe, expect, it } from "vitest";
import { shorten, textLines } from "./text-lines.js";

describe("textLines", () => {
  it.each([
    ["", []],
    ["one", ["one"]],
    ["one two three", ["one two", "three"]],
    ["a  b\n c", ["a b c"]],
    ["one two three four five six", ["one two", "three …"]],
    ["incomprehensibilities", ["incompre…"]],
    ["試験試験試験 a", ["試験試験…", "a"]],
  ])("%j", (text, lines) => expect(textLines(text, 9, 2)).toEqual(lines));
});

describe("shorten", () => {
  it("counts columns, not characters", () => {
    expect(shorten("試験試験", 8)).toBe("試験試験");
    expect(shorten("試験試験", 7)).toBe("試験試…");
  });
});
