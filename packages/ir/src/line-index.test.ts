import fc from "fast-check";
import { expect, test } from "vitest";
import { createLineIndex } from "./line-index.js";

test.each([
  ["", 0, 1, 1],
  ["abc", 2, 1, 3],
  ["abc", 3, 1, 4],
  ["a\nb", 1, 1, 2],
  ["a\nb", 2, 2, 1],
  ["a\r\nb", 1, 1, 2],
  ["a\r\nb", 2, 1, 3],
  ["a\r\nb", 3, 2, 1],
  ["a\rb", 2, 2, 1],
  ["a\r\r\nb", 2, 2, 1],
  ["a\r\r\nb", 4, 3, 1],
  ["\n\n", 2, 3, 1],
  ["a\r", 2, 2, 1],
  ["é\u{1f600}x", 3, 1, 4],
  ["ab", -5, 1, 1],
  ["a\nb", 99, 2, 2],
])("%j at %i is %i:%i", (text, offset, line, column) => {
  expect(createLineIndex(text).positionAt(offset)).toEqual({ line, column });
});

test("agrees with splitting the text before the offset", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\u{1f600}"), maxLength: 40 });
  fc.assert(
    fc.property(texts, fc.nat(80), (text, at) => {
      const offset = Math.min(at, text.length);
      // A break is only over when its last unit is: between `\r` and `\n` one is still on the line that they end.
      const before = text.slice(0, offset).replace(/\r$/, text[offset] === "\n" ? "x" : "\r");
      const lines = before.split(/\r\n|\r|\n/);
      const expected = { line: lines.length, column: (lines.at(-1) as string).length + 1 };
      expect(createLineIndex(text).positionAt(offset)).toEqual(expected);
    }),
  );
});
