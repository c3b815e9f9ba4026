import type { Json } from "@rb/ir";
import { expect, test } from "vitest";
import { jsonSchemaLanguage } from "./index.js";

function check(schema: Json, value: Json): readonly { readonly pointer: string; readonly message: string }[] {
  const compiled = jsonSchemaLanguage.compile(schema);
  if ("error" in compiled) throw new Error(compiled.error);
  return compiled(value);
}

test.each<[Json, Json, boolean]>([
  [{ type: "string", pattern: "^[a-z0-9./-]+:[a-z0-9.-]+$" }, "registry/app:1.2", true],
  [{ type: "string", pattern: "^[a-z0-9./-]+:[a-z0-9.-]+$" }, "App", false],
  [{ type: ["integer", "null"], minimum: 2, exclusiveMaximum: 5 }, 4, true],
  [{ type: ["integer", "null"], minimum: 2, exclusiveMaximum: 5 }, 5, false],
  [{ enum: ["a", { b: [1] }] }, { b: [1] }, true],
  [{ const: 0 }, false, false],
  [
    { type: "object", required: ["a"], properties: { a: { type: "string" } }, additionalProperties: false },
    { a: "x" },
    true,
  ],
  [
    { type: "object", required: ["a"], properties: { a: { type: "string" } }, additionalProperties: false },
    { a: "x", b: 1 },
    false,
  ],
  [{ patternProperties: { "^x-": { type: "number" } }, additionalProperties: false }, { "x-a": 1 }, true],
  [{ patternProperties: { "^x-": { type: "number" } }, additionalProperties: false }, { "x-a": "1" }, false],
  [{ patternProperties: { "^x-": { type: "number" } }, additionalProperties: false }, { y: 1 }, false],
  [{ prefixItems: [{ type: "string" }], items: { type: "number" } }, ["a", 1, 2], true],
  [{ prefixItems: [{ type: "string" }], items: { type: "number" } }, ["a", "b"], false],
  [
    { uniqueItems: true },
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    false,
  ],
  [{ uniqueItems: true }, [1, "1", true], true],
  [
    {
      $ref: "#/$defs/tree",
      $defs: { tree: { properties: { in: { $ref: "#/$defs/tree" } }, additionalProperties: false } },
    },
    { in: { in: {} } },
    true,
  ],
  [
    {
      $ref: "#/$defs/tree",
      $defs: { tree: { properties: { in: { $ref: "#/$defs/tree" } }, additionalProperties: false } },
    },
    { in: { out: {} } },
    false,
  ],
  [{ if: { const: 1 }, then: false, else: { type: "string" } }, "x", true],
  [{ oneOf: [{ type: "number" }, { minimum: 3 }] }, 4, false],
  [{ not: { type: "string" } }, 1, true],
  [{ dependentRequired: { a: ["b"] } }, { a: 1 }, false],
  [false, 1, false],
])("%j and %j: %j", (schema, value, isValid) => {
  expect(check(schema, value).length === 0).toBe(isValid);
});

test("says where, and what", () => {
  const schema = { properties: { hosts: { items: { type: "string", minLength: 2 } } } };
  expect(check(schema, { hosts: ["ab", "c"] })).toEqual([
    { pointer: "/hosts/1", message: expect.stringContaining("2") },
  ]);
});

test.each<[Json, RegExp]>([
  [3, /object/],
  [{ type: "strin" }, /strin/],
  [{ pattern: "(" }, /regular expression/],
  [{ pattern: "(a)\\1" }, /linear/],
  [{ patternProperties: { "(?=a)": true } }, /linear/],
  [{ $ref: "#/$defs/none" }, /none|missing/],
  [{ properties: 1 }, /properties/],
])("%j is no schema", (schema, why) => {
  expect(jsonSchemaLanguage.compile(schema)).toEqual({ error: expect.stringMatching(why) });
});

test.each<[Json, Json, string]>([
  [{ type: ["string", "null"] }, 1, 'It has to be of the type ["string","null"].'],
  [{ required: ["a"] }, {}, "The member a is missing."],
  [{ additionalProperties: false }, { b: 1 }, "It must not have the member b."],
  [{ enum: [1, 2] }, 3, "It has to be one of [1,2]."],
  [{ maxLength: 1 }, "ab", "It has to have 1 characters at most."],
  [{ pattern: "^a" }, "b", "It does not match the pattern ^a."],
  [{ anyOf: [false] }, 1, "It fits none of the schemas under anyOf."],
  [{ uniqueItems: true }, [1, 1], "Two of its items are equal."],
])("%j and %j: %s", (schema, value, words) => {
  expect(check(schema, value).map(({ message }) => message)).toEqual([words]);
});

test("ends, whatever the schema and the value", () => {
  expect(check({ $ref: "#" }, 1)).toHaveLength(1);
  const doubling: { [name: string]: Json } = { a0: { type: "string" } };
  for (let n = 1; n < 40; n++)
    doubling[`a${n}`] = { anyOf: [{ $ref: `#/$defs/a${n - 1}` }, { $ref: `#/$defs/a${n - 1}` }] };
  expect(check({ $ref: "#/$defs/a39", $defs: doubling }, 1)[0]?.message).toContain("steps");
  expect(check({ pattern: "(a*)*b" }, "a".repeat(10_000))).toHaveLength(1);
  expect(
    check(
      { uniqueItems: true },
      Array.from({ length: 20_000 }, (_, n) => n),
    ),
  ).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(check({ properties: { ["__proto__"]: { type: "string" } } }, JSON.parse('{"__proto__": 1}'))).toBeInstanceOf(
    Array,
  );
});

test("a schema and a value stay as they are", () => {
  const schema = { properties: { a: { default: 1 } } };
  const value = {};
  check(schema, value);
  expect([schema, value]).toEqual([{ properties: { a: { default: 1 } } }, {}]);
});

test.each(["constructor", "toString", "__proto__"])("a member %s of a value is a member as any other", (name) => {
  const value = JSON.parse(`{ "${name}": { "a": 1 } }`) as Json;
  const a = { type: "object", properties: { a: { type: "string" } } };
  expect(check(a, value)).toEqual([]);
  expect(check({ ...a, additionalProperties: false }, value)).toHaveLength(1);
  expect(check({ ...a, additionalProperties: a }, value)).toHaveLength(1);
});

test("the regular expressions of a schema are bounded together", () => {
  const patternProperties = Object.fromEntries(
    Array.from({ length: 2000 }, (_, n) => [`x${n}(a{1,20}){1,20}$`, {}] as const),
  );
  expect(jsonSchemaLanguage.compile({ patternProperties })).toEqual({ error: expect.stringContaining("too many") });
  const patterns = Array.from({ length: 2000 }, (_, n) => [`^x${n}$`, {}] as const);
  expect(jsonSchemaLanguage.compile({ patternProperties: Object.fromEntries(patterns) })).toBeTypeOf("function");
});
