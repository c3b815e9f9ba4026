import type { Json, SchemaLanguage } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { declaredValue, misfitOf } from "./declared-values.js";

const accepting = (accepts: (value: Json) => boolean): SchemaLanguage => ({
  name: "x",
  version: "1",
  compile: () => (value) => (accepts(value) ? [] : [{ pointer: "/a", message: "is wrong" }]),
});
const readAs = (accepts: (value: Json) => boolean, text: string): Json =>
  declaredValue(text, misfitOf({ language: "x", schema: {} }, { schemas: [accepting(accepts)] }));

describe("a text is", () => {
  const isText = (value: Json): boolean => typeof value === "string";
  const isWhole = (value: Json): boolean => Number.isInteger(value) || /^[0-9]+$/.test(String(value));
  const isHexadecimal = (value: Json): boolean => typeof value === "string" && /^[0-9a-f]+$/.test(value);
  test.each([
    ["text where text is declared", isText, "1.10", "1.10"],
    ["text where text is declared, whatever it looks like", isText, "null", "null"],
    ["a number where numbers are", isWhole, "12", 12],
    ["text where only that is right", isHexadecimal, "123456", "123456"],
    ["what it reads as where nothing is right", isHexadecimal, "true", true],
    ["what it reads as where everything is", () => true, "1.10", 1.1],
    ["an object", (value: Json) => typeof value === "object", '{"a": 1}', { a: 1 }],
  ])("%s", (_, accepts, text, value) => {
    expect(readAs(accepts, text)).toEqual(value);
  });

  test("what it reads as where nothing is declared, or nobody can tell", () => {
    expect(declaredValue("1.10", misfitOf(undefined, {}))).toBe(1.1);
    expect(declaredValue("1.10", misfitOf({ language: "y", schema: {} }, {}))).toBe(1.1);
  });
});

test("what is wrong is told with its place", () => {
  const misfit = misfitOf({ language: "x", schema: {} }, { schemas: [accepting(() => false)] });
  expect(misfit(1)).toEqual([" at /a: is wrong"]);
});
