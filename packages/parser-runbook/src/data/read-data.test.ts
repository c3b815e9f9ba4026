import { documentLimits } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { readData } from "./read-data.js";

const read = (text: string) => readData(text, { uri: "d" });

describe("what is read", () => {
  test("YAML is plain data", () => {
    expect(read("a: [1, 0x10, ~, yes]\nb: 2024-01-01\n__proto__: {c: d}\n")).toEqual({
      value: JSON.parse('{"a":[1,16,null,"yes"],"b":"2024-01-01","__proto__":{"c":"d"}}'),
      diagnostics: [],
    });
  });

  test.each([
    '{\n\t"a":\t1,\r\n\t"b": [true,{"c":"x:y # z"}]\n}',
    '{"a":"\\/ \\ud83d\\ude00 \\u0000\\n","b":-1.5e3,"c":{},"d":[]}',
    JSON.stringify({ ["k".repeat(2000)]: "\u2028\u0085\u007f" }),
    "[1]",
    '"a"',
  ])("JSON is what it is: %#", (text) => {
    expect(read(text)).toEqual({ value: JSON.parse(text), diagnostics: [] });
  });
});

test.each([
  ["a: .nan", "yaml-number", 4],
  ["a: -.inf", "yaml-number", 4],
  ['{"a":1e999}', "yaml-number", 6],
  ['{"a":"\\ud800"}', "yaml-surrogate", 6],
  ['{"a":1,"a":2}', "yaml-duplicate-key", 8],
  ["a: !!set {a, b}", "yaml-tag", 10],
  ["a: !!binary aGk=", "yaml-tag", 13],
  ["%YAML 1.1\n---\na: !!timestamp 2024-01-01", "yaml-directive", 1],
  ['? ["\\x9b31mX\\u202eY"]\n: 1', "yaml-key", 3],
  ["a: &x b", "yaml-anchor", 7],
  [`{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`, "too-deep", undefined],
  [`a: [${"a,".repeat(2_000_000)}a]`, "too-large", 1],
  ["", "empty", 1],
])("%# is refused with its place", (text, code, column) => {
  const { value, diagnostics } = read(text);
  expect(value).toBeNull();
  const start = column === undefined ? {} : { start: { column } };
  expect(diagnostics[0]).toMatchObject({ code: `runbook/${code}`, severity: "error", origin: { uri: "d", ...start } });
});

test("limits are the caller's", () => {
  expect(read(`a: ${"x".repeat(documentLimits.maxBytes)}`).diagnostics[0]?.code).toBe("runbook/too-large");
  expect(readData("a: [[]]", { uri: "d", limits: { maxDepth: 2 } }).diagnostics[0]?.code).toBe("runbook/too-deep");
});
