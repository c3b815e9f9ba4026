import { describe, expect, it } from "vitest";
import { displayWidth, escapeJson, printable, printableJson } from "./printable.js";

describe("printable", () => {
  it.each([
    ["\u001b[2J", "␛[2J"],
    ["a\nb\r\tc", "a␊b␍ c"],
    ["\u007f\u0085\u009b", "␡��"],
    ["user\u202egnp", "user�gnp"],
    ["a\u200bb\ufeffc\u2066d", "a�b�c�d"],
    ["\u{e0041}", "�"],
    ["\ud800", "�"],
    ["Ärger 試験 👩‍🚒 é", "Ärger 試験 👩‍🚒 é"],
  ])("%j", (text, shown) => expect(printable(text)).toBe(shown));

  it("keeps the number of characters, so that marks under a line stay in their columns", () => {
    const text = "\u0000\u001b\u007f\u009f\u202e\u{e0041}x";
    expect([...printable(text)]).toHaveLength([...text].length);
  });

  it("escapes in JSON what it would replace, and nothing changes for who parses it", () => {
    const value = { "\u202ename": ["\u009b2J", "\u{e0041}", "plain\n"] };
    const text = printableJson(value, 2);
    expect(text).toMatch(/^[\n -~]*$/);
    expect(JSON.parse(text)).toEqual(value);
    expect(escapeJson('"\u0085"')).toBe('"\\u0085"');
  });

  it.each([
    ["abc", 3],
    ["試験", 4],
    ["e\u0301", 1],
    ["🔥", 2],
  ])("%s is %i columns wide", (text, width) => expect(displayWidth(text)).toBe(width));
});
