/** What YAML 1.2.2 says, where it is easily got wrong: the values, the places, and what is refused. */
import { documentLimits, type Json } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { readYaml } from "./read-yaml.js";
import { toJson, type YamlNode } from "./tree.js";

const read = (text: string, limits = documentLimits): ReturnType<typeof readYaml> => readYaml(text, "t", limits);

/** Codes, each with its line and column. */
function refused(text: string): readonly (readonly [code: string, line: number, column: number])[] {
  return read(text).log.diagnostics.map(({ code, origin }) => {
    const { line, column } = origin.kind === "source" ? origin.start : { line: 0, column: 0 };
    return [code.replace("runbook/", ""), line, column];
  });
}

describe("values", () => {
  test.each<readonly [text: string, value: Json]>([
    // 10.3.2 Tag Resolution
    ["[null, Null, NULL, ~, nULL]", [null, null, null, null, "nULL"]],
    [
      "[true, True, TRUE, false, tRUE, yes, no, on, off, y]",
      [true, true, true, false, "tRUE", "yes", "no", "on", "off", "y"],
    ],
    ["[0, -0, +7, 017, 0o17, 0x1F, 0xf]", [0, -0, 7, 17, 15, 31, 15]],
    ["[1., .5, -1.5e3, 1e3, 1E-2, +.5]", [1, 0.5, -1500, 1000, 0.01, 0.5]],
    [
      "[1_000, 0b1, 0o8, 0xg, -0x1, 1e, ., +, -1-, 1.2.3]",
      ["1_000", "0b1", "0o8", "0xg", "-0x1", "1e", ".", "+", "-1-", "1.2.3"],
    ],
    ["[2026-01-31, 12:30:45, 'null', \"1\", '']", ["2026-01-31", "12:30:45", "null", "1", ""]],
    // 7.3.1, 5.7 Double-Quoted Style
    ['a: "\\x41\\u00e9\\U0001F600\\t\\/\\e\\_\\N\\L\\P\\\\"', { a: "Aé😀\t/\u001b\u00a0\u0085\u2028\u2029\\" }],
    ['a: "one\n  two\n\n  three \\\n  four\\\n   \\ five"', { a: "one two\nthree four five" }],
    ["a: 'it''s\n  so'", { a: "it's so" }],
    // 7.3.3 Plain Style
    ["a: b#c d:e -f ?g ::h\n   i\n\n   j # k\n", { a: "b#c d:e -f ?g ::h i\nj" }],
    ["[a:b, http://c/d#e, -1-, ?f, ::g]", ["a:b", "http://c/d#e", "-1-", "?f", "::g"]],
    // 8.1 Block Scalar Styles
    ["a: |\n  b\n   c\n\n  # d\n\n", { a: "b\n c\n\n# d\n" }],
    ["a: |-\n  b\n\nc: |+\n  d\n\n", { a: "b", c: "d\n\n" }],
    ["a: >\n  b\n  c\n\n  d\n   e\n  f\n", { a: "b c\nd\n e\nf\n" }],
    ["a: |2\n   b\n  c\n", { a: " b\nc\n" }],
    ["a: |  # what follows\n  b\n# not b\nc: 1\n", { a: "b\n", c: 1 }],
    ["a: |\nb: >-\nc: 1", { a: "", b: "", c: 1 }],
    ["- |\n a\n- >\n b\n", ["a\n", "b\n"]],
    // 7.4 Flow Collection Styles
    ["{a, b: , 'c':1, \"d\": [ ], ? e : f, ? g}", { a: null, b: null, c: 1, d: [], e: "f", g: null }],
    [
      '[a: b, c, {d: e}, [f], ? g : h, ? i, "j":k, ]',
      [{ a: "b" }, "c", { d: "e" }, ["f"], { g: "h" }, { i: null }, { j: "k" }],
    ],
    ["a: [b, # c\n  d\n]\ne: {\n  f: g\n}\n", { a: ["b", "d"], e: { f: "g" } }],
    // 8.2 Block Collection Styles
    ["a:\n- b\n-\n- c: d\n  e: f\n- - g\n  -\nh:\n", { a: ["b", null, { c: "d", e: "f" }, ["g", null]], h: null }],
    ["-\n-\n", [null, null]],
    ["-\n  a\n- # b\n- \n  - c", ["a", null, ["c"]]],
    ["? a\n: b\n? c\nd: e\n? f\n", { a: "b", c: null, d: "e", f: null }],
    ["'a b': 1\n\"c\\nd\": 2\ne f : 3\n", { "a b": 1, "c\nd": 2, "e f": 3 }],
    ['"<<": {a: 1}\n', { "<<": { a: 1 } }],
    ["a: # b\n  c\nd:\n  # e\n  f: 1\n", { a: "c", d: { f: 1 } }],
    // 9.1 Documents
    ["---\na: 1\n...\n", { a: 1 }],
    ["# a\n--- # b\na: 1", { a: 1 }],
    ["\ufeffa: 1", { a: 1 }],
    ["a: 1\r\nb:\r\n  - c\r\n  - |\r\n    d\r\n", { a: 1, b: ["c", "d\n"] }],
    ["a: --- b\nc: ... d\ne: ---", { a: "--- b", c: "... d", e: "---" }],
    ["a:\tb\nc: [\td ,\te]\n", { a: "b", c: ["d", "e"] }],
    // Keys that JavaScript has for itself, and those that it would put first.
    ["b: 1\n'2': x\n", { b: 1, 2: "x" }],
    ["{toString: 1, constructor: {prototype: 2}}", { toString: 1, constructor: { prototype: 2 } }],
  ])("%j", (text, value) => {
    const { root, log } = read(text);
    expect(log.diagnostics).toEqual([]);
    expect(toJson(root as YamlNode)).toEqual(value);
  });

  test("keys keep their order, also those that are digits, and __proto__ is one like any other", () => {
    const { root } = read("b: 1\n'2': 2\n__proto__: { a: 3 }\n'1': 4\n");
    expect(root?.kind === "map" && [...root.entries.keys()]).toEqual(["b", "2", "__proto__", "1"]);
    const value = toJson(root as YamlNode) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toEqual({ a: 3 });
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });
});

describe("places", () => {
  /** Every node that is a value, as the text between its start and its end. */
  function places(text: string): readonly (readonly [pointer: string, text: string])[] {
    const { root } = read(text);
    const found: (readonly [string, string])[] = [];
    const visit = (node: YamlNode): void => {
      found.push([node.pointer, text.slice(node.start, node.end)]);
      if (node.kind === "list") for (const item of node.items) visit(item);
      if (node.kind === "map") for (const { value } of node.entries.values()) visit(value);
    };
    visit(root as YamlNode);
    return found;
  }

  test.each<readonly [text: string, ...of: readonly (readonly [string, string])[]]>([
    ["a: b  # c\n", ["", "a: b"], ["/a", "b"]],
    ["a:\n\n  # c\n  'b' \n\n", ["", "a:\n\n  # c\n  'b'"], ["/a", "'b'"]],
    ["a:\nb: c", ["", "a:\nb: c"], ["/a", ""], ["/b", "c"]],
    ["{a, b: }", ["", "{a, b: }"], ["/a", ""], ["/b", ""]],
    ["a: |  # d\n  b\n\n# c\n", ["", "a: |  # d\n  b"], ["/a", "|  # d\n  b"]],
    ["a: b\n  c\n\n# d\n", ["", "a: b\n  c"], ["/a", "b\n  c"]],
    [
      'a: "b" # c\nd: [ e , f ] # g',
      ["", 'a: "b" # c\nd: [ e , f ]'],
      ["/a", '"b"'],
      ["/d", "[ e , f ]"],
      ["/d/0", "e"],
      ["/d/1", "f"],
    ],
    ["- a\n-\n- - b\n", ["", "- a\n-\n- - b"], ["/0", "a"], ["/1", ""], ["/2", "- b"], ["/2/0", "b"]],
    ["[a: b , c]", ["", "[a: b , c]"], ["/0", "a: b"], ["/0/a", "b"], ["/1", "c"]],
    ["'{a: 1}': b\n", ["", "'{a: 1}': b"], ["/{a: 1}", "b"]],
    ["a/b: { c~d: e }\n", ["", "a/b: { c~d: e }"], ["/a~1b", "{ c~d: e }"], ["/a~1b/c~0d", "e"]],
  ])("%j", (text, ...expected) => expect(places(text as string)).toEqual(expected));

  test("a byte order mark takes no column", () => expect(refused("\ufeff&a b: 1")[0]).toEqual(["yaml-anchor", 1, 4]));
});

describe("refused", () => {
  test.each<readonly [text: string, ...of: readonly (readonly [code: string, line: number, column: number])[]]>([
    ["a: &b c\nd: *b", ["yaml-anchor", 1, 7], ["yaml-alias", 2, 4]],
    ["a: *b", ["yaml-alias", 1, 4]],
    ["a: &b\n  c: [*b, *b]", ["yaml-anchor", 2, 3], ["yaml-alias", 2, 7], ["yaml-alias", 2, 11]],
    ["&a b: c\n*a : d", ["yaml-anchor", 1, 4], ["yaml-alias", 2, 1]],
    [
      "a: !b c\nd: !!int 5\ne: !<tag:x> [f]\ng: ! h\ni: !!str",
      ["yaml-tag", 1, 7],
      ["yaml-tag", 2, 10],
      ["yaml-tag", 3, 13],
      ["yaml-tag", 4, 6],
      ["yaml-tag", 5, 9],
    ],
    ["!!map\na: b", ["yaml-tag", 2, 1]],
    ["a: 1\nb: 2\na: 3", ["yaml-duplicate-key", 3, 1]],
    ["{a: 1, 'a': 2}", ["yaml-duplicate-key", 1, 8]],
    ["<<: {a: 1}\n", ["yaml-merge-key", 1, 1]],
    [
      "1: a\n~: b\n[c]: d\n{e: f}: g\ntrue: h\n? - i\n: j",
      ["yaml-key", 1, 1],
      ["yaml-key", 2, 1],
      ["yaml-key", 3, 1],
      ["yaml-key", 4, 1],
      ["yaml-key", 5, 1],
      ["yaml-key", 6, 3],
    ],
    ["? [[a]]\n: b", ["yaml-key", 1, 3]],
    ["{: a}", ["yaml-key", 1, 2]],
    [": a", ["yaml-key", 1, 1]],
    [
      "a: 9007199254740993\nb: .inf\nc: -.INF\nd: .nan\ne: 1e400\nf: 9007199254740991",
      ["yaml-number", 1, 4],
      ["yaml-number", 2, 4],
      ["yaml-number", 3, 4],
      ["yaml-number", 4, 4],
      ["yaml-number", 5, 4],
    ],
    ['a: "\\udc00"\nb: "\\ud83d\\ude00"', ["yaml-surrogate", 1, 4]],
    ["a: b\ud800", ["yaml-surrogate", 1, 5]],
    ["a: '\ud800'", ["yaml-surrogate", 1, 4]],
    ['a: "\\U00110000"', ["yaml-surrogate", 1, 4]],
    ['a: "\\\\U00110000 \\UFFFFFFFF"', ["yaml-syntax", 1, 4]],
    ["a: b\u0007", ["yaml-syntax", 1, 5]],
    ["a: b\0", ["binary", 1, 5]],
    ["a: 1\n--- \nb: 2", ["several-documents", 2, 1]],
    ["a: 1\n...\n b: 2", ["several-documents", 3, 1]],
    ["# a\n%TAG ! x:\n---\nb: 1", ["yaml-directive", 2, 1]],
    ["%YAML 3.0\n---\na: 1", ["yaml-directive", 1, 1]],
    ["%A\n---\na: 1", ["yaml-directive", 1, 1]],
    ["---a: 1", ["yaml-syntax", 1, 4]],
    ["a:\n  b: 1\n\tc: 2", ["yaml-tab", 3, 1]],
    ["a:\n  - b\n \t- c", ["yaml-tab", 3, 2]],
    ["a: [b]# c", ["yaml-syntax", 1, 7]],
    ["a: http://b#c\nd: 'e'#f", ["yaml-syntax", 2, 7]],
    ["a: b: c", ["yaml-syntax", 1, 5]],
    ["a: 1\n b: 2", ["yaml-syntax", 2, 3]],
    ["a: b\nc", ["yaml-syntax", 2, 2]],
    ["- a\nb: c", ["yaml-syntax", 2, 1]],
    ["a:\n    b: 1\n  c: 2", ["yaml-syntax", 3, 3]],
    ["a: [b c", ["yaml-syntax", 1, 8]],
    ["a: [b,, c]", ["yaml-syntax", 1, 7]],
    ["a: [b]]", ["yaml-syntax", 1, 7]],
    ["a: {b: c", ["yaml-syntax", 1, 9]],
    ["a: 'b", ["yaml-syntax", 1, 6]],
    ['a: "b\nc"', ["yaml-syntax", 2, 1]],
    ['a: "b\n]"', ["yaml-syntax", 2, 1]],
    ["a: [\nb]", ["yaml-syntax", 2, 1]],
    ["a: @b", ["yaml-syntax", 1, 4]],
    ["a: `b`", ["yaml-syntax", 1, 4]],
    ["a: %b", ["yaml-syntax", 1, 4]],
    ["a: |x\n  b", ["yaml-syntax", 1, 5]],
    [`${"k".repeat(1025)}: 1`, ["yaml-syntax", 1, 1]],
    ["# nothing", ["empty", 1, 1]],
    ["~", ["empty", 1, 1]],
    ["---\n...\n", ["empty", 1, 1]],
  ])("%j", (text, ...expected) => expect(refused(text as string)).toEqual(expected));

  test("a key may be long when it is marked as one", () => {
    for (const text of [`${"k".repeat(1024)}: 1`, `? ${"k".repeat(2000)}\n: 1`]) expect(refused(text)).toEqual([]);
  });

  test("nesting up to the limit, in each style", () => {
    for (const [open, close] of [
      ["[", "]"],
      ["{a: ", "}"],
      ["- ", ""],
    ] as const) {
      const codes = (levels: number): readonly string[] =>
        read(`${open.repeat(levels)}a${close.repeat(levels)}`).log.diagnostics.map(({ code }) => code);
      // The innermost value is a level too.
      expect(codes(documentLimits.maxDepth - 1)).toEqual([]);
      expect(codes(documentLimits.maxDepth)).toEqual(["runbook/too-deep"]);
    }
  });
});
