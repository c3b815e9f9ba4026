import { describe, expect, it } from "vitest";
import { readJson } from "./strict-json.js";

const read = (text: string) => readJson(text, 10);

describe("readJson", () => {
  it.each([
    "null",
    "[]",
    "{}",
    ' { "a" : [ 1 , -0.5e+3 , true , "\\u00e9\\n\\"é😀" ] , "b" : { } } ',
    '{"__proto__":{"polluted":true},"constructor":1}',
    '"\u007f\u0085"',
    "[[[[[[[[[[]]]]]]]]]]",
  ])("reads %s as JSON.parse does", (text) => {
    const document = read(text);
    expect("value" in document && JSON.stringify(document.value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each([
    "9007199254740991",
    "-9007199254740992",
    "1152921504606846976",
    "1152921504606847000",
    "1e21",
    "0.1000000000000000055",
    "-0",
  ])("takes %s", (text) => expect(read(text)).toMatchObject({ value: Number(text) }));

  it("leaves prototypes alone", () => {
    read('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("knows the place of every value", () => {
    const document = read('{\n  "a/b": [1,\n    {"~": 2}]\n}');
    if (!("at" in document) || "problem" in document) throw new Error("not read");
    expect(document.at("/a~1b/1/~0")).toEqual({ line: 3, column: 11 });
    expect(document.at("")).toEqual({ line: 1, column: 1 });
  });

  it.each([
    ["", "it ends too early", 1, 1, ""],
    ['{"a":1,\n"a":2}', "the member 'a' is there twice", 2, 1, ""],
    ['{"a":[1,1e400]}', "the number 1e400 is too large", 1, 9, "/a/1"],
    [
      '{"a":9007199254740993}',
      "the number 9007199254740993 has more digits than every reader keeps: this one takes it for 9007199254740992",
      1,
      6,
      "/a",
    ],
    ['["\\ud800"]', "a string contains half of a surrogate pair", 1, 2, "/0"],
    ["[1,]", "a value is missing or not valid", 1, 4, "/1"],
    ["[1", "it ends too early", 1, 3, ""],
    ['{"a":1,}', "a member needs a name in double quotes", 1, 8, ""],
    ["{a:1}", "a member needs a name in double quotes", 1, 2, ""],
    ['{"a" 1}', "a ':' is missing after the name of a member", 1, 6, ""],
    ["[1 2]", "a ',' or ']' is missing", 1, 4, ""],
    ["[01]", "a ',' or ']' is missing", 1, 3, ""],
    ['"a\nb"', "a string contains a control character; write it as an escape", 1, 3, ""],
    ['"a', "a string is not closed", 1, 1, ""],
    ['"\\x"', "an escape is not valid", 1, 2, ""],
    ["null null", "there is text after its end", 1, 6, ""],
    ["NaN", "a value is missing or not valid", 1, 1, ""],
    ["[[[[[[[[[[[]]]]]]]]]]]", "it is nested more than 10 levels deep", 1, 11, "/0/0/0/0/0/0/0/0/0/0"],
  ])("refuses %j", (text, problem, line, column, pointer) => {
    expect(read(text)).toEqual({ problem, pointer, at: { line, column } });
  });
});
