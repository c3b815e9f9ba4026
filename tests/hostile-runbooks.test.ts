/** Whatever texts a graph has, the runbook that is written of it says them: control characters, what looks like YAML or like an expression. */
import { normalForm } from "@rb/convert";
import { runbookOf } from "@rb/convert/runbook";
import {
  type Bundle,
  check,
  type Flow,
  type Graph,
  type Json,
  type Node,
  type Origin,
  type Value,
  type Variable,
} from "@rb/ir";
import { load } from "@rb/loader";
import fc from "fast-check";
import { expect, test } from "vitest";

const origin: Origin = { kind: "source", uri: "t", pointer: "", start: { line: 1, column: 1 } };

const hostileTexts = [
  ..."\n \t\r\u0085\u2028\ufeff\0\x07\x1b\x7f\x9f\uffff-#:?|>&*!@%=~'\"\\`{}[],$.",
  ..."\n\n;\r\n;  ;- ;# ;: ;---;...;<<;${{;}};$${{;secret://;vars.;inputs.;steps.a.output;result;yes;no;null;true;1;0x1f;1e3;10m;PT5M;😀".split(
    ";",
  ),
  ...["__proto__", "constructor", "toString", "$value", "/*", "x > 1", "x[y = 'a']", "a".repeat(130)],
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ maxLength: 8, unit: "binary" })), { maxLength: 6 })
  .map((pieces) => pieces.join(""))
  .filter((one) => !/\p{Surrogate}/u.test(one));
const id = text.filter((one) => one !== "" && one.length <= 200);
const path = fc.array(text, { maxLength: 3 });

const json: fc.Arbitrary<Json> = fc.letrec<{ readonly json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(text, tie("json"), { maxKeys: 3 }),
  ),
})).json;

const expressions = [
  "x",
  "x.y",
  "vars.x",
  "vars.x > 1",
  "inputs.x & 'a'",
  "result",
  "result.a",
  "{'a': {'b': 1}}",
  "x ~> $uppercase",
  "`a b`.c",
  "1",
];
const value: fc.Arbitrary<Value> = fc.letrec<{ readonly value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    json.map((one): Value => ({ json: one })),
    fc.tuple(text, fc.option(path, { nil: undefined })).map(([variable, members]): Value => {
      return members === undefined ? { variable } : { variable, path: members };
    }),
    path.map((result): Value => ({ result })),
    fc
      .tuple(fc.constantFrom("jsonata", "theirs"), fc.constantFrom(...expressions))
      .map(([language, one]): Value => ({ expr: { language, text: one, origin } })),
    text.map((one): Value => ({ secret: `secret://${one}` })),
    fc.array(fc.oneof(text, tie("value")), { maxLength: 3 }).map((pieces): Value => ({ text: pieces })),
    fc.array(tie("value"), { maxLength: 3 }).map((list): Value => ({ list })),
    fc.array(fc.tuple(text, tie("value")), { maxLength: 3 }).map((object): Value => ({ object })),
  ),
})).value;

const bundle: fc.Arbitrary<Bundle> = fc
  .record({
    graph: fc.record({ id, name: text, description: text, version: text }),
    variables: fc.uniqueArray(fc.record({ name: text, description: text, init: value }), {
      selector: ({ name }) => name,
      maxLength: 3,
    }),
    ids: fc.uniqueArray(id, { minLength: 3, maxLength: 3 }),
    names: fc.tuple(text, text, text),
    request: value,
    expires: value,
    outputs: fc.array(fc.record({ path, from: value }), { maxLength: 3 }),
    labels: fc.dictionary(text, text, { maxKeys: 2 }),
    cases: fc.array(json, { maxLength: 2 }),
    handler: id,
  })
  .map(({ graph, variables, ids: [a, b, c], names, request, expires, outputs, labels, cases, handler }) => {
    const region = { entries: [a as string], variables: variables as readonly Variable[] };
    const nodes: Node[] = [
      {
        kind: "action",
        id: a as string,
        name: names[0],
        executor: "x",
        request,
        outputs,
        meta: { labels },
        handlers: [{ id: handler, triggers: [{ on: "timer", after: expires }], origin }],
        origin,
      },
      { kind: "gateway", id: b as string, name: names[1], routing: { take: "case", select: request }, origin },
      { kind: "gate", id: c as string, by: "people", description: names[2], show: request, expires, origin },
    ];
    const flows: Flow[] = [
      { id: handler, from: a as string, to: b as string, name: names[0], origin },
      { id: "2", from: a as string, port: handler, to: c as string, origin },
      { id: "3", from: b as string, to: c as string, cases, guard: { arrived: [handler] }, origin },
      { id: "4", from: b as string, to: a as string, otherwise: true, origin },
    ];
    const main: Graph = { ...graph, meta: { labels }, region, nodes, flows, outputs, origin };
    const sends: Node = {
      kind: "end",
      id: a as string,
      throws: [{ raise: "message", name: { json: graph.name } }],
      origin,
    };
    const calls: Node = { kind: "call", id: b as string, target: { id: handler }, graph: graph.id, origin };
    const other: Graph = {
      id: `${graph.id}+`,
      region: { entries: [a, b] as string[] },
      nodes: [sends, calls],
      flows: [],
      origin,
    };
    const route = { from: { graph: other.id, node: a as string }, to: { graph: graph.id }, message: names[1] };
    return { version: 1, main: graph.id, graphs: [main, other], routes: [route] };
  });

test("whatever the texts are, the graph comes back", { timeout: 120_000 }, async () => {
  let read = 0;
  const property = fc.asyncProperty(bundle, async (given) => {
    if (check(given).some(({ severity }) => severity === "error")) return;
    const { text: written, counts } = runbookOf(given);
    expect(counts.lost).toBe(0);
    const { bundle: again, diagnostics } = await load(written ?? "", { uri: "t" });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(normalForm(again as Bundle)).toEqual(normalForm(given));
    read++;
  });
  await fc.assert(property, { numRuns: 300 });
  expect(read).toBeGreaterThan(150);
});
