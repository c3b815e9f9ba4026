/** Documents with expressions that want time, memory, or what isn't theirs: the same for the same seed. */

export interface HostileDocument {
  readonly what: string;
  readonly text: string;
}

/** Of eight, five are runbooks of our own, with JSONata, and three have the templates of the other versions. */
export function hostileDocuments(seed: number, count: number): readonly HostileDocument[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => (dialects[index % 8] ?? native)(random));
}

/** Mulberry32: small, and the same everywhere. */
class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

type Shape = (random: Random) => string;

// ---------------------------------------------------------------------------------------------------------------
// JSONata

const big = ["1e2", "1e3", "9999", "1e4", "1e5", "1e6", "1e7", "1e9", "1e15", "-1e7", "1e308", "1e999"] as const;
const strange = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "_jsonata_function",
  "_jsonata_lambda",
  "sequence",
  "implementation",
] as const;
const functions = (
  "abs append average base64decode base64encode boolean ceil contains count decodeUrl decodeUrlComponent distinct each " +
  "encodeUrl encodeUrlComponent error assert eval exists filter floor flatten formatBase formatInteger formatNumber " +
  "fromMillis join keys length lookup lowercase map match matches max merge millis min not now number pad parse power " +
  "random reduce replace reverse round shuffle sift single size sort split spread sqrt string substring substringAfter " +
  "substringBefore sum toMillis trim type uppercase where project zip at add textOf itemsOf choose compare includes given"
).split(" ");

const leaf: Shape = (r) =>
  r.of([
    () =>
      r.of(["inputs.text", "inputs.list", "inputs.map", "vars.n", "1", '"x"', "null", "true", "$", "$$", "[]", "{}"]),
    () => r.of(big),
    () =>
      `"${r.of(["é", "\\ud83d\\ude00", "\\ud800", "\\u0000", "\u202e", "${{", "}}", "\\\\", "𝒳"]).repeat(1 + r.below(50))}"`,
    () => `inputs.map.\`${r.of(strange)}\``,
    () => `$${r.of(functions)}`,
  ])();

const shapes: readonly Shape[] = [
  // Depth.
  (r) => `${"(".repeat(r.of([10, 63, 64, 65, 5000]))}1${")".repeat(r.of([10, 63, 64, 65, 5000]))}`,
  (r) => `${"[".repeat(r.of([10, 63, 65, 5000]))}${"]".repeat(r.of([10, 63, 65, 5000]))}`,
  (r) => `${"-".repeat(r.of([10, 1000, 8000]))}1`,
  (r) =>
    Array(r.of([10, 500, 2000]))
      .fill("1")
      .join(r.of(["+", " & ", ".", " and ", " ~> ", " ? ", " ?: ", " ?? ", ":="])),
  (r) => `inputs.map${".a".repeat(r.of([10, 1000, 4000]))}`,
  (r) => `inputs.list${"[0]".repeat(r.of([10, 500, 2600]))}`,
  () => `inputs.list${"[".repeat(60)}1${"]".repeat(60)}`,
  (r) => `inputs.map${".**".repeat(r.of([1, 5, 30]))}`,
  (r) => `inputs.map${".*".repeat(r.of([1, 5, 30]))}`,
  (r) => `${"function($x){".repeat(r.of([10, 60]))}1${"}".repeat(r.of([10, 60]))}`,
  // Recursion.
  (r) =>
    `($f := function($n){ ${r.of(["$f($n + 1)", "1 + $f($n)", "[$f($n)]", '"x" & $f($n)', "$f($f($n))", "{'a': $f($n)}"])} }; $f(0))`,
  () => "($f := function($n){ $n < 2 ? $n : $f($n - 1) + $f($n - 2) }; $f(40))",
  () => "($a := function($m, $n){ $m = 0 ? $n + 1 : $n = 0 ? $a($m - 1, 1) : $a($m - 1, $a($m, $n - 1)) }; $a(3, 9))",
  () => "($y := function($f){ $f($f) }; $y($y))",
  (r) => `($f := function($x){ $map([1..${r.of(big)}], $f) }; $f(1))`,
  // Ranges, and what goes over them.
  (r) => `[1..${r.of(big)}]`,
  (r) => `[${r.of(big)}..${r.of(big)}]`,
  (r) =>
    `$${r.of(["count", "sum", "reverse", "sort", "string", "max", "distinct", "spread", "keys", "itemsOf"])}([1..${r.of(big)}])`,
  (r) => `$map([1..${r.of(big)}], function($i){ ${leaf(r)} })`,
  () => `$map([1..9999], function($i){ [1..9999] })`,
  () => `[1..9999].[1..9999]`,
  () => `[1..100].[1..100].[1..100]`,
  (r) => `$filter([1..${r.of(big)}], function($i){ $i > ${leaf(r)} })`,
  (r) =>
    `$sort([1..9999], function($a, $b){ ${r.of(["true", "false", "$a > $b", "$b > $a", "$string($a) > $string($b)"])} })`,
  (r) => `[1..9999]^(${r.of([">$", "<$", "$string($)", "$$.inputs.text"])})`,
  (r) => `$sift({"a": 1}, function($v, $k){ ${leaf(r)} })`,
  (r) => `$each(inputs.map, function($v, $k){ $k & ${leaf(r)} })`,
  () => `[1..9999]{$string($): $}`,
  () => `[1..9999]{"a": $string($$.inputs.list)}`,
  () => `[1..999]@$i.[1..999]@$j.($i * $j)`,
  () => `[1..999]#$i[$i % 2 = 0]`,
  // Texts.
  (r) => `$reduce([1..${r.of(["30", "60", "9999"])}], function($a, $b){ $a & $a }, "ab")`,
  (r) =>
    `$reduce([1..${r.of(["30", "60", "9999"])}], function($a, $b){ ${r.of(["[$a, $a]", "$append($a, $a)", "{'x': $a, 'y': $a}", "$join([$a, $a])", "$string($a) & $string($a)"])} }, ["x"])`,
  () => `$join($map([1..9999], function($i){ $pad("x", 9999) }), ",")`,
  (r) => `$pad("x", ${r.of(big)}${r.of(["", ', "ab"', ', ""', ', "é😀"'])})`,
  (r) =>
    `$${r.of(["replace", "split"])}($pad("a", 1e6, "a"), ${r.of(['"a"', '""', "/a/"])}${r.of(["", ', "bbbb"', ", 5"])})`,
  () => `$replace($pad("a", 1e5, "a"), "a", $pad("b", 1e5))`,
  () => `$split($pad("a", 1e6, "a"), "")`,
  (r) =>
    `$matches($pad("a", 1e6, "a"), "${r.of(["(a*)*b", "(a|a)*c", "a{1,1000}b", "(?=a)", "[", "a".repeat(3000)])}")`,
  (r) => `$substring($pad("😀", ${r.of(big)}), ${r.of(big)}, ${r.of(big)})`,
  (r) => `$formatBase(${r.of(big)}, ${r.of(["2", "36", "0", "1e9"])})`,
  (r) => `$power(${r.of(big)}, ${r.of(big)})`,
  (r) => `$round(${r.of(big)}, ${r.of(big)})`,
  (r) => `$parse("${r.of(["[".repeat(4000), "1".repeat(4000), '{\\"__proto__\\":{\\"polluted\\":1}}', "nul"])}")`,
  (r) => `$base64${r.of(["encode", "decode"])}($pad("=", ${r.of(big)}))`,
  (r) => `$decodeUrl("${r.of(["%", "%ff", "%E0%A4%A"])}")`,
  (r) => `$encodeUrl("${r.of(["\\ud800", "x"])}")`,
  (r) => `$toMillis("${r.of(["x", "9".repeat(900), "2026-01-31T08:00:00Z"])}")`,
  (r) => `$fromMillis(${r.of(big)})`,
  (r) => `$string(${leaf(r)}, ${leaf(r)})`,
  (r) => `"${"x".repeat(r.of([8000, 8190, 100_000]))}"`,
  (r) => `${"9".repeat(r.of([20, 400, 8000]))}`,
  // What isn't theirs.
  (r) => `{"${r.of(strange)}": ${leaf(r)}, "${r.of(strange)}": ${leaf(r)}}`,
  (r) =>
    `$merge([{"__proto__": {"polluted": 1}}, {"constructor": {"prototype": {"polluted": 1}}}])${r.of(["", ".polluted", ".constructor"])}`,
  (r) => `$lookup(${leaf(r)}, "${r.of(strange)}")`,
  (r) => `inputs.map.${r.of(strange)}.${r.of(strange)}`,
  (r) => `$${r.of(strange)}(${leaf(r)})`,
  () => `{"then": function($r){ $r(1) }}`,
  (r) => `$${r.of(functions)}.${r.of([...strange, "signature", "environment", "body"])}`,
  (r) => `$string($${r.of(functions)})`,
  (r) => `$spread($${r.of(functions)})`,
  () => `$eval("$now()")`,
  () => `inputs.map ~> |$|{"a": 1}|`,
  () => `/(a+)+$/`,
  // Functions of functions.
  (r) => `$map([$${r.of(functions)}, $${r.of(functions)}], function($f){ $f(${leaf(r)}) })`,
  (r) => `$${r.of(functions)}($${r.of(functions)})`,
  (r) => `(${leaf(r)} ~> $${r.of(functions)} ~> $${r.of(functions)})`,
  (r) => `($${r.of(functions)} ~> $${r.of(functions)})(${leaf(r)})`,
  () => `$reduce([1..9999], function($f, $i){ function($x){ $f($x) } }, function($x){ $x })(1)`,
  (r) => `$${r.of(functions)}(${leaf(r)}, ${leaf(r)})`,
  (r) => `$${r.of(functions)}(${leaf(r)}, ${leaf(r)}, ${leaf(r)})`,
  (r) => `$${r.of(functions)}(inputs.list, function($a, $b){ ${leaf(r)} })`,
  () => `$map(?, 1)`,
  () => `function($x)<s:s>{ $x }(1)`,
  // No expressions.
  (r) =>
    r.of([
      "",
      "}",
      "{",
      "'",
      '"',
      "`",
      "/*",
      "*/",
      "$",
      "\\",
      "\u0000",
      "\u2028",
      "😀",
      "\ud83d",
      "1..2",
      "..",
      "}}",
      "${{ 1 }}",
    ]),
  leaf,
];

/** One in another, now and then. */
const expression: Shape = (r) => {
  const one = r.of(shapes)(r);
  if (r.below(4) > 0) return one;
  const other = r.of(shapes)(r);
  return r.of([
    `[${one}, ${other}]`,
    `$string(${one}) & $string(${other})`,
    `(${one}; ${other})`,
    `$map([1..99], function($i){ ${one} })`,
  ]);
};

const quoted = (text: string): string => JSON.stringify(text.replaceAll("\u0000", "\\u0000"));
const template: Shape = (r) => {
  const one = `\${{ ${expression(r)} }}`;
  if (r.below(6) > 0) return quoted(r.of([one, `before ${one} after`]));
  return quoted(
    r.of([
      () => "${{ inputs.text }}".repeat(10_000),
      () => "${{ 1 }} ".repeat(10_000),
      () => "$${{".repeat(50_000),
      () => "${{".repeat(50_000),
      () => `${"${{ '".repeat(5000)}`,
      () => `\${{ ${"{".repeat(20_000)}`,
      () => `\${{ ${expression(r)}`,
      () => `x${"$".repeat(100_000)}{{ 1 }}`,
      () => Array.from({ length: 5000 }, (_, i) => `\${{ inputs.n${i} }}`).join("\n"),
    ])(),
  );
};

/** A step with an expression at one of the places where there may be one. */
const steps: readonly Shape[] = [
  (r) => `{ id: a, run: [echo, ${template(r)}] }`,
  (r) => `{ id: a, run: { command: [x], env: { A: ${template(r)} }, cwd: ${template(r)}, stdin: ${template(r)} } }`,
  (r) => `{ id: a, http: { url: ${template(r)}, headers: { x: ${template(r)} }, body: [${template(r)}] } }`,
  (r) => `{ id: a, use: { executor: x, with: { ${r.of(strange)}: ${template(r)}, b: [{ c: ${template(r)} }] } } }`,
  (r) => `{ id: a, script: { language: javascript, text: "1", inputs: { a: ${template(r)} } } }`,
  (r) => `{ id: a, manual: ${template(r)} }`,
  (r) => `{ id: a, approve: { message: ${template(r)} } }`,
  (r) => `{ id: a, policy: { name: p, about: ${template(r)} } }`,
  (r) => `{ id: a, emit: { type: ${template(r)}, data: ${template(r)} } }`,
  (r) => `{ id: a, wait: ${template(r)} }`,
  (r) => `{ id: a, wait: { until: ${template(r)} } }`,
  (r) => `{ id: a, wait: { for: { message: ${template(r)}, key: ${template(r)} } }, timeout: ${template(r)} }`,
  (r) => `{ id: a, wait: { for: { condition: ${quoted(expression(r))} } }, timeout: 1s, continueOnError: true }`,
  (r) => `{ id: a, send: { message: ${template(r)}, key: ${template(r)}, data: ${template(r)} } }`,
  (r) => `{ id: a, signal: { name: ${template(r)}, data: ${template(r)} } }`,
  (r) => `{ id: a, fail: { code: x, message: ${template(r)} } }`,
  (r) => `{ id: a, escalate: { code: x, data: ${template(r)} } }`,
  (r) => `{ id: a, set: { n: ${template(r)} } }`,
  (r) => `{ id: a, when: ${quoted(expression(r))}, run: [x] }`,
  (r) => `{ id: a, run: [x], assert: [${quoted(expression(r))}] }`,
  (r) => `{ id: a, run: [x], outputs: { x: ${template(r)} }, timeout: ${template(r)} }`,
  (r) => `{ id: a, run: [x], on: [{ condition: ${quoted(expression(r))}, steps: [{ id: b, run: [x] }] }] }`,
  (r) =>
    `{ id: a, forEach: { items: ${quoted(expression(r))}, limit: ${quoted(leaf(r))}, steps: [{ id: b, run: ["\${{ item }}"] }] } }`,
  (r) => `{ id: a, while: { condition: ${quoted(expression(r))}, max: 5, steps: [{ id: b, run: [x] }] } }`,
  (r) =>
    `{ id: a, until: { condition: ${quoted(expression(r))}, max: 5, steps: [{ id: b, set: { n: ${template(r)} } }] } }`,
  (r) =>
    `{ id: a, switch: [{ when: ${quoted(expression(r))}, steps: [{ id: b, run: [x] }] }, { else: [{ id: c, run: [x] }] }] }`,
  (r) => `{ id: a, switch: { on: ${quoted(expression(r))}, cases: [{ is: 1, steps: [{ id: b, run: [x] }] }] } }`,
  (r) =>
    `{ id: a, race: [{ after: ${template(r)}, steps: [{ id: b, run: [x] }] }, { message: ${template(r)}, steps: [{ id: c, run: [x] }] }] }`,
  (r) => `{ id: a, call: { runbook: x, inputs: { a: ${template(r)} } } }`,
];

const native = (r: Random): HostileDocument => {
  const step = r.of(steps)(r);
  const text = `apiVersion: rb/v1
kind: Runbook
metadata: { name: hostile }
inputs:
  text: { type: string, default: aaaa }
  list: { type: array, default: [3, 1, 2, [4, [5]]] }
  map: { type: object, default: { a: { a: 1 }, __proto__: { b: 2 }, then: 3 } }
vars: { n: ${r.below(3) === 0 ? template(r) : "0"} }
steps: [${step}]
outputs: { out: ${r.below(3) === 0 ? template(r) : '"${{ vars.n }}"'} }
`;
  return { what: step, text };
};

// ---------------------------------------------------------------------------------------------------------------
// The templates of the other versions

const many: readonly Shape[] = [
  (r) =>
    `${r.of(["{{", "${", "{{ .a }}", "{{ inputs.a }}", "${input.a}", "}}", "{", "$"]).repeat(r.of([10, 2000, 20_000]))}`,
  (r) => `${r.of(["{{ .", "{{ ", "${"])}${r.of(strange)}${r.of([" }}", "}", ""])}`,
  (r) =>
    `${r.of(["{{ ", "${"])}${r.of(["(", "!", "-", "[", "length(", "a[?", "a[*].", '"', "'"]).repeat(r.of([10, 200, 4000]))}${r.of([" }}", "}", ""])}`,
  (r) =>
    `${r.of(["{{ inputs", "${input"])}${r.of([".a", "[0]", "[*]", "['a']", '["__proto__"]', ".constructor", "[]"]).repeat(r.of([1, 10, 500]))}${r.of([" }}", "}", ""])}`,
  (r) =>
    `${r.of(["{{ ", "${"])}${Array(r.of([2, 100, 1000]))
      .fill(r.of(["1", "inputs.a", "input.a", "'x'"]))
      .join(r.of([" && ", " || ", " + ", " == ", " ? 1 : ", " in "]))}${r.of([" }}", "}"])}`,
  (r) => `{{ ${"x".repeat(r.of([100, 5000, 100_000]))} }}`,
  (r) => `\${${"9".repeat(r.of([10, 400, 5000]))}}`,
  (r) =>
    r.of([
      "{{ .a | printf }}",
      "{{range .a}}",
      "{{ $x := 1 }}",
      "{{/* a */}}",
      "${1 ? }",
      "${a b}",
      "{{ inputs.a | x }}",
      "${}",
      "{{}}",
      "{{ }}",
    ]),
];

const runbookV0 = (r: Random): HostileDocument => {
  const one = (): string => quoted(r.of(many)(r));
  const text = `apiVersion: runbook/v0
meta: { name: hostile, vars: { a: ${one()}, n: 1 } }
steps:
  - { id: a, type: cli, with: { argv: [echo, ${one()}] }, capture: { __proto__: stdout, b: stdout }, assertions: [{ contains: ${one()} }, { matches: ${one()} }] }
  - { id: b, type: manual, instructions: ${one()} }
`;
  return { what: text, text };
};

const taskPack = (r: Random): HostileDocument => {
  const one = (): string => quoted(r.of(many)(r));
  const text = `apiVersion: stellaops.io/pack.v1
kind: TaskPack
metadata: { name: hostile }
spec:
  inputs: [{ name: a, type: string, default: aaaa }]
  steps:
    - { id: a, type: run, module: x, inputs: { b: ${one()}, __proto__: ${one()} }, when: ${one()} }
    - { id: b, type: run, module: x, inputs: { b: ${one()} }, dependsOn: [a] }
`;
  return { what: text, text };
};

const workflow = (r: Random): HostileDocument => {
  const one = (): string => quoted(r.of(many)(r));
  const text = `id: hostile
name: ${one()}
steps:
  a: { topic: job.a, input: { x: ${one()}, __proto__: ${one()} }, condition: ${one()} }
  constructor: { topic: job.b, depends_on: [a], for_each: ${one()}, input: { x: "\${item}" } }
`;
  return { what: text, text };
};

const dialects: readonly ((random: Random) => HostileDocument)[] = [runbookV0, taskPack, workflow];
