import fc from "fast-check";
import { expect, test } from "vitest";
import { CanonicalError, canonicalize, jsonPointer } from "./canonical.js";

/** RFC 8785, appendix B: the bits of a double and its text. */
test.each([
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["ffefffffffffffff", "-1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555554", "333333333.33333325"],
  ["41b3de4355555555", "333333333.3333333"],
  ["41b3de4355555556", "333333333.3333334"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
])("the double %s is %s", (bits, text) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  expect(canonicalize(view.getFloat64(0))).toBe(text);
});

test("RFC 8785, 3.2.2: primitive values", () => {
  const source = `{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
    "literals": [null, true, false]
  }`;
  expect(canonicalize(JSON.parse(source))).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("RFC 8785, 3.2.3: members are sorted by UTF-16 code units", () => {
  const source = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\u{1f600}": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  const order = [...canonicalize(source).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
  expect(order).toEqual([
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

test.each([
  ["[]", []],
  ["{}", {}],
  ["{}", Object.create(null)],
  ['{"10":1,"9":2,"a":[{}]}', { a: [{}], 9: 2, 10: 1 }],
  ['{"__proto__":1,"constructor":2}', JSON.parse('{"constructor":2,"__proto__":1}')],
  ['"\\u0000\\u001f\\b\\t\\n\\f\\r\u007f\u2028"', "\u0000\u001f\b\t\n\f\r\u007f\u2028"],
])("%s", (text, value) => {
  expect(canonicalize(value)).toBe(text);
});

const cyclic: { self?: unknown } = {};
cyclic.self = [cyclic];
const deep = (levels: number): unknown => {
  let value: unknown = [];
  for (let i = 1; i < levels; i++) value = [value];
  return value;
};

test.each([
  ["undefined", { a: [1, undefined] }, "ir/not-json", "/a/1"],
  ["a hole", { a: new Array(1) }, "ir/not-json", "/a/0"],
  ["a function", () => 1, "ir/not-json", ""],
  ["a bigint", { "a/b~c": 1n }, "ir/not-json", "/a~1b~0c"],
  ["a Map", [new Map()], "ir/not-json", "/0"],
  ["a Date", [new Date(0)], "ir/not-json", "/0"],
  ["NaN", { x: { y: Number.NaN } }, "ir/not-finite", "/x/y"],
  ["Infinity", [-Infinity], "ir/not-finite", "/0"],
  ["a lone high surrogate", ["a\ud83d"], "ir/lone-surrogate", "/0"],
  ["a lone low surrogate", ["\ude00a"], "ir/lone-surrogate", "/0"],
  ["a lone surrogate in a key", { "\ud83d": 1 }, "ir/lone-surrogate", ""],
])("refuses %s", (_, value, code, pointer) => {
  expect(() => canonicalize(value)).toThrow(CanonicalError);
  expect(() => canonicalize(value)).toThrow(expect.objectContaining({ code, pointer }));
});

test("refuses what contains itself or is too deep, and says which", () => {
  expect(() => canonicalize(cyclic)).toThrow(expect.objectContaining({ code: "ir/cyclic-value" }));
  expect(() => canonicalize(deep(100_000))).toThrow(expect.objectContaining({ code: "ir/value-too-deep" }));
  expect(canonicalize(deep(1000))).toBe("[".repeat(1000) + "]".repeat(1000));
});

test("a value seen twice is no cycle", () => {
  const shared = { b: 1 };
  expect(canonicalize([shared, shared])).toBe('[{"b":1},{"b":1}]');
});

test("means the same JSON, and is its own canonical form", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const text = canonicalize(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalize(JSON.parse(text))).toBe(text);
    }),
  );
});

test("a JSON Pointer escapes what it has to", () => {
  expect(jsonPointer([])).toBe("");
  expect(jsonPointer(["a/b", "~1", 0, ""])).toBe("/a~1b/~01/0/");
});
