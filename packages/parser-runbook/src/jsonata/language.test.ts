import { EvaluationError, type Json } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { jsonataLanguage } from "./language.js";

const noon = Date.UTC(2026, 0, 31, 12);

async function evaluate(text: string, variables: { readonly [name: string]: Json } = {}): Promise<Json> {
  const compiled = jsonataLanguage.compile(text);
  if ("error" in compiled) throw new Error(`${compiled.error} (${compiled.offset})`);
  const environment = (name: string) =>
    Object.hasOwn(variables, name) ? { json: variables[name] as Json } : undefined;
  const slot = compiled.evaluate?.(environment, noon) ?? (await compiled.evaluateAsync?.(variables, noon));
  return (slot as { readonly json: Json }).json;
}

const hosts: Json = [
  { name: "a", load: 3, tags: ["x"] },
  { name: "b", load: 9, tags: ["y", "z"] },
];

describe("what expressions give", () => {
  test.each<readonly [text: string, value: Json]>([
    ["inputs.hosts[load > 5].name", "b"],
    ["inputs.hosts.tags", ["x", "y", "z"]],
    ["inputs.hosts[load > 50].name", null],
    ["inputs.hosts[load > $$.inputs.limit].name", "b"],
    ["$map(inputs.hosts, function($h) { $h.load + inputs.limit })", [8, 14]],
    ["inputs.hosts^(>load)[0].name", "b"],
    ["inputs.hosts{name: load}", { a: 3, b: 9 }],
    ['{"n": $count(inputs.hosts), "first": inputs.hosts[0].name}', { n: 2, first: "a" }],
    ['{"__proto__": 1, "constructor": 2}', JSON.parse('{"__proto__": 1, "constructor": 2}')],
    ["[1..3]", [1, 2, 3]],
    ["$sort([3, 1, 2, 10])", [1, 2, 3, 10]],
    ["$sort(['b', 'B', 'a'])", ["B", "a", "b"]],
    ["$sort([{'a': 2, 'b': 1}, {'a': 1}, {'a': 2, 'b': 3}], function($x, $y){ $x.a > $y.a }).b", [1, 3]],
    ["$sort([5, 3, 4, 1, 2], function($x, $y){ $x < $y })", [5, 4, 3, 2, 1]],
    ["$sort($append([1..9999], 0))[1]", 1],
    ["$sort(inputs.missing)", null],
    ["[inputs.hosts.load]", [3, 9]],
    ["$sum(inputs.hosts.load)", 12],
    ["inputs.missing ?? 'none'", "none"],
    ["$now()", "2026-01-31T12:00:00.000Z"],
    ["$millis()", noon],
    ["$toMillis('2026-01-31T13:00:00+01:00')", noon],
    ["$fromMillis(0)", "1970-01-01T00:00:00.000Z"],
    ["$pad('x', 4)", "x   "],
    ["$matches('web-12', '^web-[0-9]+$')", true],
    ["$matches('db-12', '(?i)WEB')", false],
    ['$parse(\'{"a": [1, {"b": 2}]}\').a[1].b', 2],
    ["$pad('x', -4, 'ab')", "abax"],
    ["$join(['a', 'b'], '-')", "a-b"],
    ["$join(inputs.hosts.name)", "ab"],
    ["$distinct([1, 1, {'a': 1, 'b': 2}, {'b': 2, 'a': 1}])", [1, { a: 1, b: 2 }]],
    ["$spread({'a': 1, 'b': 2})", [{ a: 1 }, { b: 2 }]],
    ["$replace('a.b', '.', '-')", "a-b"],
    ["$replace('aaa', 'a', '$0', 2)", "$0$0a"],
    ["$replace('aaa', 'aa', '')", "a"],
    ["$split('a, b, c', ', ')", ["a", "b", "c"]],
    ["$split('a,b,c', ',', 2)", ["a", "b"]],
    ["$split('a,b', ',', 0)", []],
    ["$split('abc', '', 2)", ["a", "b"]],
    ["$split(inputs.missing, ',')", null],
    ["$contains('abc', 'bc') and $not($contains('abc', 'ac'))", true],
    ["$contains(inputs.missing, 'a')", null],
    ["$substringBefore('a=b=c', '=') & $substringAfter('a=b=c', '=')", "ab=c"],
    ["$substringBefore('a', '=') & $substringAfter('a', '=')", "aa"],
    ["$slice([1, 2, 3, 4], 0, null, 2)", [1, 3]],
    ["$slice([1, 2, 3], null, null, -1)", [3, 2, 1]],
    ["$slice([1], 0, 1, 1e-9)", null],
    ["$slice([1], 0, 1, 0)", null],
    ["$slice([1, 2], 0.5, 2, 1)", null],
    ["$contains($pad('a', 1000000, 'a'), $pad('a', 1000, 'a') & 'b' & $pad('a', 500000, 'a'))", false],
    ["$reduce([1, 2, 3], function($sum, $n) { $sum + $n })", 6],
    ["($double := function($n) { $n * 2 }; $double(21))", 42],
    ["inputs.hosts#$i[$i = 1].name", "b"],
    ["inputs.hosts@$h.$h.name", ["a", "b"]],
    ["$uppercase('ä')", "Ä"],
    ["$string({'a': 0.1 + 0.2})", '{"a":0.3}'],
    ["inputs.hosts[0].tags[]", ["x"]],
  ])("%s", async (text, value) => {
    expect(await evaluate(text, { "inputs.hosts": hosts, "inputs.limit": 5 })).toEqual(value);
  });

  test("the library never gets hold of the run's own values", async () => {
    const frozen = Object.freeze({ list: Object.freeze([]) }) as unknown as Json;
    expect(await evaluate("item.list{'a': 1}", { item: frozen })).toEqual({ a: 1 });
    expect(frozen).toEqual({ list: [] });
  });

  test("an unknown that is read makes the answer unknown, a secret can't be read", () => {
    const compiled = jsonataLanguage.compile("inputs.a = 1 or inputs.b = 2");
    if ("error" in compiled) throw new Error(compiled.error);
    const unknown = { unknown: "not run" };
    expect(compiled.evaluate?.((name) => (name === "inputs.b" ? unknown : { json: 1 }), 0)).toEqual(unknown);
    expect(() => compiled.evaluate?.(() => ({ secret: "secret://x" }), 0)).toThrow(EvaluationError);
  });
});

describe("refused when the document is read", () => {
  test.each<[text: string, error: RegExp, offset?: number]>([
    ["", /expression/i],
    ["a +", /end of expression/, 2],
    ["a = = b", /=/, 4],
    ["'abc", /terminat/],
    ["inputs", /as a whole/, 0],
    ["$merge([inputs, vars.x])", /'inputs' can't be read as a whole/, 8],
    ["steps[0].output", /as a whole/, 0],
    ["inputs.*", /as a whole/],
    ["*", /'\*' needs something before it/, 0],
    ["**.password", /needs something before it/, 0],
    ["$", /\$ can't be read as a whole/, 0],
    ["$$", /\$\$ can't be read as a whole/, 0],
    ["$lookup($$, 'x')", /as a whole/],
    ["item[inputs.limit > 3]", /write \$\$\.inputs\.limit/, 5],
    ["$eval('1')", /\$eval is not supported/, 0],
    ["($e := $eval; $e('1'))", /\$eval is not supported/],
    ["$random()", /\$random is not supported/],
    ["$shuffle([1,2])", /\$shuffle is not supported/],
    ["$match(item, /a/)", /regular expressions|\$match/],
    ["$contains(item, /(a+)+$/)", /regular expressions are not supported/],
    ["/(a+)+$/('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')", /regular expressions/],
    ["$formatInteger(1e15, 'I')", /\$formatInteger is not supported/],
    ["$toMilis('x')", /did you mean \$toMillis/, 0],
    ["$nothing", /there is no \$nothing/, 0],
    ["count(item)", /functions start with a dollar: \$count/, 0],
    ["item.x(1)", /only functions can be called|well-formed/],
    ["item ~> |a|{'b': 1}|", /transform/],
    ["item.a.%", /parent/],
    ["$substring(?, 1)", /partial application/],
    ["function($a)<s+s+s+s+:s>{ $a }", /signatures/],
    ["a".repeat(9000), /longer than/],
    ["(".repeat(100), /nested/, 64],
    [`item${".a".repeat(200)}`, /more than 128 steps/],
    [`item.(${"a.[b].".repeat(200)}c)`, /more than 128 steps/],
    [`1${"+1".repeat(600)}`, /nested too deeply/],
    [`${"(".repeat(60)}${"a ?: ".repeat(60)}`, /more than 8 times/],
    ["$now('[Y]')", /./],
  ])("%s", (text, error, offset) => {
    const compiled = jsonataLanguage.compile(text);
    if (!("error" in compiled)) return expect(evaluate(text)).rejects.toThrow(EvaluationError);
    expect(compiled.error).toMatch(error);
    if (offset !== undefined) expect(compiled.offset).toBe(offset);
  });
});

test.each<string>([
  `"${"([{.".repeat(500)}"`,
  `[${"item.a, ".repeat(300)}item.a]`,
  `{${Array.from({ length: 200 }, (_, i) => `"a${i}": item.b.c`).join(", ")}}`,
  `/* ${"(".repeat(100)} ' */ item`,
])("long, but not by paths and brackets: %s", (text) => {
  expect(jsonataLanguage.compile(text)).not.toHaveProperty("error");
});

test("of thousands of expressions, each gives its own value, however long ago it was read", async () => {
  const compiled = Array.from({ length: 2000 }, (_, i) => jsonataLanguage.compile(`$sum([inputs.a, ${i}])`));
  for (const index of [0, 1999, 700, 0]) {
    const one = compiled[index];
    if (one === undefined || "error" in one) throw new Error("It was not read.");
    expect(await one.evaluateAsync?.({ "inputs.a": 1 }, noon)).toEqual({ json: index + 1 });
  }
});

describe("ends in an error, within its budget and without a trace", () => {
  const globals = (): string =>
    JSON.stringify([
      Object.getOwnPropertyNames(globalThis),
      ...[Object, Array, Function, String, Number, Promise].map((type) => Object.getOwnPropertyNames(type.prototype)),
    ]);

  test.each<string>([
    // Texts and lists that grow.
    "$reduce([1..40], function($a, $b) { $a & $a }, 'xxxxxxxxxx')",
    "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('xxxxxxxx', 60))",
    "$pad('x', 1e9)",
    "$matches('x', '(a)\\\\1')",
    "$matches('x', '(')",
    "$replace('a', '', 'b')",
    "$split('a', ',', -1)",
    "$matches($pad('', 100000, 'a'), '(a{50}){50}')",
    "$parse('{')",
    "$parse('{\"_jsonata_function\": true}')",
    "$parse($pad('', 9000, '[') & $pad('', 9000, ']'))",
    "$pad('x', -1e9, 'ab')",
    "$pad('x', 1e308)",
    "$join([1..10000].('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'))",
    "$replace($pad('', 100000, 'a'), 'a', $pad('', 100000))",
    "$join($split($pad('', 9000, 'a'), ''), $pad('', 100000))",
    "[1..1e9]",
    "[1..1e15]",
    "[1..20000]",
    "[1..9000].[1..9000]",
    "[1..10000].[1..10000].[1..10000]",
    "$reduce([1..40], function($a, $b) { $append($a, $a) }, [1])",
    "$reduce([1..40], function($a, $b) { [$a, $a] }, [1])",
    "$reduce([1..40], function($a, $b) { {'a': $a, 'b': $a} }, 1)",
    "$reduce([1..200], function($a, $b) { {'a': $a} }, 1)",
    "$string($reduce([1..30], function($a, $b) { {'a': $a, 'b': $a} }, 1))",
    "$merge([1..10000].{$string($): $pad('', 1000)})",
    "$sort([1, 'a'])",
    "$sort([1..10000], function($a, $b) { $a < $b })",
    // What never ends.
    "($f := function($n) { $f($n) }; $f(1))",
    "($f := function($n) { 1 + $f($n) }; $f(1))",
    "($f := function($n) { $f($n) & $f($n) }; $f(1))",
    "($f := function($n) { [$f($n), $f($n)] }; $f(1))",
    "($y := function($g) { $g($g) }; $y(function($g) { $g($g) }))",
    "[1..5000].($x := $; [1..5000][$ = $x])",
    "$map([1..10000], function($a) { $map([1..10000], function($b) { $a * $b }) })",
    "$sort([1..10000], function($a, $b) { $sum([1..1000]) > $a })",
    "$filter([1..10000], function($a) { $count([1..10000]) })",
    // What is kept where a function can't be kept: under `then`, a promise would call it.
    "{'then': $append($exists, [1])[0]}",
    "($f := function($g) { {'then': $g} }; $f($exists))",
    "($f := function($g) { {('th' & 'en'): $g} }; $f($exists))",
    "($f := function($g) { {'then': ($g)} }; $f($exists))",
    "($f := function($g) { {'then': true ? $g : 1} }; $f($exists))",
    "{'then': $spread($exists)}",
    "$exists ~> $append(1)",
    "{'then': function($a) { 1 }}",
    "{'then': $exists}",
    "$map([$sum, $max], function($f) { $f([1, 2]) })",
    "[1].{'then': $sum}",
    "item{'then': $exists}",
    "$reduce([1, 2], function($a, $b) { $a }, $exists)",
    "[$exists]",
    // Functions and prototypes are no data.
    "$sum",
    "function($x) { $x }",
    "item.x ~> $string ~> $nothing2 := 1",
    "item()",
    "(item.x)(1)",
    "($f := item; $f(1))",
    "($f := item.lambda; $f(1))",
    "$error('no')",
    "$assert(false, 'no')",
    "1 / 0",
    "0 / 0",
    "-(1 / 0)",
    "1e308 * 10",
    "$power(10, 400)",
    "$sqrt(-1)",
    "'\\ud800'",
    "$decodeUrl('%')",
    "$number('x')",
    "'a' > 1",
    "'a' + 1",
    "item > 1",
    "$single([1, 2])",
    "$fromMillis(1e300)",
    "$toMillis('yesterday')",
    "$encodeUrl('\\ud800')",
    "$formatBase(10, 99)",
  ])("%s", async (text) => {
    const before = globals();
    const start = performance.now();
    const lambda = { _jsonata_lambda: true, arguments: [{ value: "x" }], body: { type: "variable", value: "eval" } };
    const compiled = jsonataLanguage.compile(text);
    if (!("error" in compiled)) {
      await expect(
        evaluate(text, { item: { x: 1, ...(text.includes("item.lambda") ? { lambda } : {}) } }),
      ).rejects.toThrow(EvaluationError);
    }
    expect(performance.now() - start).toBeLessThan(4000);
    expect(globals()).toBe(before);
  });

  test.each<readonly [text: string, value: Json]>([
    ["item.constructor", null],
    ["item.__proto__", null],
    ["item.toString", null],
    ["item.x.constructor.constructor", null],
    ["$lookup(item, '__proto__')", null],
    ["$lookup(item, 'constructor')", null],
    ["$keys(item)", "x"],
    ["$sum.implementation", null],
    ["$sum ~> $spread()", null],
    ["$sum ~> $lookup('implementation')", null],
    ["$lookup($sum, 'implementation')", null],
    ["$sum.*", null],
    ["$type($sum)", "function"],
    ["$string(function($x) { $x })", ""],
    ["$merge([{'__proto__': {'polluted': 1}}, {'a': 1}]).a", 1],
    ["{'__proto__': {'polluted': 1}}.polluted", null],
    ["$each({'__proto__': 1}, function($v, $k) { $k })", "__proto__"],
    ["($constructor := 1; $constructor)", 1],
  ])("%s gives nothing of the host", async (text, value) => {
    expect(await evaluate(text, { item: { x: 1 } })).toEqual(value);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

test.each<string>([
  "($x := [1..9000]; $count([1..9000].$holds($x)))",
  "($x := [1..9000]; $count([1..9000].($x = [1..9000])))",
  "($x := [1..9000]; $y := $append($x, []); $count([1..9000][$y = $x]))",
  "($x := [1..9000]; $count([1..9000][0 in $x]))",
  "($x := [1..9000]; $count([1..9000].$distinct($x)))",
  "($x := [1..9000]; $count([1..9000].$either($x, 1)))",
  "($x := [1..9000]; $count([1..9000].($x ~> $max)))",
  "($x := $pad('a', 1000000, 'a'); $count([1..9000].$contains($x, $pad('b', 1000, 'a'))))",
])(
  "going through the same list or text again and again is paid for, so the steps decide and not the clock: %s",
  async (text) => {
    await expect(evaluate(text)).rejects.toThrow(/more than 100000 steps/);
  },
);

test("a pattern is compiled once in an evaluation; each other one is paid for", async () => {
  expect(await evaluate("$count([1..1000][$matches('a1', '^(a{1,30}){1,20}')])")).toBe(1000);
  await expect(evaluate("$count([1..1000][$matches('a', '^(a{1,30}){1,20}' & $string($))])")).rejects.toThrow(/steps/);
});

test("what only looks at a list costs no more than a step, however long the list is", async () => {
  const text = "($x := [1..9000]; $sum([1..9000].($exists($x) ? 1)) + $sum([1..9000].$at($x, 0)))";
  expect(await evaluate(text)).toBe(18_000);
});
