import { type Environment, EvaluationError, type Json } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { feel } from "./feel.js";

const nowMs = Date.UTC(2026, 6, 1, 12, 30);
const variables: { readonly [name: string]: Json } = {
  n: 3,
  text: "abc",
  yes: true,
  none: null,
  list: [1, 2, 3, 4],
  person: { name: "Ada", age: 36, address: { city: "London" }, "full name": "Ada Lovelace" },
  people: [
    { name: "Ada", age: 36 },
    { name: "Bob", age: 17 },
  ],
  "Vacation Approval": "Approved",
  count: 7,
  event: { instance: { in: { for: 5 } } },
  instance: 9,
  été: 1,
  "Level 2": 2,
};
const environment: Environment = (name) =>
  Object.hasOwn(variables, name) ? { json: variables[name] as Json } : undefined;

function run(text: string, given: Environment = environment): unknown {
  const compiled = feel.compile(text);
  if ("error" in compiled) throw new Error(`${text}: ${compiled.error} at ${compiled.offset}`);
  return compiled.evaluate?.(given, nowMs);
}

type Table = readonly (readonly [text: string, value: Json])[];

function holds(chapter: string, table: Table): void {
  describe(chapter, () => {
    test.each(table)("%s is %j", (text, value) => {
      expect(run(text)).toEqual({ json: value });
    });
  });
}

holds("DMN 1.5, 10.3.1.2: literals and names", [
  ["1", 1],
  ["-1.50", -1.5],
  [".5", 0.5],
  ["1.2e3", 1200],
  ['"a\\n\\"b\\" \\u00e9 \\U01F600 \\\\"', 'a\n"b" é 😀 \\'],
  ["null", null],
  ["// a comment\n n /* another */ + 1", 4],
  ["Vacation Approval", "Approved"],
  ['Vacation   Approval = "Approved"', true],
  ["`Vacation Approval`", "Approved"],
  ["count", 7],
  ["event.instance.in.for", 5],
  ["{if: 1, return: 2}.return", 2],
  ["instance = 9 and not(instance instance of string)", true],
  ["été + Level 2", 3],
  ["count(list)", 4],
]);

holds("10.3.2.3: numbers are decimal", [
  ["0.1 + 0.2 = 0.3", true],
  ["1.1 * 3", 3.3],
  ["0.3 / 0.1", 3],
  ["1 - 0.9", 0.1],
  ["-2 ** 2", 4],
  ["2 ** 3 ** 2", 64],
  ["2 + 3 * 4 - 6 / 3", 12],
  ["10 - 3 - 2", 5],
  ["-(n - 5)", 2],
  ["string(0.0000001)", "0.0000001"],
  ["string(10 ** 21)", "1000000000000000000000"],
  ["0 * -1", 0],
]);

holds("10.3.2.3: strings", [
  ['"a" + "b"', "ab"],
  ['"a" < "b"', true],
  ['text = "abc"', true],
]);

holds("10.3.2.13: comparison and logic", [
  ['n = 3 and text != "x"', true],
  ["1 < 2 or 1 / 0 = 1", true],
  ["false and 1 / 0 = 1", false],
  ["null and false", false],
  ["true or null", true],
  ["false or null", null],
  ["none = null", true],
  ["n = null", false],
  ["null = null", true],
  ["n between 1 and 3", true],
  ["n between 4 and 5", false],
  ["n in [1..3]", true],
  ["n in [1..3)", false],
  ["n in [1..3[", false],
  ["n in ]2..3]", true],
  ["n in (3..5]", false],
  ["n in (1, 2, 3)", true],
  ["n in (< 3, > 5)", false],
  ["n in <= 3", true],
  ["n in list", true],
  ["n in [5, [1..4]]", true],
  ['@"2026-01-01" between @"2025-01-01" and @"2027-01-01"', true],
  ['time("10:00:00") in [@"09:00:00"..@"11:00:00"]', true],
  ["not(n in (1, 2)) and 10 in (> 5)", true],
  ["3 in (2..4) and not(3 in (4..5))", true],
  ['"b" in ["a".."c"]', true],
  ["[1, 2] = [1, 2]", true],
  ["[1, 2] = [2, 1]", false],
  ["{a: 1, b: [2]} = {b: [2], a: 1}", true],
  ["[1..2] = [1..2)", false],
  ["not(yes)", false],
  ["not(null)", null],
]);

holds("10.3.2.5 to 10.3.2.6: lists, filters, paths and contexts", [
  ["list[1]", 1],
  ["list[-1]", 4],
  ["list[5]", null],
  ["list[0]", null],
  ["list[n]", 3],
  ["list[count(list)]", 4],
  ["list[item > 2]", [3, 4]],
  ["list[item > n]", [4]],
  ["[][1]", null],
  ["[][item > 1]", []],
  ["none[1]", null],
  ["n[1]", 3],
  ["people[age >= 18].name", ["Ada"]],
  ["people[item.age < 18][1].name", "Bob"],
  ['people[name = "Ada"][1].age', 36],
  ["people[title = null].name", ["Ada", "Bob"]],
  ["[[1, 2], [3]][item[1] = 3]", [[3]]],
  ['if n = 1 then "a" else if n = 3 then "b" else "c"', "b"],
  ["1 - -1 * -(2)", -1],
  ["people.name", ["Ada", "Bob"]],
  ["person.address.city", "London"],
  ["person.full name", "Ada Lovelace"],
  ["person.owner.name", null],
  ["none.name", null],
  ["{a: 1, b: a + 1}.b", 2],
  ['{"a b": 1, c d: 2}', { "a b": 1, "c d": 2 }],
  ["{a: {b: [1, {c: 2}]}}", { a: { b: [1, { c: 2 }] } }],
  ["{}", {}],
  ['{"__proto__": 1}.__proto__', 1],
  ["{a: 1}.constructor", null],
  ["[1..5].start + (1..5).end", 6],
  ["[1..5).end included", false],
]);

holds("10.3.2.14, 10.3.2.15: if, for, some and every", [
  ['if n > 2 then "many" else "few"', "many"],
  ['if null then "a" else "b"', "b"],
  ["for i in list return i * 2", [2, 4, 6, 8]],
  ["for i in 1..3 return i", [1, 2, 3]],
  ["for i in 3..1 return i", [3, 2, 1]],
  ["for i in [1..3) return i", [1, 2]],
  [
    "for i in 1..2, j in i..2 return [i, j]",
    [
      [1, 1],
      [1, 2],
      [2, 2],
    ],
  ],
  ["for i in 1..4 return if i <= 2 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3]],
  ["for i in 1..3 return count(partial)", [0, 1, 2]],
  ['for d in @"2026-02-27"..@"2026-03-01" return d.day', [27, 28, 1]],
  ["some p in people satisfies p.age < 18", true],
  ["every p in people satisfies p.age < 18", false],
  ["every i in [] satisfies false", true],
  ["some i in [] satisfies true", false],
  ["some i in [1, 2], j in [2, 3] satisfies i = j", true],
  ["some i in [1, 2] satisfies if i = 1 then null else false", null],
  ['some risk in ["red", "green"] satisfies risk = "red"', true],
]);

holds("10.3.2.9, 10.3.2.16: types and functions", [
  ["n instance of number", true],
  ["text instance of number", false],
  ["null instance of number", false],
  ["null instance of null", true],
  ["list instance of list<number>", true],
  ["list instance of list<string>", false],
  ["person instance of context<name: string, age: number>", true],
  ["[1..2] instance of range<number>", true],
  ['@"P1D" instance of days and time duration', true],
  ['@"P1Y" instance of years and months duration', true],
  ['date("2026-01-01") instance of date', true],
  ["(function(x) x) instance of function<number> -> number", true],
  ["(function(a, b) a - b)(5, 3)", 2],
  ["(function(a: number, b: number) a - b)(b: 5, a: 3)", -2],
  ["{double: function(x) x * 2, four: double(2)}.four", 4],
  ["sort([3, 1, 2], function(a, b) a > b)", [3, 2, 1]],
]);

describe("10.3.2: what FEEL answers null to because something is wrong, has no value", () => {
  test.each<[string, RegExp]>([
    ["missing > 1", /^There is no variable 'missing'\. \(column 1\)$/],
    ["1 + missing.name", /no variable 'missing'\. \(column 5\)/],
    ["n + text", /There is no '\+' of a number and a string\. \(column 3\)/],
    ["n +\n  none", /number and null\. \(line 1, column 3\)/],
    ["1 +\n (2 * none)", /\(line 2, column 5\)/],
    ['n = "3"', /A number and a string can't be compared\. \(column 3\)/],
    ["none < 1", /Null and a number can't be compared/],
    ["n and yes", /'and' wants true or false, not a number/],
    ["if n then 1 else 2", /'if' wants true or false/],
    ["list[yes and 1]", /'and' wants/],
    ["list[1.5]", /no position 1.5/],
    ["n.name", /There is no 'name' in a number/],
    ["1 / 0", /divided by zero/],
    ["10 ** 400", /no finite result/],
    ["sqrt(-1)", /no such square root/],
    ['date("2026-02-30")', /'2026-02-30' is no date\. \(column 1\)/],
    ['"2026-01-01" < today()', /date\(…\) makes one of a text/],
    ['substring("abc", 0)', /the first character is at 1/i],
    ["upper case(n)", /upper case: 'string' must be a string, not a number/],
    ["[1..2]", /which is no data/],
    ["function(x) x", /which is no data/],
    ["for i in none return i", /nothing to go through/],
    ["for i in 1.5..3 return i", /whole numbers/],
    ['sum([1, "a"])', /must be numbers, not a string/],
    ["max([1, null])", /can't be compared/],
    ["{f: 1}.f()", /Only a function can be called, not a number/],
    ["(function(a) a)(1, 2)", /takes 1 arguments, not 2/],
    ["[1..n + text]", /no '\+'/],
  ])("%s", (text, message) => {
    expect(() => run(text)).toThrow(message);
  });

  test.each<[string, Json]>([
    ["missing = null", true],
    ["null != missing", false],
    ["missing.name = null", true],
    ['if missing != null then missing.name else "nobody"', "nobody"],
    ["is defined(missing)", false],
    ["is defined(n)", true],
    ["get or else(missing.name, 5)", 5],
    ["get or else(n, 5)", 3],
  ])("but a test for null asks whether there is such a variable: %s", (text, value) => {
    expect(run(text)).toEqual({ json: value });
  });
});

describe("what does not compile, and where", () => {
  test.each<[string, number, RegExp]>([
    ["n ==  3", 2, /equality is a single '='/],
    ["n = 'a'", 4, /unexpected '''/],
    ["(n = 3", 6, /'\)' was expected/],
    ['n = "open', 4, /no closing quote/],
    ["1 +", 3, /missing at the end/],
    ["", 0, /missing at the end/],
    ["n && yes", 2, /unexpected '&'/],
    ["nope(1)", 0, /there is no function 'nope'/],
    ["1 + conut(list)", 4, /did you mean 'count'/],
    ["substring(text)", 0, /takes 2 or 3 arguments/],
    ["substring(text, 1, lenght: 2)", 19, /by position or by name/],
    ["substring(string: text, begin: 1)", 0, /no such parameters/],
    ["{a: 1, a: 2}", 7, /'a' is given twice/],
    ['@"soon"', 0, /no date, time or duration/],
    ['function(x) external {java: {class: "java.lang.Math"}}', 12, /never called/],
    ["x instance of cat", 14, /there is no type 'cat'/],
    ["if n then 1", 11, /'else' was expected/],
    ["/* open", 0, /never closed/],
    ["person.name(1)", 6, /'person' is data/],
    ["1e999", 0, /too large/],
    ['"\\u12"', 1, /4 hexadecimal digits/],
  ])("%s", (text, offset, error) => {
    expect(feel.compile(text)).toEqual({ error: expect.stringMatching(error), offset });
  });
});

describe("what an expression reads", () => {
  test.each<[string, readonly string[]]>([
    ["a.b = c and d[1] > e", ["a", "c", "d", "e"]],
    ["for i in xs return i + y", ["xs", "y"]],
    ["some i in xs, j in i.ys satisfies j = z", ["xs", "z"]],
    ["{a: 1, b: a + c}", ["c"]],
    ["(function(p) p + q)(1)", ["q"]],
    ["count(xs) + count", ["xs", "count"]],
    ["Vacation Approval Status.Reason", ["Vacation Approval Status"]],
    ["xs[item.a = 1]", ["xs"]],
  ])("%s", (text, reads) => {
    expect(feel.compile(text)).toMatchObject({ reads, surely: reads });
  });

  test("what may be an entry of an item that is filtered is perhaps a variable", () => {
    expect(feel.compile("people[age > limit]")).toMatchObject({
      reads: ["people", "age", "limit"],
      surely: ["people"],
    });
  });

  test("an unknown makes the whole unknown, unless nobody asks for it", () => {
    const unknown: Environment = (name) => (name === "u" ? { unknown: "not run" } : environment(name));
    expect(run("u = 1 or yes", unknown)).toEqual({ unknown: "not run" });
    expect(run("yes or u = 1", unknown)).toEqual({ json: true });
    expect(run("u = null", unknown)).toEqual({ unknown: "not run" });
  });

  test("a secret is not readable", () => {
    expect(() => run('s = "x"', () => ({ secret: "secret://s" }))).toThrow(EvaluationError);
  });
});
