import { createLineIndex } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { TextPlaces } from "./text-places.js";
import type { YamlScalar } from "./tree.js";

/** What stands where each piece is said to be, asked for in this order. */
function found(written: string, value: string, pieces: readonly string[]): readonly string[] {
  const text = `a: ${written}\nb: 1\n`;
  const node: YamlScalar = { kind: "scalar", value, start: 3, end: 3 + written.length, pointer: "/a" };
  const places = new TextPlaces({ uri: "t", text, lines: createLineIndex(text) });
  return pieces.map((piece) => text.slice(places.offsetOf(node, value.indexOf(piece))).slice(0, piece.length));
}

describe("places in texts", () => {
  test.each<readonly [what: string, written: string, value: string]>([
    ["plain", "x one x two x three", "x one x two x three"],
    ["quoted", "'x one x two x three'", "x one x two x three"],
    ["with escapes", '"\\x78 one x\\ttwo x three"', "x one x\ttwo x three"],
    ["of several lines", "|\n    x one\n    x two\n    x three", "x one\nx two\nx three\n"],
    ["folded", ">\n    x one\n    x two\n\n    x three", "x one x two\nx three\n"],
  ])("%s", (_, written, value) => {
    expect(found(written, value, ["one", "two", "three"])).toEqual(["one", "two", "three"]);
  });

  test("the same piece is found where it is the next time", () => {
    const text = "a: '${{ x }} ${{ x }}'";
    const node: YamlScalar = { kind: "scalar", value: "${{ x }} ${{ x }}", start: 3, end: 22, pointer: "/a" };
    const places = new TextPlaces({ uri: "t", text, lines: createLineIndex(text) });
    expect([4, 13, 13, 4].map((index) => places.offsetOf(node, index))).toEqual([8, 17, 17, 8]);
    expect(places.offsetOf(node, 4, 1)).toBe(9);
  });

  test("what isn't there is where the text begins, and so is what follows", () => {
    const text = 'a: "\\x31\\x32 b"';
    const node: YamlScalar = { kind: "scalar", value: "12 b", start: 3, end: text.length, pointer: "/a" };
    const places = new TextPlaces({ uri: "t", text, lines: createLineIndex(text) });
    expect([0, 3].map((index) => places.offsetOf(node, index, 7))).toEqual([3, 3]);
  });
});
